"""The tries at telling a ticket's result, as the rules about reaching somebody count them."""

from hotline.domain.message import Delivery, Message
from hotline.domain.reach import Attempt
from hotline.domain.ticket import Ticket
from hotline.services.work import Work

ARRIVED = frozenset({Delivery.DELIVERED, Delivery.PRESUMED})


def attempts(work: Work, ticket: Ticket, survey_id: str) -> tuple[Attempt, ...]:
    """One per text or call; what was withdrawn is no try."""
    told = work.store.outbox.of_ticket(ticket.id)
    return tuple(
        _attempt(m) for m in told if m.proves == "result" and m.survey_id == survey_id and m.state is not Delivery.CANCELLED
    )


def _attempt(message: Message) -> Attempt:
    arrived = message.state in ARRIVED
    return Attempt(
        at=message.final_at or message.sent_at or message.due_at, arrived=arrived, over=arrived or message.final_at is not None,
    )
