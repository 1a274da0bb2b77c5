"""An operator notes that somebody is over 60: from then on the line speaks slowly and simply with them."""

from dataclasses import replace

from hotline.domain.errors import NotFound
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import working


def tick_age(parts: Parts, staff: Staff, number: str, *, over_60: bool) -> None:
    """Of a ticket's reporter. NotFound where there is none."""
    retried(lambda: _tick(parts, staff, number, over_60))


def _tick(parts: Parts, staff: Staff, number: str, over_60: bool) -> None:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        reporter = work.reporter(ticket.reporter_id) if ticket else None
        if ticket is None or reporter is None or not may_see(staff, ticket):
            raise NotFound("reporter")
        if reporter.over_60 != over_60:
            work.store.reporters.save(replace(reporter, over_60=over_60))
            work.audit(f"ticket:{ticket.id}", "age_noted", hand(staff), {"over_60": over_60})
