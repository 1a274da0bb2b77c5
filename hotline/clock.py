"""The one reader of the time of day, so that a test or `sweep --now` can stand at any hour."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The time now, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs a time with its zone")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move(self, by: timedelta) -> datetime:
        """Lets time pass."""
        self._now += by
        return self._now

    def set(self, to: datetime) -> None:
        if to.tzinfo is None:
            raise ValueError("a clock needs a time with its zone")
        self._now = to.astimezone(UTC)
