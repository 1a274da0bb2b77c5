"""What an officer or head does with a ticket on the console: the words they text, as buttons."""

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Staff
from hotline.domain.ticket import Kind, Ticket
from hotline.services.parts import Parts
from hotline.services.steps.doing import Done, do
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import OF_A_DEPARTMENT, hand
from hotline.services.work import working


def act(parts: Parts, staff: Staff, number: str, done: Done) -> Ticket:
    """NotFound; RuleError with the rule's code."""
    if staff.role not in OF_A_DEPARTMENT:
        raise RuleError("not_your_role")
    return retried(lambda: _act(parts, staff, number, done))


def _act(parts: Parts, staff: Staff, number: str, done: Done) -> Ticket:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or ticket.kind is Kind.PROTECTION:
            raise NotFound("ticket")
        return do(work, staff, ticket, done, hand(staff))
