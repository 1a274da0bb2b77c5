"""The queue for a person as the desk sees it: who waits, who answers, how today went; and to whom an operator is talking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hotline.domain.call import Draft
from hotline.domain.city import City
from hotline.domain.phone import PhoneNumber
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Ticket
from hotline.domain.waiting import OPEN, Wait, WaitState, in_order
from hotline.services.parts import Parts
from hotline.services.ports import Store

PROMISED = timedelta(seconds=15)  # product: Answered; a call within 15 s
HISTORY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class AtDesk:
    """An operator: ``state`` is off, free, rung or talking."""

    person: Staff
    state: str
    since: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """``answered``: callers somebody took; ``in_time`` of them within 15 seconds; the others hung up, or left by key."""

    answered: int
    in_time: int
    abandoned: int
    left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """Whom the one who looks is talking to: enough to know what it is about."""

    masked: str | None
    language: str
    tickets: Sequence[Ticket]
    draft: Draft | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    waiting: Sequence[Wait]
    desk: Sequence[AtDesk]
    today: Today
    caller: Caller | None
    city: City
    now: datetime
    open_hours: bool

    def name(self, staff_id: str | None) -> str | None:
        person = self.city.person(staff_id)
        return person.name if person else None


def queue_now(parts: Parts, staff: Staff) -> Queue:
    now = parts.clock.now()
    zone = parts.calendar.office.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone).astimezone(UTC)
    with parts.database.reading() as store:
        of_today, still = store.waits.since(midnight), store.waits.open()
        city = parts.city(store)
        mine = next((one for one in still if one.operator_id == staff.id and one.state is WaitState.TALKING), None)
        return Queue(
            waiting=in_order([one for one in still if one.state in (WaitState.WAITING, WaitState.OFFERED)]),
            desk=tuple(_at_desk(one, still) for one in city.staff if one.role is Role.OPERATOR),
            today=_today(of_today), caller=_caller(store, mine) if mine else None, city=city, now=now,
            open_hours=parts.calendar.is_open(now),
        )  # fmt: skip


def _at_desk(person: Staff, still: Sequence[Wait]) -> AtDesk:
    mine = next((one for one in still if one.operator_id == person.id and one.state in OPEN), None)
    if mine is not None:
        talking = mine.state is WaitState.TALKING
        return AtDesk(person=person, state="talking" if talking else "rung", since=mine.joined_at if talking else mine.offered_at)
    return AtDesk(person=person, state="free" if person.on_duty and person.phone else "off", since=None)


def _today(waits: Sequence[Wait]) -> Today:
    taken = [one for one in waits if one.joined_at is not None]
    return Today(
        answered=len(taken), in_time=sum(one.waited(one.since) <= PROMISED for one in taken),
        abandoned=sum(one.state is WaitState.ABANDONED for one in waits), left=sum(one.state is WaitState.LEFT for one in waits),
    )  # fmt: skip


def _caller(store: Store, wait: Wait) -> Caller:
    reporter = store.reporters.get(wait.reporter_id) if wait.reporter_id else None
    return Caller(
        masked=PhoneNumber(reporter.phone).masked if reporter else None, language=wait.language,
        tickets=store.tickets.latest_of(reporter.id, HISTORY) if reporter else (), draft=store.drafts.of_call(wait.call_id),
    )  # fmt: skip
