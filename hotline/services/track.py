"""A look-up by ticket number: state, department and deadline for anybody; more for who knows the phone's last digits."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.domain.city import City
from hotline.domain.event import EventKind
from hotline.domain.number import is_valid, read_number
from hotline.domain.phone import PhoneNumber
from hotline.domain.promise import NOTHING, Promise
from hotline.domain.ticket import Kind, Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.promised import promised
from hotline.services.steps.story import Line, told

SHOWN = frozenset({
    EventKind.RECEIVED, EventKind.DISPATCHED, EventKind.ACCEPTED, EventKind.STARTED, EventKind.PROGRESSED,
    EventKind.RESOLVED, EventKind.REOPENED, EventKind.CLOSED, EventKind.LATE, EventKind.CHASED,
})  # fmt: skip
# What the department said to the reporter; what the reporter said stays theirs.
WORDED = frozenset({EventKind.PROGRESSED, EventKind.RESOLVED})


class Outcome(StrEnum):
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    UNKNOWN = "unknown"
    FOUND = "found"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    at: datetime
    kind: str
    department: str | None
    words: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tracked:
    """``own``: the digits were right, ``wrong_digits``: they were not."""

    outcome: Outcome
    ticket: Ticket | None = None
    promise: Promise = NOTHING
    own: bool = False
    wrong_digits: bool = False
    steps: Sequence[Step] = ()
    city: City | None = None
    now: datetime | None = None


def track(parts: Parts, written: str, digits: str, *, may_guess: bool = True) -> Tracked:
    """An unknown number and a protected one get the same answer. ``may_guess`` False: digits are not looked at."""
    number = read_number(written)
    if number is None:
        return Tracked(outcome=Outcome.NO_NUMBER)
    if not is_valid(number):
        return Tracked(outcome=Outcome.BAD_NUMBER)
    given = "".join(c for c in digits if c.isdecimal())
    with parts.database.reading() as store:
        ticket = store.tickets.by_number(number)
        if ticket is None or ticket.kind is Kind.PROTECTION:
            return Tracked(outcome=Outcome.UNKNOWN)
        own = may_guess and len(given) == 4 and _is_theirs(store, ticket, given)
        now = parts.clock.now()
        return Tracked(
            outcome=Outcome.FOUND, ticket=ticket, promise=promised(store, ticket, now), own=own,
            wrong_digits=bool(digits.strip()) and not own,
            steps=_steps(store, ticket) if own else (), city=parts.city(store), now=now,
        )  # fmt: skip


def _is_theirs(store: Store, ticket: Ticket, digits: str) -> bool:
    """The last digits of the reporter's phone, or the code of a caller without number."""
    if ticket.reporter_id is None:
        return store.tickets.by_number_and_code(ticket.number, digits) is not None
    reporter = store.reporters.get(ticket.reporter_id)
    return reporter is not None and hmac.compare_digest(PhoneNumber(reporter.phone).last4.encode(), digits.encode())


def _steps(store: Store, ticket: Ticket) -> tuple[Step, ...]:
    lines = told(store.audit.of_chain(f"ticket:{ticket.id}"), store.entries.of_ticket(ticket.id))
    return tuple(_step(line) for line in lines if line.action in SHOWN)


def _step(line: Line) -> Step:
    department = line.facts.get("department")
    return Step(
        at=line.at, kind=line.action, department=str(department) if department else None,
        words=line.words if line.action in WORDED else None,
    )  # fmt: skip
