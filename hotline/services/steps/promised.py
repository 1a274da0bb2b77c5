"""What is still promised for a ticket: what is asked about when somebody asks "when"."""

from datetime import datetime

from hotline.domain.clock_row import ClockKind
from hotline.domain.promise import Promise, promise
from hotline.domain.ticket import Ticket
from hotline.services.ports import Store


def promised(store: Store, ticket: Ticket, now: datetime) -> Promise:
    return promise(ticket, store.clocks.of_ticket(ticket.id), now)


def awaits_response(store: Store, ticket: Ticket) -> bool:
    """Is contact by the department still owed in this round?"""
    running = store.clocks.of_ticket(ticket.id)
    return any(c.kind is ClockKind.RESPONSE and c.round == ticket.round and c.met_at is None for c in running)
