"""Looks after the queue now and then: what a lost webhook or a killed worker left half done is done."""

from dataclasses import replace

from hotline.domain.call import CallState
from hotline.domain.errors import Conflict
from hotline.domain.message import FINAL
from hotline.domain.waiting import Wait, WaitState
from hotline.services.parts import Parts
from hotline.services.steps.offering import over, ring_operators
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
        over(work, wait, WaitState.DONE if wait.state is WaitState.TALKING else WaitState.ABANDONED)
        return
    message = work.store.outbox.get(wait.message_id) if wait.state is WaitState.OFFERED and wait.message_id else None
    if message is not None and message.state in FINAL:
        back = replace(wait, state=WaitState.WAITING, operator_id=None, message_id=None, offered_at=None)
        work.store.waits.save(back, WaitState.OFFERED)
