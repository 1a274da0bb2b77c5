"""What a sealed ticket's department is told to do: the desk's own words instead of the reporter's."""

from hotline.domain import handling
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change
from hotline.domain.staff import Staff
from hotline.domain.ticket import IN_WORK, Ticket
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import working


def summarise(parts: Parts, staff: Staff, number: str, words: str) -> Ticket:
    """NotFound; RuleError: not_sealed, not_in_work, no_words."""
    return retried(lambda: _summarise(parts, staff, number, words))


def _summarise(parts: Parts, staff: Staff, number: str, words: str) -> Ticket:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or not may_see(staff, ticket):
            raise NotFound("ticket")
        if not ticket.sealed:
            raise RuleError("not_sealed")
        if ticket.state not in IN_WORK:
            raise RuleError("not_in_work")
        after, events = handling.add(ticket, words.strip())
        return work.apply(Change(before=ticket, after=after, events=events, actor=hand(staff), at=work.now))
