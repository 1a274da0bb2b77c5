"""An operator fills in what a ticket lacks: where it is, what it is; what had nobody to go to then goes there."""

from hotline.domain import handling
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change
from hotline.domain.intake import locate, send_on
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import IN_WORK, State, Ticket
from hotline.services.parts import Parts
from hotline.services.steps.filled import Filled, read_place
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import Work, working


def fill_place(parts: Parts, staff: Staff, number: str, filled: Filled) -> Ticket:
    """RuleError: nothing_filled, unknown_category, unknown_grid, not_in_work, coordinator_only."""
    return retried(lambda: _fill(parts, staff, number, filled))


def _fill(parts: Parts, staff: Staff, number: str, filled: Filled) -> Ticket:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or not may_see(staff, ticket):
            raise NotFound("ticket")
        if ticket.state not in IN_WORK:
            raise RuleError("not_in_work")
        _may(ticket, staff, filled)
        after, events = _filled(work, ticket, filled)
        return work.apply(Change(before=ticket, after=after, events=events, actor=hand(staff), at=work.now))


def _may(ticket: Ticket, staff: Staff, filled: Filled) -> None:
    """To fill in is an operator's; to change what is there, a coordinator's."""
    changes = (filled.category and ticket.category not in (None, filled.category)) or (filled.place and ticket.place)
    if changes and staff.role is not Role.COORDINATOR:
        raise RuleError("coordinator_only")


def _filled(work: Work, ticket: Ticket, filled: Filled) -> handling.Step:
    after, events = ticket, ()  # type: handling.Step
    if filled.category and filled.category != ticket.category:
        category = work.city.categories.get(filled.category)
        if category is None:
            raise RuleError("unknown_category")
        after, events = handling.categorise(after, category.id, category.urgent)
    place = read_place(work, filled)
    if place is not None:
        after, more = locate(after, place.words, (place.grid_id, place.lat, place.lon), work.city, work.now)
        return after, (*events, *more)
    if not events:
        raise RuleError("nothing_filled")
    if after.state is State.RECEIVED and after.handler is None:
        after, more = send_on(after, work.city, work.now)
        events = (*events, *more)
    return after, events
