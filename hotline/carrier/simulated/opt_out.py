"""The carrier's own stop and start words: it answers them itself, blocks the number, and still hands the text on."""

import json
from enum import StrEnum
from pathlib import Path

from hotline.carrier.simulated.fates import Fate, fate_of
from hotline.carrier.simulated.store import Store

TEXTS: dict[str, str] = json.loads((Path(__file__).parent / "carrier_texts.json").read_text(encoding="utf-8"))
STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL"})
START = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})


class Wish(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


def wish_of(body: str) -> Wish | None:
    """The whole message has to be the one word."""
    word = body.strip().upper()
    for wish, words in ((Wish.STOP, STOP), (Wish.START, START), (Wish.HELP, HELP)):
        if word in words:
            return wish
    return None


class Subscriptions:
    def __init__(self, store: Store) -> None:
        self._store = store

    def stopped(self, number: str) -> bool:
        row = self._store.row("SELECT subscribed FROM subscriptions WHERE number = ?", (number,))
        return fate_of(number) is Fate.OPTED_OUT if row is None else not row["subscribed"]

    def heed(self, number: str, body: str) -> str:
        """Notes what a text asks for; the carrier's own reply, or nothing."""
        wish, stopped = wish_of(body), self.stopped(number)
        if wish is None or (wish is Wish.START) != stopped:
            return ""
        if wish is not Wish.HELP:
            self._store.write("INSERT OR REPLACE INTO subscriptions VALUES (?, ?)", (number, int(wish is Wish.START)))
        return TEXTS[wish]
