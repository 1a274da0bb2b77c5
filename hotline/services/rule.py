"""What a coordinator rules on the console: who acts on a ticket, and whether a return was right."""

from enum import StrEnum

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from hotline.services.steps import ruling
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import working


class Ruling(StrEnum):
    UPHOLD = "uphold"
    REFUSE = "refuse"
    DISPATCH = "dispatch"


def rule(parts: Parts, staff: Staff, number: str, decision: Ruling, department: str = "") -> Ticket:
    """NotFound; RuleError: no_return, which_department, same_department, unknown_department, wrong_state."""
    if staff.role not in (Role.COORDINATOR, Role.SUPERVISOR):
        raise RuleError("coordinator_only")
    return retried(lambda: _rule(parts, staff, number, decision, department))


def _rule(parts: Parts, staff: Staff, number: str, decision: Ruling, department: str) -> Ticket:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None:
            raise NotFound("ticket")
        if not may_see(staff, ticket):
            raise NotFound("ticket")
        ruling.must_rule(ticket, work.city.roles(staff))
        match decision:
            case Ruling.UPHOLD:
                return ruling.uphold(work, ticket, department or None, hand(staff))
            case Ruling.REFUSE:
                return ruling.refuse(work, ticket, hand(staff))
            case Ruling.DISPATCH:
                return ruling.send_to(work, ticket, department, hand(staff))
