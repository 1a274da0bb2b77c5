"""When nobody may be disturbed by what can wait: the night for texts and calls, noon for calls."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Self

from hotline.domain.span import HoursError, local_moment, parse_times, zone_of

NOON = "12:00-14:00"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours:
    """From `start` to `end` of the local clock, over midnight too; equal or none is never."""

    start: time | None
    end: time | None
    timezone: str = ""

    @classmethod
    def parse(cls, written: object, timezone: str = "") -> Self:
        # YAML reads a bare `off` as False
        if written is False or (isinstance(written, str) and written.strip().casefold() == "off"):
            return cls(start=None, end=None, timezone=timezone)
        expected = "a time to a time, like 21:00-08:00, or off"
        if not isinstance(written, str):
            raise HoursError(written, expected)
        start, end = parse_times(written, expected)
        if start == end:
            raise HoursError(written, expected)
        return cls(start=start, end=end, timezone=timezone)

    def in_zone(self, timezone: str) -> Self:
        zone_of(timezone)
        return replace(self, timezone=timezone)

    def is_quiet(self, at: datetime) -> bool:
        return self.allowed_at(at) > at

    def allowed_at(self, at: datetime) -> datetime:
        """The same moment, or the end of the quiet hours it falls into."""
        if self.start is None or self.end is None:
            return at.astimezone(UTC)
        zone = zone_of(self.timezone)
        local = at.astimezone(zone)
        over_midnight = self.end < self.start
        for back in (1, 0) if over_midnight else (0,):
            day = local.date() - timedelta(days=back)
            start = local_moment(day, self.start, zone)
            end = local_moment(day + timedelta(days=over_midnight), self.end, zone)
            if start <= at < end:
                return end
        return at.astimezone(UTC)

    def __str__(self) -> str:
        if self.start is None or self.end is None:
            return "off"
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, kw_only=True, slots=True)
class CallHours:
    """When a resident may be rung: not in quiet hours and not at noon. Where the quiet hours are off, as on a machine where
    somebody tries things, nothing is held at noon either."""

    quiet: QuietHours
    pause: QuietHours = field(default_factory=lambda: QuietHours.parse(NOON))

    def allowed_at(self, at: datetime) -> datetime:
        """The same or the next moment that both allow."""
        if self.quiet.start is None:
            return at.astimezone(UTC)
        noon = replace(self.pause, timezone=self.quiet.timezone)
        allowed = at.astimezone(UTC)
        while True:
            later = noon.allowed_at(self.quiet.allowed_at(allowed))
            if later == allowed:
                return allowed
            allowed = later
