"""What is still promised for a ticket: what is asked about when somebody asks "when"."""

from datetime import datetime

from hotline.domain.promise import Promise, promise
from hotline.domain.ticket import Ticket
from hotline.services.ports import Store


def promised(store: Store, ticket: Ticket, now: datetime) -> Promise:
    return promise(ticket, store.clocks.of_ticket(ticket.id), now)
