"""What somebody hears who is joined with a call, before the two hear each other. No turn advances; whoever waited in the
queue hears a person from here on, and that is noted."""

from collections.abc import Sequence
from dataclasses import replace

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Call, CallState
from hotline.domain.errors import NotFound
from hotline.domain.waiting import WaitState
from hotline.services.handle_call.saved import from_plain
from hotline.services.parts import Parts
from hotline.services.steps.called_back import finish
from hotline.services.steps.offering import WISHES
from hotline.services.steps.retried import retried
from hotline.services.work import working
from ivr_flows.outputs import Dial, Say


def whispered(parts: Parts, call_id: str, turn: int) -> Sequence[Say]:
    """NotFound where that call no longer waits for them: then they are not to be joined."""
    with parts.database.reading() as store:
        call = store.calls.get(call_id)
    if call is None or call.turn != turn or call.state is CallState.ENDED:
        raise NotFound("call")
    said = from_plain(call.answer)
    if not said or not isinstance(said[-1], Dial):
        raise NotFound("dial")
    if said[-1].queue:
        retried(lambda: _joined(parts, call))
    return said[-1].whisper


def _joined(parts: Parts, operators: Call) -> None:
    with working(parts) as work:
        wait = work.store.waits.of_message(operators.message_id or "")
        if wait is None or wait.state is not WaitState.TALKING or wait.joined_at is not None:
            return
        work.store.waits.save(replace(wait, joined_at=work.now), WaitState.TALKING)
        operator = work.city.person(wait.operator_id)
        for due in work.store.callbacks.open_of(wait.reporter_id) if wait.reporter_id and operator else ():
            if operator is not None and due.reason in WISHES and due.draft_id is None:
                finish(work, operator, due.id, Actor(kind=ActorKind.STAFF, id=operator.id, via="voice"))
