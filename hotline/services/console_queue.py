"""The queue for a person as the desk sees it: who waits, who answers, how today went; and to whom an operator is talking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from hotline.domain.call import Draft
from hotline.domain.city import City
from hotline.domain.phone import PhoneNumber
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Ticket
from hotline.domain.waiting import OPEN, Answered, Wait, WaitState, answered, in_order
from hotline.services.parts import Parts
from hotline.services.ports import Store

HISTORY = 5
MOST_DRAFTS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class AtDesk:
    """An operator: ``state`` is off, free, rung, talking, busy (another call of ours) or rests (did not take one)."""

    person: Staff
    state: str
    since: datetime | None


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
    today: Answered
    within: int  # seconds, as promised
    caller: Caller | None
    to_complete: Sequence[Draft]  # whoever looks has talked about these, and made no ticket of them yet
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
        city, talking = parts.city(store), store.outbox.staff_on_calls(now)
        operators = [one for one in city.staff if one.role is Role.OPERATOR]
        rung = store.waits.rings(one.id for one in operators)
        mine = next((one for one in still if one.operator_id == staff.id and one.state is WaitState.TALKING), None)
        return Queue(
            waiting=in_order([one for one in still if one.state in (WaitState.WAITING, WaitState.OFFERED)]),
            desk=tuple(_at_desk(one, still, one.id in talking, _rests(parts, rung.get(one.id), now)) for one in operators),
            today=answered(of_today, parts.desk.answer_within), within=int(parts.desk.answer_within.total_seconds()),
            caller=_caller(store, mine) if mine else None, to_complete=_to_complete(store, staff, mine), city=city, now=now,
            open_hours=parts.calendar.is_open(now),
        )  # fmt: skip


def _rests(parts: Parts, rung: tuple[datetime, datetime | None] | None, now: datetime) -> datetime | None:
    """Since when somebody who did not take a call is left alone; None where they are not."""
    missed_at = rung[1] if rung else None
    return missed_at if missed_at is not None and now - missed_at < parts.desk.rest else None


def _at_desk(person: Staff, still: Sequence[Wait], talking: bool, rests: datetime | None) -> AtDesk:
    mine = next((one for one in still if one.operator_id == person.id and one.state in OPEN), None)
    if mine is not None:
        joined = mine.state is WaitState.TALKING
        since = mine.joined_at or mine.offered_at
        return AtDesk(person=person, state="talking" if joined else "rung", since=since)
    if talking:
        return AtDesk(person=person, state="busy", since=None)
    if not person.on_duty or not person.phone:
        return AtDesk(person=person, state="off", since=None)
    return AtDesk(person=person, state="free" if rests is None else "rests", since=rests)


def _to_complete(store: Store, staff: Staff, now_with: Wait | None) -> tuple[Draft, ...]:
    if staff.role is not Role.OPERATOR:
        return ()
    mine = [one for one in store.drafts.open(MOST_DRAFTS) if one.known.get("operator") == staff.id]
    return tuple(one for one in mine if now_with is None or one.call_id != now_with.call_id)


def _caller(store: Store, wait: Wait) -> Caller:
    reporter = store.reporters.get(wait.reporter_id) if wait.reporter_id else None
    return Caller(
        masked=PhoneNumber(reporter.phone).masked if reporter else None, language=wait.language,
        tickets=store.tickets.latest_of(reporter.id, HISTORY) if reporter else (), draft=store.drafts.of_call(wait.call_id),
    )  # fmt: skip
