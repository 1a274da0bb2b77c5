"""Said again by whoever was threatened, by text or by voice: protection officers hear of it, and a time ahead is promised."""

from dataclasses import replace
from datetime import datetime

from hotline.domain import handling
from hotline.domain.actor import Actor
from hotline.domain.call import REPRISAL
from hotline.domain.clock_row import ClockKind
from hotline.domain.event import Change, Event
from hotline.domain.ticket import IN_WORK, Ticket
from hotline.services.work import Work


def running(work: Work, reporter_id: str | None) -> Ticket | None:
    """Their protection ticket in work."""
    ticket = work.store.tickets.protected_of(reporter_id) if reporter_id is not None else None
    return ticket if ticket is not None and ticket.state in IN_WORK else None


def again(work: Work, ticket: Ticket, actor: Actor, words: str = "", *, quiet: bool = False) -> Ticket:
    """``quiet``: without an answer by text, which would give it away."""
    after, events = handling.chase(ticket)
    events += handling.add(after, words)[1] if words.strip() else ()
    made = _apply(work, ticket, after, events, actor, quiet=quiet)
    waiting = [c for c in work.store.callbacks.open_of(made.reporter_id or "") if c.ticket_id == made.id]
    if not waiting:
        work.due_call_back(REPRISAL, promised(work, made) or work.now, reporter_id=made.reporter_id, ticket_id=made.id)
    return made


def pass_on(work: Work, ticket: Ticket, actor: Actor, words: str, *, quiet: bool = False, untold: bool = False) -> None:
    """More words for whoever speaks with them. ``untold``: they find them on its page, and are not texted."""
    after, events = handling.add(ticket, words)
    told = tuple(replace(each, facts={**each.facts, "untold": True}) for each in events) if untold else events
    _apply(work, ticket, after, told, actor, quiet=quiet)


def promised(work: Work, ticket: Ticket) -> datetime | None:
    """The first time that lies ahead by which a person speaks with them."""
    owed = [c.due_at for c in work.store.clocks.of_ticket(ticket.id) if c.kind is ClockKind.RESPONSE and c.met_at is None]
    return min((at for at in owed if at > work.now), default=None)


def _apply(work: Work, ticket: Ticket, after: Ticket, events: tuple[Event, ...], actor: Actor, *, quiet: bool) -> Ticket:
    told = tuple(replace(each, facts={**each.facts, "quiet": True}) for each in events) if quiet else events
    return work.apply(Change(before=ticket, after=after, events=told, actor=actor, at=work.now))
