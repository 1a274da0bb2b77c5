"""Durations as the config writes them (`24h`, `7wd`, `4wh`), each in its own unit, because
seven working days are not 168 hours."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

EXPECTED = "a whole number and one of s, m, h, d, wd, wh, like 30s, 10m, 24h, 7d, 7wd or 4wh"

_WRITTEN = re.compile(r"([0-9]{1,5})(s|m|h|d|wd|wh)")


class Unit(StrEnum):
    SECONDS = "s"
    MINUTES = "m"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"
    WORKING_HOURS = "wh"


_SPANS = {
    Unit.SECONDS: timedelta(seconds=1),
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
}


class DurationError(ValueError):
    """A duration that cannot be read; `expected` says what can be."""

    def __init__(self, written: object) -> None:
        self.written = written
        self.expected = EXPECTED
        super().__init__(f"{written!r} is not a duration: expected {EXPECTED}")


@dataclass(frozen=True, slots=True)
class Duration:
    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise DurationError(f"{self.amount}{self.unit}")

    @classmethod
    def parse(cls, written: object) -> Self:
        found = _WRITTEN.fullmatch(written.strip()) if isinstance(written, str) else None
        if found is None:
            raise DurationError(written)
        return cls(int(found[1]), Unit(found[2]))

    @property
    def in_working_time(self) -> bool:
        return self.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS)

    def as_timedelta(self) -> timedelta:
        """The plain span; working time has none without a calendar, so that is refused."""
        if self.in_working_time:
            raise DurationError(str(self))
        return self.amount * _SPANS[self.unit]

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"
