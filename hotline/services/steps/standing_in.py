"""What lies with somebody who is away goes to whoever stands in: when the absence is entered, and when it begins."""

from datetime import datetime

from hotline.domain.absence import Absence, hand_over, waits_too_long
from hotline.domain.actor import SWEEP, Actor
from hotline.domain.clock_row import ClockKind
from hotline.domain.errors import Conflict
from hotline.domain.event import Change
from hotline.domain.staff import deputy_of
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from hotline.services.work import Work, working

BATCH = 200


def begin_absences(parts: Parts) -> tuple[str, ...]:
    """Every absence that has begun, each in a transaction of its own. Somebody else being faster is no fault."""
    with parts.database.reading() as store:
        begun = store.absences.begun(parts.clock.now(), BATCH)
    return tuple(name for absence in begun for name in _once(parts, absence))


def _once(parts: Parts, absence: Absence) -> tuple[str, ...]:
    try:
        with working(parts) as work:
            return ("handed_over",) * begin(work, absence, SWEEP)
    except Conflict:
        return ()


def begin(work: Work, absence: Absence, actor: Actor) -> int:
    """How many tickets went to somebody else. An absence is looked through once."""
    if not work.store.absences.hand(absence.id, work.now):
        return 0
    until_at = work.city.away.get(absence.staff_id, absence.until_at)
    waiting = work.store.tickets.of_officer(absence.staff_id)
    handed = [ticket for ticket in waiting if waits_too_long(ticket, _accept_by(work, ticket), until_at)]
    for ticket in handed:
        _hand(work, ticket, actor)
    return len(handed)


def _hand(work: Work, ticket: Ticket, actor: Actor) -> None:
    """To the deputy, else to whom it would be dispatched now: the night duty, the next officer, the head. None: the
    coordinator hears that there is nobody."""
    officer = work.city.person(ticket.officer_id)
    deputy = deputy_of(work.city.staff, officer, work.city.away) if officer is not None else None
    to = deputy or work.city.officer_for(ticket.handler or "", ticket.category)
    after, events = hand_over(ticket, to.id if to is not None else None)
    work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))


def _accept_by(work: Work, ticket: Ticket) -> datetime | None:
    clocks = work.store.clocks.of_ticket(ticket.id)
    return max((c.due_at for c in clocks if c.kind is ClockKind.ACCEPT and c.round == ticket.round), default=None)
