"""What the people at simulated phones do: text, call, key, speak, keep silent, answer; and the switches of tests."""

import sqlite3
from collections.abc import Sequence

from hotline.carrier.simulated.call import Act, Call, Input
from hotline.carrier.simulated.calls import Calls
from hotline.carrier.simulated.faults import Fault, Faults
from hotline.carrier.simulated.gather import KEYS
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.messages import Delivered, Messages
from hotline.carrier.simulated.problems import Refused
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.store import Store, storable

LONGEST_NUMBER = 40
LONGEST_WAIT = 30.0
MOST_MEDIA = 10
Json = dict[str, object]


class Control:
    def __init__(self, settings: Settings, store: Store, messages: Messages, calls: Calls, faults: Faults, later: Later) -> None:
        self._settings, self._store, self._messages, self._calls = settings, store, messages, calls
        self._later = later
        self.faults = faults

    def about(self) -> Json:
        return {
            "number": self._settings.number,
            "speech_text": self._settings.speech_text,
            "time_scale": self._settings.time_scale,
            "api": 1,
        }

    # texts

    def text(self, sender: str, body: str, media_count: int = 0, photos: Sequence[bytes] = ()) -> Delivered:
        """``media_count`` drawn pictures, or ``photos``: the files themselves."""
        return self._messages.receive(_number(sender), body, _photos(media_count or len(photos)), photos)

    def text_later(self, sender: str, body: str, media_count: int = 0, photos: Sequence[bytes] = ()) -> None:
        """For a page served by the application itself: it must not wait for what the application answers."""
        number, count = _number(sender), _photos(media_count or len(photos))

        def receive() -> None:
            self._messages.receive(number, body, count, photos)

        self._later.after(0, receive)

    def thread(self, number: str, after: int = 0) -> list[Json]:
        """Texts both ways, oldest first; `after` is the n of the last one seen."""
        rows = self._store.rows(
            "SELECT * FROM messages WHERE (sender = ? OR recipient = ?) AND n > ? ORDER BY n", (number, number, after)
        )
        return [_message(row) for row in rows]

    def sent(self, to: str = "") -> list[Json]:
        """What the application really got sent: to one number, or to all."""
        query = "SELECT * FROM messages WHERE direction = 'outbound-api' AND (? = '' OR recipient = ?) ORDER BY n"
        return [_message(row) for row in self._store.rows(query, (to, to))]

    # calls

    def call(self, sender: str, to: str = "", *, patient: bool = False) -> Call:
        if to not in ("", self._settings.number):
            raise Refused(404, 404, "no simulated line but the hotline's can be dialled")
        return self._calls.incoming(_number(sender), self._settings.number, patient=patient)

    def live(self, sid: str) -> Call:
        call = self._calls.get(sid)
        if call is None:
            raise Refused(404, 404, "no such call")
        return call

    def press(self, sid: str, keys: str, *, more: bool = False) -> None:
        if not keys or not set(keys) <= KEYS:
            raise Refused(400, 400, "keys are 0-9, * and #")
        self.live(sid).put(Input(act=Act.PRESS, text=keys, more=more))

    def speak(self, sid: str, words: str, *, more: bool = False) -> None:
        if not words.strip():
            raise Refused(400, 400, "no words")
        self.live(sid).put(Input(act=Act.SPEAK, text=storable(words.strip()), more=more))

    def silence(self, sid: str) -> None:
        self.live(sid).put(Input(act=Act.SILENCE))

    def hang_up(self, sid: str) -> None:
        call = self.live(sid)
        if call.status == "ringing" and call.direction != "inbound":
            call.pick_up("declined")
        else:
            call.hang_up()

    def ringing(self, number: str) -> list[Call]:
        return self._calls.ringing(number)

    def answer(self, sid: str, *, patient: bool = False) -> None:
        call = self._ringing(sid)
        if patient:
            call.pace = 0.0
        call.pick_up("answered")

    def decline(self, sid: str) -> None:
        self._ringing(sid).pick_up("declined")

    def _ringing(self, sid: str) -> Call:
        call = self.live(sid)
        if call.status != "ringing" or call.direction == "inbound":
            raise Refused(409, 409, "the call isn't ringing at a phone")
        return call

    def attend(self, number: str, *, seconds: float | None = None, away: bool = False) -> None:
        if away:
            self._calls.presence.leave(number)
        else:
            self._calls.presence.attend(_number(number), seconds)

    def recording_words(self, sid: str) -> str:
        row = self._store.row("SELECT words FROM recordings WHERE sid = ?", (sid,))
        if row is None:
            raise Refused(404, 404, "no such recording")
        return str(row["words"])

    def left(self, number: str) -> list[Json]:
        """The messages a machine at this number kept, oldest first."""
        rows = self._store.rows("SELECT * FROM left_at WHERE number = ? ORDER BY n", (number,))
        return [{name: row[name] for name in ("n", "sender", "words", "created")} for row in rows]

    def fault(self, kind: str, *, count: int | None = None, seconds: float | None = None) -> None:
        if kind == "none":
            self.faults.clear()
            return
        if kind not in set(Fault):
            raise Refused(400, 400, "unknown kind of fault")
        self.faults.set(Fault(kind), count=count, seconds=seconds)

    def settle(self, timeout: float = 10.0) -> bool:
        """Until every receipt and transcript that is due was posted."""
        return self._later.settle(timeout)


def describe(call: Call, after: int = 0, wait: float = 0) -> Json:
    events = call.events(after, min(max(wait, 0.0), LONGEST_WAIT))
    about: Json = {"id": call.sid, "from": call.sender, "to": call.recipient, "direction": call.direction}
    return about | {
        "status": call.status,
        "waiting": call.waiting or ("queue" if call.place else ""),
        "position": call.place or None,
        "over": call.over,
        "events": events,
        "warnings": list(call.warnings),
    }


def _number(text: str) -> str:
    """Withheld, unknown and malformed callers exist too; only what no telephone could show is refused."""
    if not text.strip() or len(text) > LONGEST_NUMBER or not text.isprintable():
        raise Refused(400, 400, "from is a number, or a word such as anonymous")
    return storable(text.strip())


def _photos(count: int) -> int:
    if not 0 <= count <= MOST_MEDIA:
        raise Refused(400, 400, "media_count is 0 to 10")
    return count


def _message(row: sqlite3.Row) -> Json:
    inbound = row["direction"] == "inbound"
    about = {
        "n": row["n"],
        "sid": row["sid"],
        "inbound": inbound,
        "by": "carrier" if row["direction"] == "carrier" else "phone" if inbound else "app",
    }
    return (
        about
        | {key: row[key] for key in ("body", "status", "error", "media", "created", "changed")}
        | {"from": row["sender"], "to": row["recipient"]}
    )
