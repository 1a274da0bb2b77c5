"""Counts the city shows about itself: each share with what it is a share of, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.domain.ticket import ClosedAs


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """Promises of one kind that were decided in a period: ``kept`` of ``decided``. Left out are those still
    ``running`` and those ``ended`` before they were due (a reopened or closed ticket starts or needs no other)."""

    kept: int = 0
    decided: int = 0
    running: int = 0
    ended: int = 0

    @property
    def percent(self) -> float | None:
        """None while nothing was decided: no share can be told then."""
        return 100 * self.kept / self.decided if self.decided else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What happened between two moments. ``resolved`` leaves out what was reopened since and is in work again."""

    since: datetime
    until: datetime
    received: int = 0
    resolved: int = 0
    reopened: int = 0
    closed: Mapping[ClosedAs, int] = field(default_factory=dict)
    response: Share = field(default_factory=Share)
    result: Share = field(default_factory=Share)
    in_work: Mapping[str, int] = field(default_factory=dict)  # by department, now

    @property
    def closed_in_all(self) -> int:
        return sum(self.closed.values())
