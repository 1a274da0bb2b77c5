"""Who answered a call we placed, told by the carrier while the call goes on. A machine hears a short message or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hotline.domain.call import Call, CallState
from hotline.domain.calling import after_call, is_machine, leaves_message
from hotline.domain.delivery import Forward
from hotline.domain.message import Message
from hotline.services.handle_call.facts import common
from hotline.services.handle_call.saved import to_plain
from hotline.services.parts import Parts
from hotline.services.steps.news import change, of_this_try
from hotline.services.steps.sending import Carrier
from hotline.services.work import Work, working
from ivr_flows.engine import start
from ivr_flows.model import Session
from ivr_flows.outputs import HangUp, Output

MESSAGE = "machine"


@dataclass(frozen=True, kw_only=True, slots=True)
class MachineIn:
    """``message_id`` is the outbox id in the callback address; ``answered_by`` the carrier's word."""

    account: str
    message_id: str
    sid: str
    answered_by: str


def note_machine(parts: Parts, carrier: Carrier, turn_url: Callable[[str, int], str], told: MachineIn) -> None:
    """Raises CarrierError where the line could be neither led on nor put down; what follows is noted all the same."""
    if not is_machine(told.answered_by):
        return
    with working(parts) as work:
        call = work.store.calls.by_sid(told.sid)
        message = work.store.outbox.get(told.message_id)
        if message is None or not _may_be_one(call):
            return
        if not work.store.webhooks.take(told.account, "machine", told.sid, "", work.now):
            return
        leaves = leaves_message(message)
        kept = _answered(work, call, message, told.answered_by, leaves) if call is not None else None
        outcome = after_call(message, "completed", told.answered_by, None, work.now, parts.call_hours.allowed_at)
        if of_this_try(work, message, told.sid, arrived=isinstance(outcome, Forward)):
            change(work, message, told.sid, outcome)
    if leaves and kept is not None:
        carrier.go_on(told.sid, turn_url(kept.id, kept.turn - 1))
    else:
        carrier.end_call(told.sid)


def _may_be_one(call: Call | None) -> bool:
    """Whoever pressed a key is none, whatever was listened to; and what is over is over."""
    return call is None or (call.state is CallState.UP and not _pressed(call))


def _pressed(call: Call) -> bool:
    """A flow sets one of these where a key, or the words that stand for it, led on."""
    answers = Session.from_json(call.session).answers if call.session else {}
    return bool(answers.get("confirmed") or answers.get("answered"))


def _answered(work: Work, call: Call, message: Message, answered_by: str, leaves: bool) -> Call:
    """From now on every turn of this call says the same: the message, or nothing."""
    outputs: tuple[Output, ...] = (HangUp(),)
    if leaves:
        outputs = start(work.parts.flows[MESSAGE], common(work, call) | {"language": message.language}).outputs
    session = Session.from_json(call.session)
    over = replace(session, step="", answers={**session.answers, "machine": answered_by})
    kept = replace(call, session=over.to_json(), answer=to_plain(outputs), turn=call.turn + 1)
    work.store.calls.save_turn(kept, call.turn)
    return kept
