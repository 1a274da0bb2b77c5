"""How the line answers now, read from rows that every process sees within some seconds; and the switches that change them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.actor import Actor
from hotline.domain.line_state import Answering, LineState, Switches, read_answering, read_notice, state_of
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.sight import hand
from hotline.services.work import working

# Two rows: who switches one doesn't undo what somebody else did to the other at the same moment.
ANSWERING, EMERGENCY = "line.answering", "line.emergency"
CHAIN = "line"


@dataclass(frozen=True, kw_only=True, slots=True)
class Switchboard:
    """``configured``: how the hours of the configuration would have it now."""

    switches: Switches
    state: LineState
    configured: Answering


def line_state(store: Store, parts: Parts, now: datetime) -> LineState:
    """No query in the usual case: the rows are kept for some seconds."""
    return state_of(parts.answering, _switches(store), now)


def switchboard(parts: Parts) -> Switchboard:
    now = parts.clock.now()
    with parts.database.reading() as store:
        switches = _switches(store)
    return Switchboard(switches=switches, state=state_of(parts.answering, switches, now), configured=parts.answering.at(now))


def switch_answering(parts: Parts, by: Staff | Actor, written: str) -> None:
    """person_first, menu_first or as_configured. RuleError("unknown_answering")."""
    how = read_answering(written)
    with working(parts) as work:
        work.store.meta.set(ANSWERING, how.value if how else "")
        work.audit(CHAIN, "answering_switched", _actor(by), {"to": written})


def switch_emergency(parts: Parts, by: Staff | Actor, *, on: bool, notice: Mapping[str, str]) -> None:
    """``notice`` is what callers hear before anything else; said anew while it is on, it takes the other's place.
    RuleError("too_long")."""
    said = read_notice(notice) if on else {}
    with working(parts) as work:
        work.store.meta.set(EMERGENCY, json.dumps({"notice": said}, ensure_ascii=False) if on else "")
        words = "\n".join(f"{language}: {text}" for language, text in sorted(said.items())) or None
        action = "emergency_on" if on else "emergency_off"
        work.store.audit.append(CHAIN, action, _actor(by), {"languages": ",".join(sorted(said))}, words, work.now)


def _switches(store: Store) -> Switches:
    answering, emergency = store.meta.recent(ANSWERING), store.meta.recent(EMERGENCY)
    return Switches(
        answering=Answering(answering) if answering else None, emergency=bool(emergency),
        notice=json.loads(emergency)["notice"] if emergency else {},
    )


def _actor(by: Staff | Actor) -> Actor:
    return by if isinstance(by, Actor) else hand(by)
