"""Rows for the storage tests: each maker gives a whole value, a test names only what it is about."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Call, CallBack, Direction, Draft, Recording
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.entry import Entry, EntryKind
from hotline.domain.message import Means, Message, Purpose
from hotline.domain.question import OpenQuestion
from hotline.domain.reporter import Reporter
from hotline.domain.survey import Survey
from hotline.domain.ticket import Channel, Ticket
from hotline.storage import Keys

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEYS = Keys(data=b"d" * 32, lookup=b"l" * 32, audit=b"a" * 32)
PHONE = "+8613800138000"
RESIDENT = Actor(kind=ActorKind.RESIDENT, id="r-1", via="sms")


@dataclass
class Samples:
    """Ids count up, so that they sort as they were made."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def id(self, prefix: str) -> str:
        return f"{prefix}-{next(self.numbers):08d}"

    def reporter(self, **given: Any) -> Reporter:
        base: dict[str, Any] = {
            "id": self.id("r"),
            "phone": f"+86138{next(self.numbers):08d}",
            "language": "zh-CN",
            "created_at": NOW,
        }
        return Reporter(**base | given)

    def ticket(self, **given: Any) -> Ticket:
        base: dict[str, Any] = {
            "id": self.id("t"),
            "number": f"{next(self.numbers):08d}",
            "channel": Channel.SMS,
            "language": "zh-CN",
            "received_at": NOW,
        }
        return Ticket(**base | given)

    def entry(self, ticket_id: str, **given: Any) -> Entry:
        base: dict[str, Any] = {
            "id": self.id("e"),
            "kind": EntryKind.REPORT,
            "words": "井盖坏了",
            "by": "r-1",
            "at": NOW,
        }
        return Entry(ticket_id=ticket_id, **base | given)

    def message(self, **given: Any) -> Message:
        base: dict[str, Any] = {
            "id": self.id("m"),
            "means": Means.TEXT,
            "purpose": Purpose.ANSWER,
            "template": "received",
            "values": {"number": "26417301", "place": "人民路12号"},
            "language": "zh-CN",
            "to": f"+86137{next(self.numbers):08d}",
            "due_at": NOW,
            "created_at": NOW,
        }
        return Message(**base | given)

    def clock(self, ticket_id: str, **given: Any) -> Clock:
        base: dict[str, Any] = {
            "id": self.id("c"),
            "kind": ClockKind.RESPONSE,
            "round": 0,
            "started_at": NOW,
            "due_at": NOW + 24 * HOUR,
            "warn_at": NOW + 18 * HOUR,
            "committee_at": NOW + 48 * HOUR,
        }
        return Clock(ticket_id=ticket_id, **base | given)

    def survey(self, ticket_id: str, **given: Any) -> Survey:
        base: dict[str, Any] = {
            "id": self.id("s"),
            "round": 0,
            "asked_at": NOW,
            "call_at": NOW + 24 * HOUR,
            "close_at": NOW + 168 * HOUR,
        }
        return Survey(ticket_id=ticket_id, **base | given)

    def question(self, **given: Any) -> OpenQuestion:
        base: dict[str, Any] = {
            "id": self.id("q"),
            "reporter_id": None,
            "staff_id": None,
            "kind": "place",
            "asked_at": NOW,
            "expires_at": NOW + 48 * HOUR,
        }
        return OpenQuestion(**base | given)

    def call(self, **given: Any) -> Call:
        base: dict[str, Any] = {
            "id": self.id("k"),
            "sid": self.id("CA"),
            "direction": Direction.INBOUND,
            "phone": PHONE,
            "language": "zh-CN",
            "session": {"step": "menu", "heard": ["井盖"]},
            "answer": [{"say": "您好"}],
            "started_at": NOW,
        }
        return Call(**base | given)

    def draft(self, call_id: str, **given: Any) -> Draft:
        base: dict[str, Any] = {
            "id": self.id("d"),
            "reporter_id": None,
            "language": "zh-CN",
            "category": "c01-cover",
            "known": {"place": "建设路小学"},
            "created_at": NOW,
        }
        return Draft(call_id=call_id, **base | given)

    def recording(self, call_id: str, **given: Any) -> Recording:
        base: dict[str, Any] = {"id": self.id("v"), "sid": self.id("RE"), "next_at": NOW, "created_at": NOW}
        return Recording(call_id=call_id, **base | given)

    def callback(self, **given: Any) -> CallBack:
        base: dict[str, Any] = {
            "id": self.id("b"),
            "reason": "person",
            "reporter_id": None,
            "due_at": NOW + HOUR,
            "created_at": NOW,
        }
        return CallBack(**base | given)
