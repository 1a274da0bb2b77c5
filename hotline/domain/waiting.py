"""Callers who wait for a person, and whom to ring for them: simple-mode and elderly callers first, operators in turn,
nobody offered twice (product.md, By phone)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class WaitState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"      # an operator is being rung for them
    TALKING = "talking"
    LEFT = "left"            # by key, or it took too long: a call-back is due
    ABANDONED = "abandoned"  # hung up while waiting: a call-back is due
    DONE = "done"            # they talked


class Turn(IntEnum):
    """Who is served before whom; in each the longest first."""

    DANGER = -1  # somebody is in danger, and their ticket is there already
    SIMPLE = 0  # simple mode, over 60
    THIRD = 1   # the third contact about one matter
    USUAL = 2


LOST_AFTER = timedelta(seconds=20)  # how late the news of an unanswered call may be
OPEN = frozenset({WaitState.WAITING, WaitState.OFFERED, WaitState.TALKING})


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """One caller in the queue."""

    id: str
    call_id: str
    reporter_id: str | None
    language: str
    turn: Turn = Turn.USUAL
    state: WaitState = WaitState.WAITING
    since: datetime
    operator_id: str | None = None
    message_id: str | None = None   # the call that rings the operator
    offered_at: datetime | None = None
    joined_at: datetime | None = None  # the caller hears a person
    ended_at: datetime | None = None

    def waited(self, now: datetime) -> timedelta:
        """How long, up to the moment somebody took the call or the waiting ended."""
        return (self.joined_at or self.ended_at or now) - self.since


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """How operators are rung: for ``ring``, ``rest`` for who did not take a call, ``longest_wait`` before the voice message is
    offered, ``menu_after`` before the menu is, where a person comes first; ``answer_within`` is what the city promises."""

    ring: timedelta = timedelta(seconds=20)
    rest: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=3)
    menu_after: timedelta = timedelta(seconds=60)
    answer_within: timedelta = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    """Somebody on duty with a telephone. ``busy``: on it, or about to be, for whatever reason. ``rung_at``: when they were
    last rung for anybody; ``missed_at``: when they did not take that call."""

    id: str
    speaks: Sequence[str]
    busy: bool = False
    rung_at: datetime | None = None
    missed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    wait: Wait
    operator: Operator


def in_order(waiting: Sequence[Wait]) -> tuple[Wait, ...]:
    """Who is served before whom."""
    return tuple(sorted(waiting, key=lambda one: (one.turn, one.since, one.id)))


def ahead_of(wait: Wait, open_waits: Sequence[Wait]) -> int:
    """How many are served before this one: those who talk already wait for nobody."""
    queue = in_order([one for one in open_waits if one.state in (WaitState.WAITING, WaitState.OFFERED)])
    return next((place for place, one in enumerate(queue) if one.id == wait.id), len(queue))


def offers(open_waits: Sequence[Wait], operators: Sequence[Operator], now: datetime, pause: timedelta) -> tuple[Offer, ...]:
    """Whom to ring for whom now. Who did not take a call has ``pause`` before the next ring. A caller whose language nobody
    on duty speaks goes to anybody."""
    taken = {one.operator_id for one in open_waits if one.state in (WaitState.OFFERED, WaitState.TALKING)}
    free = [
        one
        for one in sorted(operators, key=lambda each: (each.rung_at is not None, each.rung_at, each.id))
        if not one.busy and one.id not in taken and (one.missed_at is None or now - one.missed_at >= pause)
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


def taken_back(wait: Wait) -> Wait:
    """The operator did not come: the caller waits on, where they were."""
    return replace(wait, state=WaitState.WAITING, operator_id=None, message_id=None, offered_at=None, joined_at=None)


def overdue(rung_at: datetime, now: datetime, desk: Desk) -> bool:
    """Has the ringing of an operator lasted so long that its end must have been lost?"""
    return now - rung_at >= desk.ring + LOST_AFTER


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """How those who wanted a person fared. ``in_time`` of ``answered`` waited no longer than promised; who still waits
    counts in ``asked`` alone."""

    asked: int
    answered: int
    in_time: int
    abandoned: int
    left: int


def answered(waits: Sequence[Wait], within: timedelta) -> Answered:
    taken = [one for one in waits if one.joined_at is not None]
    return Answered(
        asked=len(waits), answered=len(taken), in_time=sum(one.joined_at - one.since <= within for one in taken if one.joined_at),
        abandoned=sum(one.state is WaitState.ABANDONED for one in waits), left=sum(one.state is WaitState.LEFT for one in waits),
    )
