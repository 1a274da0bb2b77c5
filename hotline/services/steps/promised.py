"""The next time that is promised for a ticket: what is asked about when somebody asks "when"."""

from datetime import datetime

from hotline.domain.clock_row import ClockKind
from hotline.domain.ticket import Ticket
from hotline.services.work import Work

PROMISED = (ClockKind.CHASE, ClockKind.RESPONSE, ClockKind.RESULT)


def promised(work: Work, ticket: Ticket) -> datetime | None:
    """The first promise to the resident that is still ahead; None when nothing is."""
    running = [c for c in work.store.clocks.of_ticket(ticket.id) if c.met_at is None and c.kind in PROMISED]
    return min((c.due_at for c in running if c.due_at >= work.now), default=None)
