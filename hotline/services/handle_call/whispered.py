"""What somebody hears who is rung to be joined with a call, before the two hear each other. Nothing advances."""

from collections.abc import Sequence

from hotline.domain.call import CallState
from hotline.domain.errors import NotFound
from hotline.services.handle_call.saved import from_plain
from hotline.services.parts import Parts
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
    return said[-1].whisper
