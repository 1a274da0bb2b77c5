"""The audit log's story told again: where a ticket must stand, if all that was written down is all that happened.

It knows nothing of the row. What the row says beyond its story was put there by somebody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hotline.domain.event import EventKind
from hotline.domain.ticket import LEGAL, ClosedAs, State

E, S = EventKind, State


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a story leads to. ``broken``: the number of the first entry that no legal move leads to, 0 if there is none."""

    state: State
    closed_as: ClosedAs | None = None
    reopenings: int = 0
    handler: str | None = None
    broken: int = 0


# What one entry does: the moves it stands for, from where the ticket stands.
MOVES: Mapping[str, tuple[State, ...]] = {
    E.DISPATCHED: (S.DISPATCHED,), E.ACCEPTED: (S.ACCEPTED,), E.STARTED: (S.IN_PROGRESS,), E.RESOLVED: (S.RESOLVED,),
    E.ANSWERED_AT_DESK: (S.RESOLVED,), E.CLOSED: (S.CLOSED,), E.REOPENED: (S.REOPENED,), E.REJECTED: (S.REJECTED,),
    E.MERGED: (S.MERGED,), E.WITHDRAWN: (S.WITHDRAWN,), E.PLANNED: (S.PLANNED,), E.PLAN_OVER: (S.IN_PROGRESS,),
}
# The committee's last word, and the desk's second answer, walk through what was not walked yet.
TO_FINAL = (S.ACCEPTED, S.IN_PROGRESS, S.RESOLVED)


def replay(story: Iterable[tuple[str, Mapping[str, object]]]) -> Told | None:
    """Fold the actions of one ticket's chain, oldest first, with their facts. None: it does not begin with a report."""
    told: Told | None = None
    for number, (action, facts) in enumerate(story, start=1):
        if told is None:
            if action != E.RECEIVED:
                return None
            told = Told(state=S.RECEIVED)
            continue
        told = _next(told, action, facts, number)
    return told


def _next(told: Told, action: str, facts: Mapping[str, object], number: int) -> Told:
    """One entry. What moves nothing is passed over: it is no business of the state."""
    again = action == E.ANSWERED_AT_DESK and told.state is S.DISPATCHED and told.handler is None
    moves = _to_final(told.state) if again or action == E.FINAL_ANSWER else MOVES.get(action, ())
    # A second report would be a second beginning.
    broken = action == E.RECEIVED
    for to in moves:
        broken = broken or to not in LEGAL[told.state]
        told = replace(told, state=to)
    if broken and not told.broken:
        told = replace(told, broken=number)
    match action:
        case E.CLOSED:
            return replace(told, closed_as=_closed_as(facts))
        case E.REOPENED:
            return replace(told, closed_as=None, reopenings=told.reopenings + 1)
        case E.DISPATCHED:
            return replace(told, handler=_department(facts))
        case E.HANDED_OVER if "department" in facts:  # else from one officer to another
            return replace(told, handler=_department(facts))
        case E.TAKEN_AWAY:
            return replace(told, handler=None)
    return told


def _department(facts: Mapping[str, object]) -> str | None:
    department = facts.get("department")
    return department if isinstance(department, str) else None


def _to_final(state: State) -> tuple[State, ...]:
    return TO_FINAL[TO_FINAL.index(state) + 1 :] if state in TO_FINAL else TO_FINAL


def _closed_as(facts: Mapping[str, object]) -> ClosedAs | None:
    how = facts.get("as")
    return ClosedAs(how) if isinstance(how, str) and how in set(ClosedAs) else None
