"""Residents, callers and officers at simulated phones: they report, hear, answer and judge, at a steady rate.

Each acts on what the carrier brought to their phone, so a case that was lost anywhere stays unfinished and is seen.
"""

import heapq
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from random import Random

import requests

from tests.chaos.real_set import RealSet

LOOK_EVERY = 0.3
THREADS = 12
AGAIN_AFTER, MOST_TRIES = 2.0, 40
CALL_WITHIN = 60.0
NUMBER = re.compile(r"\d{4}-\d{4}")
TEXTED = (
    ("人民路{n}号井盖坏了", ""), ("建设路{n}号路灯不亮", ""), ("柳树村垃圾堆成山，第{n}天了", ""),
    ("井盖坏了，编外{n}", "人民路{n}号"), ("路灯不亮，已经{n}天", "解放路{n}号"),
    ("Broken manhole cover at {n} Renmin Road", ""), ("Street light out, pole {n}", "{n} Renmin Road"),
)  # fmt: skip
SOMEWHERE = "人民路8号"
CALLED = ("建设路小学北门，井盖没了，第{n}次", "人民路{n}号，盖子碎了")
# What a resident answers to a question, by words that only it has.
SOLVED, PLACE = ("只回一个数字", "reply with one digit"), ("具体在哪里", "Where is it?")
DISPATCH, REGISTERED = "回：接单｜", "已经登记好了"
ONE = ("联系过您吗", "Did anybody contact you", "总体满意吗", "how satisfied are you")


@dataclass
class Case:
    """One matter of one resident. ``taken``: the carrier got a 200 for its first text, or the call got its number."""

    phone: str
    place: str
    unhappy: bool
    by_call: bool = False
    taken: bool = False


@dataclass
class Text:
    """One text as the carrier saw it taken."""

    sid: str
    sender: str
    taken: bool
    fallback: bool
    first: bool


@dataclass
class People:
    """``start`` ... ``rest`` (no new matters; the old ones go on) ... ``go_home``."""

    hotline: RealSet
    dice: Random
    rate: float
    cases: dict[str, Case] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    counts: "Counter[str]" = field(default_factory=Counter)
    _errors: list[BaseException] = field(default_factory=list)
    _resting: bool = False
    _gone: threading.Event = field(default_factory=threading.Event)
    _heap: "list[tuple[float, int, Callable[[], None]]]" = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _seen: int = 0
    _busy: int = 0
    _done_words: "Counter[str]" = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="people")
        self._carrier = f"{self.hotline.carrier_url()}/sim"
        self._loop = threading.Thread(target=self._live, daemon=True)
        self._loop.start()

    def rest(self) -> None:
        self._resting = True

    def idle(self) -> bool:
        with self._lock:
            return not self._busy and not self._heap

    def go_home(self) -> None:
        self._gone.set()
        self._loop.join(10)
        self._pool.shutdown(cancel_futures=True)
        if self._errors:
            raise self._errors[0]

    def _live(self) -> None:
        next_case = time.monotonic()
        next_look = 0.0
        while not self._gone.wait(0.05):
            now = time.monotonic()
            if now >= next_case and not self._resting:
                next_case = max(next_case + 1 / self.rate, now - 1)
                self._begin()
            if now >= next_look:
                next_look = now + LOOK_EVERY
                self._look()
            while self._heap and self._heap[0][0] <= now:
                with self._lock:
                    act = heapq.heappop(self._heap)[2]
                    self._busy += 1
                self._pool.submit(act).add_done_callback(self._acted)

    def _acted(self, done: "Future[None]") -> None:
        with self._lock:
            self._busy -= 1
        if not done.cancelled() and done.exception() is not None:
            self._errors.append(done.exception())  # type: ignore[arg-type]

    def _later(self, act: Callable[[], None], after: float | None = None) -> None:
        at = time.monotonic() + (self.dice.uniform(0.1, 0.8) if after is None else after)
        with self._lock:
            heapq.heappush(self._heap, (at, next(self._numbers), act))

    def _begin(self) -> None:
        """A new matter, by a number of its own. Endings 08 and 09: receipts twice, and out of order."""
        n = len(self.cases) + 1
        ending = self.dice.choice((8, 9, *range(10, 100)))
        phone = f"+86138{n:06d}{ending:02d}"
        if n % 6 == 0:
            self.cases[phone] = case = Case(phone=phone, place=SOMEWHERE, unhappy=False, by_call=True)
            words = self.dice.choice(CALLED).format(n=n % 90 + 1)
            self._later(lambda: self._call(case, words), 0)
            return
        body, place = self.dice.choice(TEXTED)
        house = n % 90 + 1
        case = Case(phone=phone, place=place.format(n=house) or SOMEWHERE, unhappy=self.dice.random() < 0.15)
        self.cases[phone] = case
        self._later(lambda: self._text(phone, body.format(n=house), first=True), 0)

    def _text(self, sender: str, body: str, tries: int = 1, *, first: bool = False) -> None:
        """A text the carrier could not hand over is written once more, as people do."""
        answer = requests.post(f"{self._carrier}/texts", json={"from": sender, "body": body}, timeout=90)
        answer.raise_for_status()
        told = answer.json()
        taken = told["error"] is None
        self.texts.append(
            Text(sid=told["sid"], sender=sender, taken=taken, fallback=told["fallback"], first=first)
        )
        if taken and first:
            self.cases[sender].taken = True
        if not taken and tries < MOST_TRIES:
            self._later(lambda: self._text(sender, body, tries + 1, first=first), AGAIN_AFTER)

    def _call(self, case: Case, words: str, tries: int = 1) -> None:
        """1 report, 1 what, then the words; who does not get a number rings again."""
        self.counts["calls"] += 1
        answer = requests.post(f"{self._carrier}/calls", json={"from": case.phone, "patient": True}, timeout=30)
        answer.raise_for_status()
        case.taken = _talk(f"{self._carrier}/calls/{answer.json()['id']}", ["1", "1", words])
        if not case.taken and tries < MOST_TRIES:
            self.counts["calls broken off"] += 1
            self._later(lambda: self._call(case, words, tries + 1), AGAIN_AFTER)

    def _look(self) -> None:
        """What the carrier brought since the last look."""
        query = "SELECT n, recipient, body FROM messages WHERE n > ? AND direction != 'inbound' ORDER BY n"
        for row in self.hotline.carrier_rows(query, self._seen):
            self._seen = row["n"]
            self._hear(row["recipient"], row["body"])

    def _hear(self, phone: str, body: str) -> None:
        case = self.cases.get(phone)
        number = NUMBER.search(body)
        if case is None:
            if number is not None and DISPATCH in body:
                self._work(phone, number[0])
            return
        answer = None
        if any(words in body for words in PLACE):
            answer = case.place
        elif any(words in body for words in SOLVED):
            answer, case.unhappy = ("3" if case.unhappy else "1"), False
        elif any(words in body for words in ONE):
            answer = "1"
        if answer is not None:
            self._later(lambda: self._text(phone, answer))

    def _work(self, officer: str, number: str) -> None:
        self._done_words[number] += 1
        done = f"办结 {number} 第{self._done_words[number]}次修好"
        if self.dice.random() < 0.5:
            self._later(lambda: self._text(officer, f"接单 {number}"))
            self._later(lambda: self._text(officer, done), self.dice.uniform(1.5, 3))
        else:
            self._later(lambda: self._text(officer, done))


def _talk(call: str, keys: list[str]) -> bool:
    """Plays one call to its end; True when a ticket's number was said."""
    seen, heard, last = 0, [], time.monotonic() + CALL_WITHIN
    while time.monotonic() < last:
        state = requests.get(f"{call}/events", params={"after": seen, "wait": 5}, timeout=30).json()
        for event in state["events"]:
            seen = event["n"]
            heard.append(event["text"])
            if event["kind"] not in ("gather", "record"):
                continue
            if not keys:
                requests.post(f"{call}/hangup", json={}, timeout=30)
                break
            said = keys.pop(0)
            act, what = ("press", {"keys": said}) if said.isdigit() else ("speak", {"words": said})
            requests.post(f"{call}/{act}", json=what, timeout=30)
        if state["over"]:
            break
    else:
        requests.post(f"{call}/hangup", json={}, timeout=30)
    return not keys and any(REGISTERED in text for text in heard)
