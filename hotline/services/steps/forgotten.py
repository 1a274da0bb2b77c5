"""Whoever reported anonymously is forgotten once the matter is over and everything was told."""

from hotline.domain.actor import SWEEP
from hotline.domain.errors import Conflict
from hotline.services.parts import Parts
from hotline.services.work import working

BATCH = 200


def forget_anonymous(parts: Parts) -> tuple[str, ...]:
    """"forgotten", once for each ticket."""
    with parts.database.reading() as store:
        due = store.forgetting.due(BATCH)
    return tuple("forgotten" for ticket_id in due if _forget(parts, ticket_id))


def _forget(parts: Parts, ticket_id: str) -> bool:
    try:
        with working(parts) as work:
            ticket = work.store.tickets.get(ticket_id)
            if ticket is None or ticket.reporter_id is None or not ticket.anonymous:
                return False
            work.store.forgetting.forget(ticket.id, ticket.reporter_id)
            work.audit(f"ticket:{ticket.id}", "forgotten", SWEEP, {})
    except Conflict:
        return False
    return True
