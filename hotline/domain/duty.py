"""Who is rung about an urgent ticket, in which order and when, what a call came to, and who has taken it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.domain.city import City
from hotline.domain.errors import RuleError
from hotline.domain.event import Event, EventKind
from hotline.domain.handling import Step, accept
from hotline.domain.message import Delivery, Means, Message
from hotline.domain.staff import Role, Staff, seats, supervisor
from hotline.domain.ticket import IN_WORK, WITH_DEPARTMENT, State, Ticket

FLOW = "duty"
ANYWHERE = "*"  # the city's own rota: for what no department handles yet, and where a department has nobody


class Rang(StrEnum):
    """What a duty call came to. ``late``: somebody else had taken it before this one answered."""

    TAKEN = "taken"
    LATE = "late"
    DECLINED = "declined"
    SILENT = "silent"
    MACHINE = "machine"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"


class Ended(StrEnum):
    """How a round of calls came to its end. ``over``: nobody is needed any more, or another department is rung."""

    TAKEN = "taken"
    UNANSWERED = "unanswered"
    OVER = "over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """The calls about one urgent ticket, until somebody takes it."""

    id: str
    ticket_id: str
    department: str | None
    began_at: datetime
    ended_at: datetime | None = None
    how: Ended | None = None
    taken_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One call of a ladder."""

    person: Staff
    due_at: datetime
    round: int


def people(city: City, ticket: Ticket) -> tuple[Staff, ...]:
    """Everybody who is rung, in order and once each: whoever works on it already, the rota, the head, the supervisor; for
    whoever is away their deputy."""
    wanted: list[Staff | None] = []
    if ticket.state in WITH_DEPARTMENT - {State.DISPATCHED}:
        wanted.append(city.acting(ticket.officer_id))
    wanted += _rota(city, ticket.handler) or (_rota(city, None) if ANYWHERE in city.rota or ticket.handler is None else [])
    wanted.append(city.head(ticket.handler) if ticket.handler else None)
    wanted.append(supervisor(city.staff, city.away))
    able = {p.phone: p for p in wanted if p is not None and p.phone}
    desk = city.coordinator()  # where nobody else can be rung, on duty or not
    return tuple(able.values()) or ((desk,) if desk is not None and desk.phone else ())


def _rota(city: City, department: str | None) -> list[Staff | None]:
    """Those on duty: the ones the rota names, else the officers of the department, else whoever coordinates."""
    named = [p for i in city.rota.get(department or ANYWHERE, ()) if (p := city.person(i)) is not None]
    if not named:
        role = Role.OFFICER if department else Role.COORDINATOR
        here = (p for p in city.staff if p.role is role and (department is None or p.department == department))
        named = sorted((p for p in here if not p.stopped), key=lambda p: p.rank)
    return [p for p in seats(city.staff, named, city.away) if p.on_duty and p.phone]


def rungs(who: Sequence[Staff], now: datetime, after: timedelta, rounds: int) -> Iterator[Rung]:
    """The first at once, each next one ``after`` the last, and round again."""
    for place in range(len(who) * rounds):
        yield Rung(person=who[place % len(who)], due_at=now + place * after, round=place // len(who) + 1)


def is_duty(message: Message) -> bool:
    return message.means is Means.CALL and message.template == FLOW


def waiting(messages: Sequence[Message], ladder_id: str) -> tuple[Message, ...]:
    """The calls of a ladder that are still to be made, the next one first."""
    own = (m for m in messages if is_duty(m) and m.values.get("ladder") == ladder_id and m.state is Delivery.WAITING)
    return tuple(sorted(own, key=lambda m: (m.due_at, m.id)))


def brought_forward(messages: Sequence[Message], ladder_id: str, now: datetime) -> dict[str, datetime]:
    """The next is rung now, for nobody waits for the last one any more; the others keep their distance. Nobody is rung
    again sooner than the distance after their own last call."""
    left = waiting(messages, ladder_id)
    if not left:
        return {}
    own = (m for m in messages if is_duty(m) and m.values.get("ladder") == ladder_id and m.staff_id == left[0].staff_id)
    last = max((m.sent_at or m.due_at for m in own if m.state is not Delivery.WAITING), default=None)
    at = now if last is None else max(now, last + distance(left[0]))
    return _moved(left, at)


def spaced(messages: Sequence[Message], ladder_id: str, now: datetime) -> dict[str, datetime]:
    """One of them rings from now on: however late we are, the next one has its distance."""
    left = waiting(messages, ladder_id)
    at = now + distance(left[0]) if left else now
    return _moved(left, at) if left and left[0].due_at < at else {}


def distance(message: Message) -> timedelta:
    return timedelta(seconds=float(str(message.values.get("after") or 0)))


def _moved(left: Sequence[Message], first: datetime) -> dict[str, datetime]:
    by = first - left[0].due_at
    return {m.id: m.due_at + by for m in left} if by else {}


def is_over(messages: Sequence[Message], ladder_id: str) -> bool:
    """Nobody rings and nobody is to be rung."""
    own = (m for m in messages if is_duty(m) and m.values.get("ladder") == ladder_id)
    return all(m.final_at is not None for m in own)


def take(ticket: Ticket, person: Staff) -> Step:
    """Somebody pressed 1. Of the handling department: the ticket is theirs and accepted; anybody else answers for it
    until they have found who acts. RuleError("not_in_work") where nothing is to be done any more."""
    if ticket.state not in IN_WORK:
        raise RuleError("not_in_work", {"state": ticket.state.value})
    taken = Event(kind=EventKind.DUTY_TAKEN, facts={"officer": person.id, "own": own(ticket, person)})
    if not own(ticket, person):
        return ticket, (taken,)
    if ticket.state is State.DISPATCHED:
        after, events = accept(ticket, person.id)
        return after, (taken, *events)
    return replace(ticket, officer_id=person.id), (taken,)


def own(ticket: Ticket, person: Staff) -> bool:
    """Is this somebody of the department that acts?"""
    acts = person.role in (Role.OFFICER, Role.HEAD) and person.department == ticket.handler
    return acts and ticket.handler is not None and ticket.state in WITH_DEPARTMENT
