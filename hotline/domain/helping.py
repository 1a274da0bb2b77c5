"""What the department that acts asks of others: the resident, another department, the supervisor."""

from dataclasses import replace
from datetime import datetime

from hotline.domain.errors import RuleError
from hotline.domain.event import Event, EventKind, Json
from hotline.domain.handling import Step, must_answer_itself
from hotline.domain.ticket import IN_WORK, WITH_DEPARTMENT, State, Ticket

E = EventKind


def ask(ticket: Ticket, officer_id: str, words: str) -> Step:
    """A question to the reporter, in the officer's own words. It stops no clock."""
    if not words.strip():
        raise RuleError("no_words")
    if ticket.state not in WITH_DEPARTMENT:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    return ticket, (Event(kind=E.ASKED, facts={"officer": officer_id}, words=words),)


def ask_assist(ticket: Ticket, officer_id: str, department: str, words: str) -> Step:
    """Another department is to help; this one still answers for it."""
    if department == ticket.handler:
        raise RuleError("same_department")
    if ticket.about == department:
        raise RuleError("unit_complained_of")
    if ticket.state not in WITH_DEPARTMENT:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    facts = {"officer": officer_id, "department": department}
    return ticket, (Event(kind=E.ASSIST_ASKED, facts=facts, words=words.strip() or None),)


def assisted(ticket: Ticket, officer_id: str, department: str, words: str, *, done: bool) -> Step:
    """What the helping department has to say; its handler is told, the resident is not."""
    if not words.strip():
        raise RuleError("no_words")
    if ticket.state not in IN_WORK:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    facts: dict[str, Json] = {"officer": officer_id, "department": department, "done": done}
    return ticket, (Event(kind=E.ASSISTED, facts=facts, words=words),)


def ask_extension(ticket: Ticket, officer_id: str, words: str, due_at: datetime | None, at: datetime) -> Step:
    """More time for the result: asked before it is due, once. ``due_at``: the result's, None where no clock runs."""
    must_answer_itself(ticket)
    if not words.strip():
        raise RuleError("no_reason")
    if ticket.state not in WITH_DEPARTMENT or ticket.state is State.PLANNED or due_at is None:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    if ticket.extensions:
        raise RuleError("extended_before")
    if at > due_at:
        raise RuleError("extension_too_late")
    return ticket, (Event(kind=E.EXTENSION_ASKED, facts={"officer": officer_id}, words=words),)


def ask_plan(ticket: Ticket, officer_id: str, words: str, until: datetime, at: datetime) -> Step:
    """It can't be done in time: may it be planned for a day, in public?"""
    must_answer_itself(ticket)
    if not words.strip():
        raise RuleError("no_reason")
    if until <= at:
        raise RuleError("day_passed")
    if ticket.state not in (State.DISPATCHED, State.ACCEPTED, State.IN_PROGRESS):
        raise RuleError("wrong_state", {"state": ticket.state.value})
    facts = {"officer": officer_id, "until": until.isoformat()}
    return ticket, (Event(kind=E.PLAN_ASKED, facts=facts, words=words),)


def want_photo(ticket: Ticket, officer_id: str) -> Step:
    """A missing photo, where its category wants one, is asked for once (product: Honest figures)."""
    return replace(ticket, proof_asked=True), (Event(kind=E.PROOF_ASKED, facts={"officer": officer_id}),)
