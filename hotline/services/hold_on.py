"""What somebody in the queue hears, round by round. Nothing advances."""

from dataclasses import dataclass
from datetime import datetime

from hotline.domain.waiting import WaitState, ahead_of
from hotline.services.handle_call.begun_with import begun_with
from hotline.services.handle_call.facts import whole
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.offering import on_duty
from ivr_flows.engine import hold
from ivr_flows.model import Session
from ivr_flows.outputs import Say

MENU_FIRST = frozenset({"waiting_first"})  # the step of a city that answers with a person first


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """``leave``: the key that ends the waiting."""

    says: tuple[Say, ...]
    leave: str


def hold_on(parts: Parts, call_id: str) -> Held | None:
    """None where the waiting is over: too long, nobody on duty any more, or nobody waits there."""
    with parts.database.reading() as store:
        call = store.calls.get(call_id)
        wait = store.waits.of_call(call_id)
        if call is None or not call.session or wait is None:
            return None
        session = whole(parts, call.session)
        flow = begun_with(parts, store, session)
        if flow is None:
            return None
        city = parts.city(store)
        if wait.state is WaitState.WAITING and (_too_long(parts, wait.since, session) or not on_duty(city.staff, city.away)):
            return None
        ahead = _ahead(store, wait.id)
    says, leave = hold(flow, session, {"ahead": ahead})
    return Held(says=says, leave=leave)


def _too_long(parts: Parts, since: datetime, session: Session) -> bool:
    longest = parts.desk.menu_after if session.step in MENU_FIRST else parts.desk.longest_wait
    return parts.clock.now() - since >= longest


def _ahead(store: Store, wait_id: str) -> int:
    waiting = store.waits.open()
    mine = next((one for one in waiting if one.id == wait_id), None)
    return ahead_of(mine, waiting) if mine is not None else 0
