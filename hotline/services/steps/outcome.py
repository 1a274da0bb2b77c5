"""What the fate of a message means for the ticket: proof of a response, another way to tell, a number known better."""

from dataclasses import replace

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.delivery import NumberFact, number_fact
from hotline.domain.duty import is_duty
from hotline.domain.effects import CallReporter, survey_call
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.reach import next_attempt
from hotline.domain.reporter import Line, Reporter
from hotline.domain.ticket import State, Ticket
from hotline.services.steps import bridges, final_told
from hotline.services.steps.attempts import ARRIVED, attempts, text_again
from hotline.services.steps.joined import worked_on
from hotline.services.steps.offering import FLOW as OPERATOR
from hotline.services.steps.offering import operator_hung_up
from hotline.services.steps.promised import awaits_response
from hotline.services.steps.rung import rung
from hotline.services.work import Work

CARRIER = Actor(kind=ActorKind.CARRIER, via="receipt")
LOST = frozenset({Delivery.UNDELIVERED, Delivery.FAILED})
BY_CALL = frozenset({"done_ask", "done", "late"})


def follow(work: Work, message: Message) -> None:
    """Called once for each message that has just arrived or is lost."""
    if is_duty(message):
        rung(work, message)
        return
    if message.template == OPERATOR:
        operator_hung_up(work, message.id)
        return
    if message.state in ARRIVED and message.proves and message.ticket_id:
        _responded(work, message)
    if message.state in LOST:
        _lost(work, message)


def _responded(work: Work, message: Message) -> None:
    """An officer's own words delivered, or a call answered, is the response that was promised."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    if ticket is None:
        return
    # What tells one of those who reported the same tells of the event: it is the answer that was owed for it.
    ticket = worked_on(work.store, ticket)
    if awaits_response(work.store, ticket, message.created_at):
        event = Event(kind=EventKind.RESPONDED, facts={"by": message.means.value, "proof": message.state.value})
        ticket = work.apply(Change(before=ticket, after=ticket, events=(event,), actor=CARRIER, at=work.now))
    if message.template == final_told.TEMPLATE:
        final_told.heard(work, ticket, CARRIER)


def _lost(work: Work, message: Message) -> None:
    reporter = work.reporter(message.reporter_id)
    if reporter is not None:
        reporter = _learn(work, reporter, message)
        if message.proves == "result" and (message.means is Means.CALL or not reporter.called):
            _try_again(work, reporter, message)
        elif message.means is Means.TEXT and message.ticket_id:
            _tell_by_call(work, reporter, message)
    elif message.template == bridges.BRIDGE:
        bridges.let_go(work, message)
    elif message.staff_id is not None and message.purpose is Purpose.DUTY and message.template == "officer_dispatch":
        _officer_unreachable(work, message)


def _learn(work: Work, reporter: Reporter, message: Message) -> Reporter:
    """A landline, or somebody the carrier says has opted out: remembered, so that news goes another way."""
    fact = number_fact(message.error)
    if fact is NumberFact.LANDLINE and reporter.line is not Line.LANDLINE:
        return work.know(work.store.reporters.save(replace(reporter, line=Line.LANDLINE)))
    if fact is NumberFact.STOPPED and reporter.stopped_at is None:
        work.audit(f"reporter:{reporter.id}", "stopped", CARRIER, {"via": "carrier"})
        work.store.outbox.cancel(reporter_id=reporter.id, reason="stopped", at=work.now)
        return work.know(work.store.reporters.save(replace(reporter, stopped_at=work.now)))
    return reporter


def _tell_by_call(work: Work, reporter: Reporter, message: Message) -> None:
    """A text that came back: the result is told by the survey call, lateness by a status call."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    if ticket is None or message.template not in BY_CALL:
        return
    call = _call_for(work, ticket, message)
    if call is not None:
        work.call(call, ticket, reporter)


def _try_again(work: Work, reporter: Reporter, message: Message) -> None:
    """Nobody confirmed: another call at another hour, until enough was tried; another text to who is never called. Each try
    is a message of its own."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    survey = work.store.surveys.open_of(ticket.id) if ticket is not None else None
    if ticket is None or survey is None or survey.id != message.survey_id or ticket.state is not State.RESOLVED:
        return
    tried = attempts(work, ticket, survey.id)
    if any(a.arrived for a in tried) or len(tried) >= work.parts.promises.close_attempts:
        return
    words = message.values.get("words")
    at = next_attempt(tried, work.now, work.parts.calendar)
    if not reporter.called:
        text_again(work, ticket, survey, reporter, at)
        return
    last = len(tried) + 1 >= work.parts.promises.close_attempts
    work.call(survey_call(words if isinstance(words, str) else None, survey.id, at, last=last), ticket, reporter)


def _call_for(work: Work, ticket: Ticket, message: Message) -> CallReporter | None:
    if message.template == "late":
        return CallReporter(flow="status", values={"news": "late", "by": message.values.get("by")})
    survey = work.store.surveys.open_of(ticket.id)
    if survey is None or survey.called_at is not None or ticket.state is not State.RESOLVED:
        return None
    work.store.surveys.save(replace(survey, called_at=work.now))
    words = message.values.get("words")
    return survey_call(words if isinstance(words, str) else None, survey.id)


def _officer_unreachable(work: Work, message: Message) -> None:
    """The dispatch never reached its officer: the coordinator must find somebody else."""
    person = work.city.coordinator()
    ticket = work.store.tickets.get(message.ticket_id or "")
    if person is not None and ticket is not None and person.id != message.staff_id:
        kept = {name: message.values.get(name) for name in ("by", "place", "words", "urgent")}
        values = {"number": ticket.number, "why": "officer", **kept}
        work.tell_staff(person, "coordinator_no_route", values, Purpose.DUTY, ticket_id=ticket.id)
