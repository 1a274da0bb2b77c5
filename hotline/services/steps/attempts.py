"""The tries at telling a ticket's result, as the rules about reaching somebody count them."""

from datetime import datetime

from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.reach import Attempt
from hotline.domain.reporter import Reporter
from hotline.domain.survey import Question, Survey
from hotline.domain.ticket import Ticket
from hotline.services.work import Work

ARRIVED = frozenset({Delivery.DELIVERED, Delivery.PRESUMED})


def attempts(work: Work, ticket: Ticket, survey_id: str) -> tuple[Attempt, ...]:
    """One per text or call; what was withdrawn is no try."""
    told = work.store.outbox.of_ticket(ticket.id)
    return tuple(
        attempt(m) for m in told if m.proves == "result" and m.survey_id == survey_id and m.state is not Delivery.CANCELLED
    )


def attempt(message: Message) -> Attempt:
    """One try, as far as it went."""
    arrived = message.state in ARRIVED
    return Attempt(
        at=message.final_at or message.sent_at or message.due_at, arrived=arrived, over=arrived or message.final_at is not None,
    )


def told_others(work: Work, ticket: Ticket) -> bool:
    """Its first reporter left: did its result arrive with one of those who reported the same?"""
    surveys = [(child, work.store.surveys.latest_of(child.id)) for child in work.store.tickets.merged_into(ticket.id)]
    return any(one.arrived for child, survey in surveys if survey is not None for one in attempts(work, child, survey.id))


def text_again(work: Work, ticket: Ticket, survey: Survey, reporter: Reporter, at: datetime) -> None:
    """The result once more by text, in the words it was told in before: the only way to somebody who is never called."""
    told = [m for m in work.store.outbox.of_ticket(ticket.id) if m.proves == "result" and m.survey_id == survey.id]
    last = next((m for m in reversed(told) if m.means is Means.TEXT), None)
    department = work.city.department_name(ticket.handler or ticket.owner, reporter.language)
    values = {"number": ticket.number, "words": told[-1].values.get("words") if told else None, "department": department}
    template, values = (last.template, dict(last.values)) if last is not None else ("done_ask", values)
    work.tell(
        reporter, template, values, Purpose.STATUS, ticket_id=ticket.id, survey_id=survey.id, proves="result", at=at,
    )
    if reporter.takes(Purpose.SURVEY.value):
        work.ask(Question.SOLVED.value, reporter_id=reporter.id, ticket_id=ticket.id, survey_id=survey.id)


def told_by_text(work: Work, reporter: Reporter) -> None:
    """Whoever wants no calls any more is told by text what a call was to tell them."""
    for ticket in work.store.tickets.open_of(reporter.id):
        survey = work.store.surveys.open_of(ticket.id)
        if survey is None or survey.solved is not None or any(one.arrived for one in attempts(work, ticket, survey.id)):
            continue
        told = [m for m in work.store.outbox.of_ticket(ticket.id) if m.proves == "result" and m.survey_id == survey.id]
        if told and all(m.means is Means.CALL for m in told):
            text_again(work, ticket, survey, reporter, work.now)
