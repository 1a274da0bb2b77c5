"""Looks after the queue now and then: what a lost webhook or a killed worker left half done is done."""

from hotline.domain.call import CallState
from hotline.domain.errors import Conflict
from hotline.domain.message import FINAL, Delivery
from hotline.domain.waiting import Wait, WaitState, overdue
from hotline.services.parts import Parts
from hotline.services.steps.offering import abandoned, not_joined, operator_hung_up, over, ring_operators
from hotline.services.work import Work, working


def mend_queue(parts: Parts) -> int:
    """How many operators are rung. Costs one look where nobody waits."""
    with parts.database.reading() as store:
        if not store.waits.open():
            return 0
    try:
        with working(parts) as work:
            for wait in work.store.waits.open():
                _mend(work, wait)
            return ring_operators(work)
    except Conflict:
        return 0  # somebody else is at it


def _mend(work: Work, wait: Wait) -> None:
    caller = work.store.calls.get(wait.call_id)
    if caller is None or caller.state is CallState.ENDED:
        if wait.joined_at is not None:
            over(work, wait, WaitState.DONE)
        else:
            abandoned(work, wait, caller)
    elif wait.message_id is not None and wait.joined_at is None:
        _mend_offer(work, wait, wait.message_id)


def _mend_offer(work: Work, wait: Wait, message_id: str) -> None:
    """An operator who neither comes nor declines: their call was lost on the way, or its end was."""
    message = work.store.outbox.get(message_id)
    if message is None or message.state in FINAL:
        operator_hung_up(work, message_id)
        return
    if message.state is Delivery.WAITING and not message.attempts:
        return  # the carrier takes so many calls a second: it has its place among them
    call = work.store.calls.by_sid(message.carrier_sid) if message.carrier_sid else None
    since = message.sent_at or wait.offered_at or wait.since
    lost = overdue(since, work.now, work.parts.desk) if call is None else call.state is CallState.ENDED
    if lost:
        not_joined(work, wait)
