"""The calls about a ticket as its page tells them: who with whom, when, how long, and what came of it; never a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.call import Call, CallState, Direction
from hotline.domain.city import City
from hotline.services.steps.bridges import BRIDGE
from ivr_flows.model import Session


@dataclass(frozen=True, kw_only=True, slots=True)
class CallTold:
    """``what``: inbound, or the flow of a call we placed; ``outcome``: up, the outcome of a bridge, heard, not_heard, or
    empty where the call itself says all; ``talked`` seconds of two people."""

    at: datetime
    what: str
    staff_id: str | None
    outcome: str
    seconds: int
    talked: int


def calls_told(calls: Sequence[Call], city: City, department: str | None) -> tuple[CallTold, ...]:
    """Oldest first. A ``department`` is told of its own people's calls: not when its reporter rang, nor of the desk's."""
    return tuple(_told(call) for call in calls if department is None or _of(call, city, department))


def _of(call: Call, city: City, department: str) -> bool:
    person = city.person(call.staff_id) if call.direction is Direction.OUTBOUND else None
    return person is not None and person.department == department


def _told(call: Call) -> CallTold:
    answers = _answers(call)
    what = str(call.session.get("flow") or "") if call.direction is Direction.OUTBOUND else "inbound"
    seconds = int((call.ended_at - call.started_at).total_seconds()) if call.ended_at else 0
    talked = int(str(answers.get("seconds") or 0)) if answers.get("talked") else 0
    return CallTold(
        at=call.started_at, what=what, staff_id=call.staff_id, outcome=_outcome(call, what), seconds=seconds, talked=talked,
    )  # fmt: skip


def _outcome(call: Call, what: str) -> str:
    if call.state is CallState.UP:
        return "up"
    if what == "inbound":
        return ""
    answers = _answers(call)
    if what == BRIDGE:
        return str(answers.get("how") or "not_rung")
    return "heard" if answers.get("confirmed") else "not_heard"


def _answers(call: Call) -> dict[str, object]:
    return dict(Session.from_json(call.session).answers) if call.session else {}
