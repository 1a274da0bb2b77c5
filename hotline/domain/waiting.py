"""Callers who wait for a person, and whom to ring for them: simple-mode and elderly callers first, operators in turn,
nobody offered twice (product.md, By phone)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class WaitState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"      # an operator is being rung for them
    TALKING = "talking"
    LEFT = "left"            # by key, or it took too long: a call-back is due
    ABANDONED = "abandoned"  # hung up while waiting: a call-back is due
    DONE = "done"            # they talked


OPEN = frozenset({WaitState.WAITING, WaitState.OFFERED, WaitState.TALKING})


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """One caller in the queue. ``first``: simple mode, over 60, or the third contact about one matter."""

    id: str
    call_id: str
    reporter_id: str | None
    language: str
    first: bool
    state: WaitState = WaitState.WAITING
    since: datetime
    operator_id: str | None = None
    message_id: str | None = None   # the call that rings the operator
    offered_at: datetime | None = None
    joined_at: datetime | None = None
    ended_at: datetime | None = None

    def waited(self, now: datetime) -> timedelta:
        """How long, up to the moment somebody took the call or the waiting ended."""
        return (self.joined_at or self.ended_at or now) - self.since


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """How operators are rung: ``rest`` for who did not take a call, ``longest_wait`` before the voice message is offered,
    ``menu_after`` before the menu is, where a person comes first."""

    rest: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=3)
    menu_after: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    """Somebody on duty with a telephone. ``rung_at``: when they were last rung for anybody."""

    id: str
    speaks: Sequence[str]
    busy: bool
    rung_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    wait: Wait
    operator: Operator


def in_order(waiting: Sequence[Wait]) -> tuple[Wait, ...]:
    """Who is served before whom."""
    return tuple(sorted(waiting, key=lambda one: (not one.first, one.since, one.id)))


def ahead_of(wait: Wait, open_waits: Sequence[Wait]) -> int:
    """How many are served before this one: those who talk already wait for nobody."""
    queue = in_order([one for one in open_waits if one.state in (WaitState.WAITING, WaitState.OFFERED)])
    return next((place for place, one in enumerate(queue) if one.id == wait.id), len(queue))


def offers(open_waits: Sequence[Wait], operators: Sequence[Operator], now: datetime, pause: timedelta) -> tuple[Offer, ...]:
    """Whom to ring for whom now. Who was rung a moment ago and did not take it has ``pause`` before the next ring. A
    caller whose language nobody on duty speaks goes to anybody."""
    taken = {one.operator_id for one in open_waits if one.state in (WaitState.OFFERED, WaitState.TALKING)}
    free = [
        one
        for one in sorted(operators, key=lambda each: (each.rung_at is not None, each.rung_at, each.id))
        if not one.busy and one.id not in taken and (one.rung_at is None or now - one.rung_at >= pause)
    ]
    made: list[Offer] = []
    for wait in in_order([one for one in open_waits if one.state is WaitState.WAITING]):
        spoken = any(wait.language in one.speaks for one in operators)
        fit = next((one for one in free if wait.language in one.speaks or not spoken), None)
        if fit is not None:
            free.remove(fit)
            made.append(Offer(wait=wait, operator=fit))
    return tuple(made)


def offered(wait: Wait, operator_id: str, message_id: str, at: datetime) -> Wait:
    return replace(wait, state=WaitState.OFFERED, operator_id=operator_id, message_id=message_id, offered_at=at)
