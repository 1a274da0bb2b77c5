"""Walks the demo's stories: everybody's steps in the order of time, the sweep in between, every message delivered."""

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from hotline.clock import FixedClock
from hotline.demo.postman import UNKNOWN_NUMBER, Postman, Sent
from hotline.domain.deadline import due
from hotline.domain.duration import Duration
from hotline.domain.message import Means
from hotline.domain.ticket import Ticket
from hotline.services.deliver import deliver
from hotline.services.fetch_recordings import fetch_recordings
from hotline.services.finish_message import finish_message
from hotline.services.handle_call import CallIn, begin, take_turn
from hotline.services.handle_call.ended import CallNews, note_call
from hotline.services.note_receipt import ReceiptIn, note_receipt
from hotline.services.parts import Parts
from hotline.services.steps.home import Media
from hotline.services.steps.sending import Sender, Sending
from hotline.services.sweep import sweep
from hotline.services.take_text import TextIn, take_text
from ivr_flows.inputs import Input, Keys, Recorded

STORIES = Path(__file__).with_name("stories.json")
SWEEP_EVERY = timedelta(hours=2)
ACCOUNT = "demo"


class Silent:
    """Nobody is told: the walk does by itself what workers would."""

    def nudge(self, lane: str) -> bool:  # noqa: ARG002  # as the queue has it
        return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """``steps``: [wait, who, word, words]; who is ``resident``, ``officer``, ``call`` or ``hang_up``."""

    phone: str
    steps: Sequence[Sequence[str]]


@dataclass
class Walk:
    parts: Parts
    clock: FixedClock
    media: Media
    postman: Postman = field(default_factory=Postman)
    _sids: "count[int]" = field(default_factory=lambda: count(1))
    _calls: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = replace(self.parts, queue=Silent(), clock=self.clock)
        settings = Sending(public_url="http://demo", texts_per_second=1e6, calls_per_second=1e6)
        self._sender = Sender(self.postman, settings)  # type: ignore[arg-type]  # it lists nothing as sent

    def run(self, until: datetime) -> int:
        """All stories, up to this moment; how many tickets there are then."""
        waiting = [(self._at(start), n, story, 0) for n, (start, story) in enumerate(self._stories(until))]
        heapq.heapify(waiting)
        self.clock.set(waiting[0][0])
        next_sweep = waiting[0][0] + SWEEP_EVERY
        while waiting and waiting[0][0] <= until:
            at, n, story, index = heapq.heappop(waiting)
            while next_sweep < at:
                next_sweep = self._sweep(next_sweep)
            self.clock.set(max(at, self.clock.now()))
            self._step(story, story.steps[index])
            self._settle()
            if index + 1 < len(story.steps):
                later = self._later(at, story.steps[index + 1][0])
                heapq.heappush(waiting, (later, n, story, index + 1))
        while next_sweep < until:
            next_sweep = self._sweep(next_sweep)
        self._sweep(until)
        self._sender.close()
        with self.parts.database.reading() as store:
            return sum(store.tickets.counts().values())

    def _stories(self, until: datetime) -> Iterator[tuple[datetime, Story]]:
        told = json.loads(STORIES.read_text(encoding="utf-8"))
        for number, each in enumerate(told["stories"]):
            start = until - Duration.parse(each["ago"]).as_timedelta()
            if each.get("time"):
                start = _at_time(start.astimezone(self.parts.calendar.office.zone), str(each["time"]))
            steps = [["0s", *each["first"]], *told["paths"][each["path"]]]
            phone = each.get("phone") or f"+8613800{1000 + number:04d}{number % 90 + 10:02d}"
            yield start, Story(phone=phone, steps=[_worded(step, each.get("words", {})) for step in steps])

    def _at(self, start: datetime) -> datetime:
        return start.astimezone(self.clock.now().tzinfo)

    def _later(self, at: datetime, wait: str) -> datetime:
        return due(at, Duration.parse(wait), self.parts.calendar)

    def _step(self, story: Story, step: Sequence[str]) -> None:
        _, who, *said = step
        if who == "resident":
            self._text(story.phone, said[0])
        elif who == "officer":
            ticket = self._ticket(story)
            phone = self._officer(ticket) if ticket else None
            if ticket and phone:
                self._text(phone, " ".join((said[0], ticket.number, *said[1:])))
        elif who == "call":
            self._call(story.phone, said)
        elif who == "hang_up":
            call_sid = self._calls[story.phone][0]
            note_call(self.parts, CallNews(account=ACCOUNT, sid=call_sid, status="completed"))

    def _text(self, sender: str, body: str) -> None:
        take_text(self.parts, TextIn(account=ACCOUNT, sid=f"SMin{next(self._sids):028d}", sender=sender, body=body))

    def _call(self, caller: str, said: Sequence[str]) -> None:
        """Somebody rings and does these things, each at the turn that awaits it."""
        sid = f"CAin{next(self._sids):028d}"
        spoken = begin(self.parts, CallIn(sid=sid, caller=caller))
        for each in said:
            self.clock.move(timedelta(seconds=9))
            heard: Input = Keys(digits=each)
            if each == "record":
                ref = f"RE{next(self._sids):030d}"
                heard = Recorded(recording_ref=ref, seconds=14, ended_by="key", digits="#")
            spoken = take_turn(self.parts, spoken.call_id, spoken.turn, heard)
        self._calls[caller] = (sid, spoken.call_id, spoken.turn)

    def _ticket(self, story: Story) -> Ticket | None:
        with self.parts.database.reading() as store:
            reporter = store.reporters.by_phone(story.phone)
            return next(iter(store.tickets.latest_of(reporter.id, 1)), None) if reporter else None

    def _officer(self, ticket: Ticket) -> str | None:
        with self.parts.database.reading() as store:
            person = self.parts.city(store).person(ticket.officer_id)
            return person.phone if person else None

    def _sweep(self, at: datetime) -> datetime:
        self.clock.set(max(at, self.clock.now()))
        sweep(self.parts)
        self._settle()
        return at + SWEEP_EVERY

    def _settle(self) -> None:
        """Deliver what is due; what follows from its receipts is due as well."""
        for _ in range(3):
            for means in Means:
                deliver(self.parts, self._sender, means, partial(finish_message, self.parts))
            for sent in self.postman.take():
                self._receipt(sent)
        fetch_recordings(self.parts, self.postman, self.media)  # type: ignore[arg-type]

    def _receipt(self, sent: Sent) -> None:
        if sent.call:
            note_call(self.parts, CallNews(account=ACCOUNT, sid=sent.sid, status="no-answer", message_id=sent.message_id))
            return
        status, error = ("undelivered", UNKNOWN_NUMBER) if sent.lost else ("delivered", None)
        note_receipt(self.parts, ReceiptIn(
            account=ACCOUNT, message_id=sent.message_id, sid=sent.sid, status=status, error=error,
        ))  # fmt: skip


def _worded(step: Sequence[str], own: dict[str, str]) -> list[str]:
    """A story may say a step in its own words: {"done": "…"}."""
    *rest, last = step
    return [*rest, own.get(last[1:], last[1:])] if last.startswith("@") else list(step)


def _at_time(day: datetime, written: str) -> datetime:
    hour, _, minute = written.partition(":")
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
