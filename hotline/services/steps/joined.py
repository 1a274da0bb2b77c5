"""A report that was merged into another: what its reporter wants is done to the one that is worked on."""

from hotline.domain.ticket import State, Ticket
from hotline.services.ports import Store


def worked_on(store: Store, ticket: Ticket) -> Ticket:
    """The ticket in which this one is dealt with: itself, or the one it was merged into."""
    parent = store.tickets.get(ticket.parent_id) if ticket.state is State.MERGED and ticket.parent_id else None
    return parent or ticket
