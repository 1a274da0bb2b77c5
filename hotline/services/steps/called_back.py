"""A call-back is over: taken off the list, and noted where its story is told."""

from hotline.domain.actor import Actor
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.staff import Staff
from hotline.services.steps.sight import hand
from hotline.services.work import Work


def finish(work: Work, staff: Staff, callback_id: str, actor: Actor | None = None) -> None:
    """``actor``: where it was not on the console. NotFound; RuleError("already_done") where somebody else rang first."""
    by = actor or hand(staff)
    callback = work.store.callbacks.get(callback_id)
    if callback is None:
        raise NotFound("callback")
    if not work.store.callbacks.done(callback.id, staff.id, work.now):
        raise RuleError("already_done")
    facts = {"callback": callback.id, "reason": callback.reason}
    ticket = work.store.tickets.get(callback.ticket_id) if callback.ticket_id else None
    if ticket is None:
        work.audit(f"callback:{callback.id}", EventKind.CALL_BACK_DONE.value, by, facts)
        return
    event = Event(kind=EventKind.CALL_BACK_DONE, facts=facts)
    work.apply(Change(before=ticket, after=ticket, events=(event,), actor=by, at=work.now))
