"""Whoever reported anonymously is forgotten once the matter is over, everything was told, and nobody is still to ring them."""

from datetime import timedelta

from hotline.domain.actor import SWEEP
from hotline.domain.duration import Duration
from hotline.domain.errors import Conflict
from hotline.services.parts import Parts
from hotline.services.work import working

BATCH = 200


def forget_anonymous(parts: Parts) -> tuple[str, ...]:
    """"forgotten", once for each ticket."""
    now = parts.clock.now()
    with parts.database.reading() as store:
        due = store.forgetting.due(BATCH, now, now - _at_most(parts.promises.object_within))
    return tuple("forgotten" for ticket_id in due if _forget(parts, ticket_id))


def _at_most(within: Duration) -> timedelta:
    """So long a span can't be longer, whatever holidays lie in it."""
    return timedelta(days=3 * within.amount + 10) if within.in_working_time else within.as_timedelta()


def _forget(parts: Parts, ticket_id: str) -> bool:
    try:
        with working(parts) as work:
            ticket = work.store.tickets.get(ticket_id)
            if ticket is None or ticket.reporter_id is None or not ticket.anonymous:
                return False
            if work.store.callbacks.open_of(ticket.reporter_id):
                return False  # promised meanwhile
            work.store.forgetting.forget(ticket.id, ticket.reporter_id)
            work.audit(f"ticket:{ticket.id}", "forgotten", SWEEP, {})
    except Conflict:
        return False
    return True
