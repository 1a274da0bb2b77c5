"""What is still promised for a ticket: what is asked about when somebody asks "when"."""

from datetime import datetime

from hotline.domain.clock_row import ClockKind
from hotline.domain.promise import Promise, promise
from hotline.domain.ticket import Ticket
from hotline.services.ports import Store


def promised(store: Store, ticket: Ticket, now: datetime) -> Promise:
    return promise(ticket, store.clocks.of_ticket(ticket.id), now)


def awaits_response(store: Store, ticket: Ticket, made_at: datetime | None = None) -> bool:
    """Is contact by the department still owed in this round? ``made_at``: when the message was made that would prove it; what
    was promised only afterwards it can't have met."""
    running = store.clocks.of_ticket(ticket.id)
    owed = (c for c in running if c.kind is ClockKind.RESPONSE and c.round == ticket.round and c.met_at is None)
    return any(made_at is None or c.started_at <= made_at for c in owed)
