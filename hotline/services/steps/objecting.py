"""A second look at a rejection or a merge: until when it may be asked for, and by whom it must not be taken."""

from hotline.domain import handling
from hotline.domain.deadline import due
from hotline.domain.errors import RuleError
from hotline.domain.event import EventKind
from hotline.domain.handling import Step
from hotline.domain.request import RequestKind
from hotline.domain.ticket import State, Ticket
from hotline.services.ports import Store
from hotline.services.steps.joined import worked_on
from hotline.services.work import Work

_FIRST = (EventKind.REJECTED.value, EventKind.MERGED.value)


def objected(work: Work, ticket: Ticket) -> Step:
    """The reporter does not agree, by text or said to a person. RuleError: nothing_to_object_to, objection_too_late,
    objection_last (it was looked at again already), objection_waits."""
    if work.store.handling.open_request(ticket.id, RequestKind.OBJECTION) is not None:
        raise RuleError("objection_waits")
    if any(request.kind is RequestKind.OBJECTION for request in work.store.handling.requests_of(ticket.id)):
        raise RuleError("objection_last")
    decided = _decided(work.store, ticket)
    until = due(decided.closed_at or decided.received_at, work.parts.promises.object_within, work.parts.calendar)
    return handling.object_to(ticket, until, work.now, decided_by(work.store, ticket))


def may_object(work: Work, ticket: Ticket) -> bool:
    """Is there still a second look to be had?"""
    try:
        objected(work, ticket)
    except RuleError:
        return False
    return True


def decided_by(store: Store, ticket: Ticket) -> str | None:
    """Who decided first."""
    entries = store.audit.of_chain(f"ticket:{_decided(store, ticket).id}")
    return next((entry.actor.id for entry in reversed(entries) if entry.action in _FIRST), None)


def _decided(store: Store, ticket: Ticket) -> Ticket:
    """The ticket whose rejection or merge it is about: of a merged report whose event was rejected, that one."""
    parent = worked_on(store, ticket)
    return parent if parent.state is State.REJECTED else ticket
