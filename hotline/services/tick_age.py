"""A reporter's age, as an operator notes it or they say once: the line speaks slowly with the old, figures are told by it."""

from dataclasses import replace

from hotline.domain.actor import Actor
from hotline.domain.errors import NotFound
from hotline.domain.reporter import Age, Reporter
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import Work, working


def tick_age(parts: Parts, staff: Staff, number: str, age: Age | None) -> None:
    """Of a ticket's reporter; None: not known. NotFound where there is none."""
    retried(lambda: _tick(parts, staff, number, age))


def _tick(parts: Parts, staff: Staff, number: str, age: Age | None) -> None:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        reporter = work.reporter(ticket.reporter_id) if ticket else None
        if ticket is None or reporter is None or not may_see(staff, ticket):
            raise NotFound("reporter")
        note_age(work, reporter, age, ticket.id, hand(staff))


def note_age(work: Work, reporter: Reporter, age: Age | None, ticket_id: str, actor: Actor) -> None:
    """In the story of the ticket with which it came up."""
    if reporter.age is not age:
        work.know(work.store.reporters.save(replace(reporter, age=age)))
        work.audit(f"ticket:{ticket_id}", "age_noted", actor, {"age": age.value if age else None})
