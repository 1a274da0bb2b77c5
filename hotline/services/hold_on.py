"""What somebody in the queue hears, round by round, and what the other line hears before two are joined. Nothing advances."""

from dataclasses import dataclass
from datetime import datetime

from hotline.domain.waiting import WaitState, ahead_of
from hotline.services.handle_call.saved import from_plain
from hotline.services.parts import Parts
from hotline.services.ports import Store
from ivr_flows.engine import hold
from ivr_flows.model import Session
from ivr_flows.outputs import Dial, Say

MENU_FIRST = frozenset({"waiting_first"})  # the step of a city that answers with a person first


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """``leave``: the key that ends the waiting."""

    says: tuple[Say, ...]
    leave: str


def hold_on(parts: Parts, call_id: str) -> Held | None:
    """None where the waiting is over: too long, or nobody waits there any more."""
    with parts.database.reading() as store:
        call = store.calls.get(call_id)
        flow = parts.flows.get(Session.from_json(call.session).flow) if call is not None and call.session else None
        wait = store.waits.of_call(call_id)
        if call is None or flow is None or wait is None:
            return None
        session = Session.from_json(call.session)
        if wait.state is WaitState.WAITING and _too_long(parts, wait.since, session):
            return None
        ahead = _ahead(store, wait.id)
    says, leave = hold(flow, session, {"ahead": ahead})
    return Held(says=says, leave=leave)


def whispered(parts: Parts, call_id: str, turn: int) -> tuple[Say, ...]:
    """The words kept with the turn that joins two lines."""
    with parts.database.reading() as store:
        call = store.calls.get(call_id)
    outputs = from_plain(call.answer) if call is not None and call.turn == turn else ()
    return next((output.whisper for output in outputs if isinstance(output, Dial)), ())


def _too_long(parts: Parts, since: datetime, session: Session) -> bool:
    longest = parts.desk.menu_after if session.step in MENU_FIRST else parts.desk.longest_wait
    return parts.clock.now() - since >= longest


def _ahead(store: Store, wait_id: str) -> int:
    waiting = store.waits.open()
    mine = next((one for one in waiting if one.id == wait_id), None)
    return ahead_of(mine, waiting) if mine is not None else 0
