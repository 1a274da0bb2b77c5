"""A call-back is over: taken off the list, and noted where its story is told."""

from hotline.domain.actor import Actor
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.staff import Staff
from hotline.domain.ticket import Kind
from hotline.services.steps import final_told
from hotline.services.steps.promised import awaits_response
from hotline.services.steps.sight import hand, may_call_back
from hotline.services.work import Work

PASSED_ON = frozenset({"relay", "question"})  # the officer's own words, by the mouth of the desk


def finish(work: Work, staff: Staff, callback_id: str, actor: Actor | None = None) -> None:
    """``actor``: where it was not on the console. NotFound; RuleError("already_done") where somebody else rang first."""
    by = actor or hand(staff)
    callback = work.store.callbacks.get(callback_id)
    if callback is None or (actor is None and not may_call_back(staff, callback)):
        raise NotFound("callback")
    if not work.store.callbacks.done(callback.id, staff.id, work.now):
        raise RuleError("already_done")
    facts = {"callback": callback.id, "reason": callback.reason}
    ticket = work.store.tickets.get(callback.ticket_id) if callback.ticket_id else None
    if ticket is None:
        work.audit(f"callback:{callback.id}", EventKind.CALL_BACK_DONE.value, by, facts)
        return
    events: tuple[Event, ...] = (Event(kind=EventKind.CALL_BACK_DONE, facts=facts),)
    if (ticket.kind is Kind.PROTECTION or callback.reason in PASSED_ON) and awaits_response(work.store, ticket):
        # A person spoke with them, or told what the officer had to say: that is what was promised.
        events += (Event(kind=EventKind.RESPONDED, facts={"by": "call", "proof": "person"}),)
    after = work.apply(Change(before=ticket, after=ticket, events=events, actor=by, at=work.now))
    if callback.reason == final_told.BY_PERSON:
        final_told.heard(work, after, by)
