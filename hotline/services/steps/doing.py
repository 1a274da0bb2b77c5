"""What somebody of a department does with a ticket, whichever door they use: the same rules, the same change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.domain import handling, helping
from hotline.domain.actor import Actor
from hotline.domain.clock_row import ClockKind
from hotline.domain.deadline import due
from hotline.domain.errors import RuleError
from hotline.domain.event import Change, Event
from hotline.domain.handling import Step
from hotline.domain.request import RequestKind
from hotline.domain.staff import Staff
from hotline.domain.ticket import Kind, Outcome, Ticket
from hotline.services.work import Work
from sms.catalog import words_refused
from sms.results import outcome_of, promises_only


class Deed(StrEnum):
    ACCEPT = "accept"
    PROGRESS = "progress"
    DONE = "done"
    RETURN = "return"
    ASK = "ask"
    ASSIST = "assist"
    EXTEND = "extend"
    PLAN = "plan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """``words`` in their own words; ``photos``: how many came along; ``department``: who is to help; ``until``: the day a plan
    is for."""

    deed: Deed
    words: str = ""
    photos: int = 0
    department: str | None = None
    until: datetime | None = None


def do(work: Work, staff: Staff, ticket: Ticket, done: Done, actor: Actor) -> Ticket:
    """RuleError with the rule's code; nothing is changed then."""
    refused = words_refused(done.words)
    if refused is not None:
        raise RuleError(refused)
    helps = _helps(work, staff, ticket)
    if helps is not None:
        after, events = _assisted(ticket, staff, done, helps)
    else:
        handling.must_hold(ticket, staff.department)
        after, events = DEEDS[done.deed](work, ticket, staff, done)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))


def _helps(work: Work, staff: Staff, ticket: Ticket) -> str | None:
    """The department, where it only assists."""
    own = staff.department
    if own is None or own == ticket.handler:
        return None
    assist = work.store.handling.assist(ticket.id, own)
    return own if assist is not None and assist.done_at is None else None


def _assisted(ticket: Ticket, staff: Staff, done: Done, department: str) -> Step:
    if done.deed not in (Deed.PROGRESS, Deed.DONE):
        raise RuleError("only_assists")
    return helping.assisted(ticket, staff.id, department, done.words, done=done.deed is Deed.DONE)


def _accept(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    return handling.accept(ticket, staff.id)


def _progress(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    return handling.progress(ticket, staff.id, done.words)


def _done(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    """Words prove it, and where its category wants one, a photo: asked for once, then noted as missing."""
    said, words = outcome_of(done.words) if ticket.kind is Kind.SUGGESTION else (None, done.words)
    outcome = Outcome(said) if said is not None else None
    if said is not None and not words.strip():
        raise RuleError("which_outcome")  # adopted or not, and why
    proof = _has_proof(work, ticket, done)
    if words.strip() and not proof and not ticket.proof_asked:
        return helping.want_photo(ticket, staff.id)
    after, events = handling.resolve(ticket, staff.id, words, work.now, proof=proof, outcome=outcome)
    *others, last = events
    if not promises_only(words):
        return after, events
    return after, (*others, Event(kind=last.kind, facts={**last.facts, "promises": True}, words=last.words))


def _has_proof(work: Work, ticket: Ticket, done: Done) -> bool:
    """Nothing is wanted, or a photo came: with these words, or from the department since the ticket is with it."""
    category = work.city.categories.get(ticket.category or "")
    if category is None or not category.photo or done.photos:
        return True
    since = ticket.dispatched_at or ticket.received_at
    return any(one.staff_id is not None and one.created_at >= since for one in work.store.photos.of_ticket(ticket.id))


def _return(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    since = ticket.dispatched_at or ticket.received_at
    until = due(since, work.parts.promises.return_within, work.parts.calendar)
    return handling.ask_return(ticket, staff.id, done.words, until, work.now)


def _ask(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    if ticket.reporter_id is None:
        raise RuleError("call_no_number")
    return helping.ask(ticket, staff.id, done.words)


def _assist(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    department, words = done.department, done.words
    if department is None:
        named, _, rest = done.words.strip().partition(" ")
        department, words = work.city.department_named(done.words), ""
        if department is None:
            department, words = work.city.department_named(named), rest
    if not done.words.strip() and done.department is None:
        raise RuleError("no_department")
    if department is None or department not in work.city.departments:
        raise RuleError("unknown_department")
    before = work.store.handling.assist(ticket.id, department)
    if before is not None and before.done_at is None:
        raise RuleError("assists_already")
    return helping.ask_assist(ticket, staff.id, department, words)


def _extend(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    _asked_once(work, ticket)
    running = [c.due_at for c in work.store.clocks.of_ticket(ticket.id) if c.kind is ClockKind.RESULT and c.round == ticket.round]
    return helping.ask_extension(ticket, staff.id, done.words, max(running, default=None), work.now)


def _plan(work: Work, ticket: Ticket, staff: Staff, done: Done) -> Step:
    _asked_once(work, ticket)
    if done.until is None:
        raise RuleError("day_missing")
    return helping.ask_plan(ticket, staff.id, done.words, done.until, work.now)


def _asked_once(work: Work, ticket: Ticket) -> None:
    """One request at a time waits for the supervisor."""
    if any(work.store.handling.open_request(ticket.id, kind) for kind in (RequestKind.EXTENSION, RequestKind.PLAN)):
        raise RuleError("asked_before")


DEEDS: dict[Deed, Callable[[Work, Ticket, Staff, Done], Step]] = {
    Deed.ACCEPT: _accept, Deed.PROGRESS: _progress, Deed.DONE: _done, Deed.RETURN: _return, Deed.ASK: _ask,
    Deed.ASSIST: _assist, Deed.EXTEND: _extend, Deed.PLAN: _plan,
}
