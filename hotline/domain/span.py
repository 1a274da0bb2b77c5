"""Spans of local time, and the one place where local time becomes UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"([0-2]?[0-9]):([0-5][0-9])\s*-\s*([0-2]?[0-9]):([0-5][0-9])")
_TIME = re.compile(r"([0-2]?[0-9]):([0-5][0-9])")


class HoursError(ValueError):
    """Hours that cannot be read; `expected` says what can be."""

    def __init__(self, written: object, expected: str) -> None:
        self.written = written
        self.expected = expected
        super().__init__(f"{written!r}: expected {expected}")


@dataclass(frozen=True, slots=True)
class Span:
    """From one local time to a later one of the same day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise HoursError(f"{self.start:%H:%M}-{self.end:%H:%M}", "an end after its start")


def parse_time(written: str) -> time:
    found = _TIME.fullmatch(written.strip())
    if found is None or int(found[1]) > 23:
        raise HoursError(written, "a time of day like 09:30")
    return time(int(found[1]), int(found[2]))


def parse_times(written: str, expected: str) -> tuple[time, time]:
    found = _WRITTEN.fullmatch(written.strip())
    if found is None or int(found[1]) > 23 or int(found[3]) > 23:
        raise HoursError(written, expected)
    return time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))


def zone_of(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise HoursError(timezone, "a time zone like Asia/Shanghai") from None


def local_moment(day: date, local: time, zone: ZoneInfo) -> datetime:
    """A local time of day in UTC; one that the clocks skip is as far after the jump."""
    return datetime.combine(day, local, tzinfo=zone).astimezone(UTC)
