"""Messages that did not get where they should: each with its reason as a code, and whether it may be tried again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hotline.domain.city import City
from hotline.domain.delivery import classify
from hotline.domain.duty import Ladder
from hotline.domain.message import OF_THE_MOMENT, Delivery, Means, Message
from hotline.domain.phone import PhoneNumber
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import IN_WORK, Kind, Ticket
from hotline.services.parts import Parts

LOST = frozenset({Delivery.FAILED, Delivery.UNDELIVERED})
MOST = 100
HUNG_WITHIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """``why`` is what the carrier's code means (recipient, message, setup …), else why it is held; ``may_retry``:
    trying again can't send it twice."""

    message: Message
    masked: str
    number: str | None
    why: str
    may_retry: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Untaken:
    """An urgent ticket in work whose whole rota was rung in vain."""

    ticket: Ticket
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Limited:
    """A text that was too much when it came, and waits for somebody to look at it."""

    masked: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Problems:
    """``untaken`` stands first: somebody may be in danger. ``lost`` are over, ``unknown`` are being asked about, ``held`` wait
    and go by themselves. ``hung``: calls of the last seven days that had to be ended. ``protected``: lost messages about
    tickets of protection, which stand in their officers' own list (``own``) and are a number to everybody else."""

    lost: Sequence[Problem]
    unknown: Sequence[Problem]
    held: Sequence[Problem]
    untaken: Sequence[Untaken]
    hung: int
    limited: Sequence[Limited]
    protected: int
    own: bool
    city: City
    now: datetime

    @property
    def all(self) -> tuple[Problem, ...]:
        return (*self.lost, *self.unknown, *self.held)


def problems(parts: Parts, staff: Staff | None = None) -> Problems:
    """``staff`` None: by command, which names no ticket of protection either."""
    now, own = parts.clock.now(), staff is not None and staff.role is Role.PROTECTION
    with parts.database.reading() as store:
        lost = store.outbox.listing(LOST, MOST, protection=own)
        unknown = store.outbox.listing({Delivery.UNCERTAIN}, MOST, protection=own)
        waiting = store.outbox.listing({Delivery.WAITING}, 2 * MOST, protection=own)
        held = [m for m in waiting if m.held and m.due_at > now]
        unanswered = () if own else store.duty.unanswered(MOST)
        ids = [m.ticket_id for m in (*lost, *unknown, *held) if m.ticket_id]
        about = store.tickets.get_many([*ids, *(one.ticket_id for one in unanswered)])
        numbers = {t.id: t.number for t in about.values()}
        hung = 0 if own else store.calls.hung_since(now - HUNG_WITHIN)
        kept = () if own else store.inbound.limited(MOST)
        senders = store.reporters.get_many(one.reporter_id for one in kept if one.reporter_id)
        protected, city = store.outbox.lost_protected(), parts.city(store)
    limited = tuple(
        Limited(masked=PhoneNumber(senders[one.reporter_id].phone).masked, words=one.words, at=one.at)
        for one in kept if one.reporter_id in senders
    )  # fmt: skip
    return Problems(
        lost=tuple(_problem(m, numbers) for m in lost), unknown=tuple(_problem(m, numbers) for m in unknown),
        held=tuple(_problem(m, numbers) for m in held), untaken=tuple(_untaken(unanswered, about)), hung=hung,
        limited=limited, protected=protected, own=own, city=city, now=now,
    )  # fmt: skip


def _untaken(unanswered: Sequence[Ladder], tickets: Mapping[str, Ticket]) -> Iterator[Untaken]:
    for one in unanswered:
        ticket = tickets.get(one.ticket_id)
        if ticket is not None and ticket.state in IN_WORK and ticket.kind is not Kind.PROTECTION:
            yield Untaken(ticket=ticket, since=one.ended_at or one.began_at)


def _problem(message: Message, numbers: Mapping[str, str]) -> Problem:
    anew = message.state in LOST and message.template not in OF_THE_MOMENT
    return Problem(
        message=replace(message, to="", values={}, body=None), masked=PhoneNumber(message.to).masked,
        number=numbers.get(message.ticket_id or ""), why=_why(message), may_retry=anew,
    )  # fmt: skip


def _why(message: Message) -> str:
    if message.state is Delivery.WAITING:
        return message.held
    if message.error is None:
        unanswered = message.state is Delivery.UNDELIVERED and message.means is Means.CALL
        return message.held or "no_answer" if unanswered else "unknown"
    return classify(message.error, None).value
