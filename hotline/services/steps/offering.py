"""Rings operators for whoever waits: decided by one rule, in the transaction of whatever changed the queue."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from hotline.domain.call import Call, CallState
from hotline.domain.message import Means, Message, Purpose
from hotline.domain.staff import Role, Staff
from hotline.domain.waiting import OPEN, Offer, Operator, Wait, WaitState, offered, offers, taken_back
from hotline.services.work import Work

FLOW = "operator"
PERSON, ABANDONED, THIRD = "person", "abandoned", "third_contact"
WISHES = frozenset({PERSON, ABANDONED, THIRD})


def on_duty(staff: Sequence[Staff], away: Collection[str]) -> tuple[Staff, ...]:
    """Operators who can be rung now."""
    return tuple(one for one in staff if one.role is Role.OPERATOR and one.on_duty and one.phone and one.id not in away)


def staffed(work: Work) -> bool:
    """Is there anybody to wait for?"""
    return work.parts.calendar.is_open(work.now) and bool(on_duty(work.store.city.staff(), work.city.away))


def ring_operators(work: Work) -> int:
    """Offer callers to operators, as many as there are. Conflict where somebody else was quicker: the whole work is done
    again and sees what the other did."""
    waiting = work.store.waits.open()
    if not any(one.state is WaitState.WAITING for one in waiting):
        return 0
    people = {one.id: one for one in on_duty(work.store.city.staff(), work.city.away)}
    if not people:
        return 0
    rung, talking = work.store.waits.rings(people), work.store.outbox.staff_on_calls(work.now)
    operators = [_operator(one, one.id in talking, rung.get(one.id)) for one in people.values()]
    made = offers(waiting, operators, work.now, work.parts.desk.rest)
    for offer in made:
        _ring(work, offer, people[offer.operator.id])
    return len(made)


def _operator(one: Staff, talking: bool, rung: tuple[datetime, datetime | None] | None) -> Operator:
    at, missed_at = rung or (None, None)
    return Operator(id=one.id, speaks=one.speaks or (one.language,), busy=talking, rung_at=at, missed_at=missed_at)


def _ring(work: Work, offer: Offer, operator: Staff) -> None:
    message = Message(
        id=work.parts.ids.new(), means=Means.CALL, purpose=Purpose.DUTY, template=FLOW, values={"wait": offer.wait.id},
        language=operator.language, to=operator.phone or "", staff_id=operator.id, due_at=work.now, created_at=work.now,
    )
    work.post(message)
    work.store.waits.save(offered(offer.wait, operator.id, message.id, work.now), WaitState.WAITING)
    work.store.waits.rung(operator.id, work.now)


def operator_hung_up(work: Work, message_id: str) -> None:
    """The call to an operator is over, whatever came of it: a talk has ended, or whoever waits goes to the next at once."""
    wait = work.store.waits.of_message(message_id)
    if wait is not None and wait.state is WaitState.TALKING and wait.joined_at is not None:
        over(work, wait, WaitState.DONE)
    elif wait is not None:
        not_joined(work, wait)
    ring_operators(work)


def not_joined(work: Work, wait: Wait) -> None:
    """The operator did not come to talk with the caller: who waits on, or has gone meanwhile."""
    if wait.state not in (WaitState.OFFERED, WaitState.TALKING) or wait.joined_at is not None:
        return
    if wait.state is WaitState.OFFERED and wait.operator_id is not None:
        work.store.waits.missed(wait.operator_id, work.now)
    caller = work.store.calls.get(wait.call_id)
    if caller is None or caller.state is CallState.ENDED:
        abandoned(work, wait, caller)
        return
    _unsent(work, wait)
    work.store.waits.save(taken_back(wait), wait.state)


def abandoned(work: Work, wait: Wait, caller: Call | None) -> None:
    """Gone before anybody came: a call-back is due, with what was said."""
    over(work, wait, WaitState.ABANDONED)
    if caller is None or wait.reporter_id is None:
        return
    kept = work.store.drafts.of_call(caller.id)
    due_once(work, ABANDONED, wait.reporter_id, caller.ticket_id, kept.id if kept is not None and kept.state == "draft" else None)


def over(work: Work, wait: Wait, state: WaitState) -> None:
    """The waiting, or the talk, has ended; the operator is free for the next."""
    if wait.state in OPEN:
        work.store.waits.save(replace(wait, state=state, ended_at=work.now), wait.state)
        if wait.state is WaitState.OFFERED:
            _unsent(work, wait)
    ring_operators(work)


def due_once(work: Work, reason: str, reporter_id: str, ticket_id: str | None, draft_id: str | None) -> datetime:
    """When somebody rings: once for one wish, however often it was said."""
    waiting = [one for one in work.store.callbacks.open_of(reporter_id) if one.reason in WISHES and one.draft_id == draft_id]
    if waiting:
        return waiting[0].due_at
    by = work.rules.callback_due(work.now)
    work.due_call_back(reason, by, reporter_id=reporter_id, ticket_id=ticket_id, draft_id=draft_id)
    return by


def _unsent(work: Work, wait: Wait) -> None:
    """No telephone rings for somebody who is gone, where it does not ring yet."""
    if wait.message_id is not None:
        work.store.outbox.cancel(ids=[wait.message_id], reason="gone", at=work.now)
