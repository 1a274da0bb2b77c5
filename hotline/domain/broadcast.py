"""A broadcast: the city's own words to everybody of some grids, each told once. It takes a share of the number's pace only,
so that no answer to a resident waits behind it; and the quiet hours hold it unless it is an emergency."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hotline.domain.delivery import Postpone
from hotline.domain.errors import RuleError
from hotline.domain.message import Delivery, Means, Message, Purpose

Allowed = Callable[[datetime], datetime]
LEFT = frozenset({Delivery.QUEUED, Delivery.SENT, Delivery.PRESUMED, Delivery.DELIVERED, Delivery.UNDELIVERED})
LOST = frozenset({Delivery.UNDELIVERED, Delivery.FAILED})
STILL = frozenset({Delivery.WAITING, Delivery.SENDING, Delivery.UNCERTAIN})


@dataclass(frozen=True, kw_only=True, slots=True)
class Broadcast:
    """``grids`` empty: the whole city. ``after``: the last reporter written to, ``next_at``: when the next text may go; so
    whoever goes on with it, after whatever, goes on where it stood."""

    id: str
    grids: tuple[str, ...]
    words: Mapping[str, str]
    emergency: bool
    made_by: str
    made_at: datetime
    people: int
    next_at: datetime
    written: int = 0
    after: str = ""
    written_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Is there anything left to write?"""
        return self.written_at is None and self.stopped_at is None


def language_of(words: Mapping[str, str], wanted: str, languages: Sequence[str]) -> str:
    """The reader's own, where there are words in it; else the city's first."""
    return wanted if wanted in words else languages[0]


def slots(
    broadcast: Broadcast, number: int, gap: timedelta, now: datetime, allowed: Allowed,
) -> tuple[tuple[datetime, ...], datetime]:
    """When each of the next texts goes, and when the one after them may."""
    at, found = max(broadcast.next_at, now), []
    for _ in range(number):
        at = at if broadcast.emergency else allowed(at)
        found.append(at)
        at += gap
    return tuple(found), at


def held_for_quiet(broadcast: Broadcast, now: datetime, at: datetime, allowed: Allowed) -> bool:
    """Does it wait for the quiet hours to end, and not for its turn alone?"""
    return not broadcast.emergency and at > now and allowed(now) > now


def written(broadcast: Broadcast, last: str, number: int, next_at: datetime) -> Broadcast:
    """A batch stands in the outbox."""
    return replace(broadcast, after=last, written=broadcast.written + number, next_at=next_at)


def finished(broadcast: Broadcast, at: datetime) -> Broadcast:
    return replace(broadcast, written_at=at)


def must_run(broadcast: Broadcast) -> None:
    """RuleError("broadcast_stopped")."""
    if broadcast.stopped_at is not None:
        raise RuleError("broadcast_stopped")


def held_until(message: Message, now: datetime, allowed: Allowed) -> Postpone | None:
    """At the very moment of sending: what was late does not go out in the quiet hours after all."""
    if message.means is not Means.TEXT or message.purpose is not Purpose.BROADCAST or message.values.get("emergency"):
        return None
    at = allowed(now)
    return Postpone(at=at, held="quiet_hours", untried=True) if at > now else None


def shares(states: Mapping[Delivery, int]) -> Iterator[tuple[str, int]]:
    """How far the texts of a broadcast have come: ``left`` us, of them ``lost``; ``waiting``; ``cancelled``."""
    yield "left", _sum(states, LEFT)
    yield "lost", _sum(states, LOST)
    yield "waiting", _sum(states, STILL)
    yield "cancelled", states.get(Delivery.CANCELLED, 0)


def _sum(states: Mapping[Delivery, int], wanted: frozenset[Delivery]) -> int:
    return sum(number for state, number in states.items() if state in wanted)
