"""When the city works: office hours, holidays and make-up working days. Datetimes come in aware
and go out in UTC; how long the city may stay silent is counted here and nowhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

import holidays

from hotline.domain.quiet import CallHours, QuietHours
from hotline.domain.span import HoursError, Span, local_moment, parse_time, parse_times, zone_of

__all__ = ["CallHours", "HoursError", "OfficeHours", "QuietHours", "Span", "WorkCalendar"]

# No office is closed this long; past it the extra days themselves are wrong.
_LONGEST_CLOSED = 400

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
type_times = tuple[tuple[datetime, datetime], ...]
_OFFICE = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? ([0-9:,\- ]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeHours:
    """Open spans by weekday, 0 is Monday."""

    EXPECTED: ClassVar[str] = "weekdays and times, like 'mon-fri 09:00-12:00,13:00-17:00; sat 09:00-12:00'"

    by_weekday: tuple[tuple[Span, ...], ...]
    timezone: str

    @classmethod
    def parse(cls, written: str, timezone: str) -> Self:
        days: list[tuple[Span, ...]] = [() for _ in _DAYS]
        for part in written.casefold().split(";"):
            found = _OFFICE.fullmatch(" ".join(part.split()))
            first, last = (found[1], found[2] or found[1]) if found else ("", "")
            if found is None or first not in _DAYS or last not in _DAYS[_DAYS.index(first) :]:
                raise HoursError(written, cls.EXPECTED)
            spans = _spans(found[3], cls.EXPECTED)
            for day in range(_DAYS.index(first), _DAYS.index(last) + 1):
                days[day] = spans
        zone_of(timezone)
        return cls(by_weekday=tuple(days), timezone=timezone)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.timezone)

    def on(self, weekday: int) -> tuple[Span, ...]:
        """The day's spans; a make-up working day without hours of its own keeps the first working day's."""
        return self.by_weekday[weekday] or next(spans for spans in self.by_weekday if spans)


def _spans(written: str, expected: str) -> tuple[Span, ...]:
    spans = sorted((Span(*parse_times(each, expected)) for each in written.split(",")), key=lambda span: span.start)
    if any(one.end > other.start for one, other in pairwise(spans)):
        raise HoursError(written, "spans that do not overlap")
    return tuple(spans)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkCalendar:
    """The region's working days within the office's hours.

    `region` is a country, or one with a subdivision (CN, DE-BY). The extra days are the city's own
    and win over the library: the way to enter a year's make-up days before the library has them."""

    region: str
    office: OfficeHours
    extra_holidays: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    # Days already worked out: one report asks for some twenty of the same few.
    _days: dict[date, type_times] = field(default_factory=dict, init=False, repr=False, compare=False)
    _next: dict[date, date] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _year(self.region, 2000)

    def knows(self, year: int) -> bool:
        """Whether this year's days are published, or its make-up days entered; where not, they may still come. A day off
        alone says nothing: it may be the city's own."""
        own = any(day.year == year for day in self.extra_working_days)
        return own or _year(self.region, year).published

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        year = _year(self.region, day.year)
        if day in self.extra_holidays or day in year.holidays:
            return False
        return bool(self.office.by_weekday[day.weekday()]) or day in year.made_up

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._opening(self.local_day(at)))

    def at_work(self, at: datetime) -> bool:
        """Between the day's first opening and its last closing: people who are at lunch are there."""
        spans = self._opening(self.local_day(at))
        return bool(spans) and spans[0][0] <= at < spans[-1][1]

    def unpublished(self, first: datetime, last: datetime) -> tuple[int, ...]:
        """The years from one moment to another whose days off may still be moved; weekends count as they stand there."""
        return tuple(y for y in range(self.local_day(first).year, self.local_day(last).year + 1) if not self.knows(y))

    def next_open(self, at: datetime) -> datetime:
        """The same moment if open, else the next opening."""
        return next(self._spans_from(at))[0]

    def next_morning(self, at: datetime, local: str) -> datetime:
        """The next time it is `local` o'clock (like 09:30) on a working day, today's included."""
        wanted, day = parse_time(local), self.local_day(at)
        moment = local_moment(day, wanted, self.office.zone)
        if self.is_working_day(day) and moment >= at:
            return moment
        return local_moment(self._working_day_after(day), wanted, self.office.zone)

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        return self.add_working_time(at, timedelta(hours=hours))

    def add_working_time(self, at: datetime, work: timedelta) -> datetime:
        """The moment this much office time has passed; none to pass: the moment itself."""
        if work <= timedelta(0):
            return at.astimezone(UTC)
        for start, end in self._spans_from(at):
            if work <= end - start:
                return start + work
            work -= end - start
        raise HoursError(self.region, "an office that opens")

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much office time lies between two moments."""
        passed = timedelta(0)
        for opened, closed in self._spans_from(start):
            if opened >= end:
                break
            passed += min(closed, end) - opened
        return passed

    def end_of_working_day(self, after: datetime, nth: int) -> datetime:
        """Closing time of the nth working day after the day of `after`, which is not counted."""
        day = self.local_day(after)
        for _ in range(nth):
            day = self._working_day_after(day)
        spans = self._opening(day)
        at = after.astimezone(UTC)
        return max(spans[-1][1], at) if spans else at

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.office.zone).date()

    def _working_day_after(self, day: date) -> date:
        known = self._next.get(day)
        if known is None:
            known = self._next[day] = self._looked_ahead(day)
        return known

    def _looked_ahead(self, day: date) -> date:
        for ahead in range(1, _LONGEST_CLOSED):
            if self.is_working_day(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise HoursError(self.region, f"a working day within {_LONGEST_CLOSED} days")

    def _opening(self, day: date) -> type_times:
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = self._worked_out(day)
        return known

    def _worked_out(self, day: date) -> type_times:
        if not self.is_working_day(day):
            return ()
        zone = self.office.zone
        spans = (
            (local_moment(day, span.start, zone), local_moment(day, span.end, zone))
            for span in self.office.on(day.weekday())
        )
        # a span that the clocks jump over is none
        return tuple((start, end) for start, end in spans if start < end)

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the office's time from here on, span by span, without end."""
        at = at.astimezone(UTC)
        day = self.local_day(at)
        if not self.is_working_day(day):
            day = self._working_day_after(day)
        while True:
            for start, end in self._opening(day):
                if end > at:
                    yield max(start, at), end
            day = self._working_day_after(day)


@dataclass(frozen=True, slots=True)
class _Year:
    holidays: frozenset[date]
    made_up: frozenset[date]
    published: bool


@lru_cache(maxsize=64)
def _year(region: str, year: int) -> _Year:
    """One year of the library's, copied: its own object fills itself while read, unsafe in threads."""
    country, _, subdivision = region.partition("-")
    try:
        table = holidays.country_holidays(country, subdiv=subdivision or None, years=[year])
    except NotImplementedError:
        raise HoursError(region, "a country, or one with a subdivision, like CN or DE-BY") from None
    within = table.start_year <= year <= table.end_year
    # where days off are moved about each year, only a year with its own decree is known
    published = within and (not table.has_substituted_holidays or year in table.special_public_holidays)
    return _Year(frozenset(table), frozenset(table.weekend_workdays), published)
