"""A span of the city's days that figures are counted over: half-open, from one local midnight up to another."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from hotline.domain.errors import RuleError
from hotline.domain.span import local_moment

LONGEST = 3 * 366  # days; a longer one is a slip of the finger
USUAL = 30  # the days that are shown where nobody asked for others
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{2})")
_YEAR = re.compile(r"\d{4}")


class Span(StrEnum):
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Baseline(StrEnum):
    """What a period is held against."""

    BEFORE = "before"
    YEAR = "year"


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """``first`` is its first day, ``after`` the day after its last."""

    span: Span
    first: date
    after: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if not 0 < (self.after - self.first).days <= LONGEST or not 1990 < self.first.year < 2200:
            raise RuleError("not_a_period")

    @property
    def since(self) -> datetime:
        return local_moment(self.first, time(), self.zone)

    @property
    def until(self) -> datetime:
        """Belongs to the next period."""
        return local_moment(self.after, time(), self.zone)

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)

    @property
    def name(self) -> str:
        """As it is written: 2026-11, 2026-Q4, 2026-W48, 2026, or its first and last day."""
        match self.span:
            case Span.MONTH:
                return f"{self.first:%Y-%m}"
            case Span.QUARTER:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case Span.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02d}"
            case Span.YEAR:
                return str(self.first.year)
            case Span.DAYS:
                return f"{self.first}/{self.last}"

    @classmethod
    def read(cls, written: str, zone: ZoneInfo) -> Self:
        """2026-11, 2026-Q4, 2026-W48 or 2026. RuleError ``not_a_period``."""
        try:
            if found := _MONTH.fullmatch(written):
                return cls._months(Span.MONTH, date(int(found[1]), int(found[2]), 1), zone)
            if found := _QUARTER.fullmatch(written):
                return cls._months(Span.QUARTER, date(int(found[1]), int(found[2]) * 3 - 2, 1), zone)
            if found := _WEEK.fullmatch(written):
                first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
                return cls(span=Span.WEEK, first=first, after=first + timedelta(days=7), zone=zone)
            if _YEAR.fullmatch(written):
                return cls._months(Span.YEAR, date(int(written), 1, 1), zone)
        except (ValueError, OverflowError):  # a month 13, a week 54, the year 0
            pass
        raise RuleError("not_a_period", {"written": written[:20]})

    @classmethod
    def days(cls, first: date, last: date, zone: ZoneInfo) -> Self:
        """Any two days, both included. RuleError ``not_a_period``."""
        return cls(span=Span.DAYS, first=first, after=last + timedelta(days=1), zone=zone)

    @classmethod
    def latest(cls, now: datetime, zone: ZoneInfo, days: int = USUAL) -> Self:
        """The days up to and with today's."""
        today = now.astimezone(zone).date()
        return cls.days(today - timedelta(days=days - 1), today, zone)

    def against(self, baseline: Baseline) -> "Period":
        return self.before() if baseline is Baseline.BEFORE else self.year_earlier()

    def before(self) -> "Period":
        """The one that ends where this one begins: of the same kind, or of as many days."""
        if self.span in _MONTHS:
            return self._months(self.span, _shifted(self.first, -_MONTHS[self.span]), self.zone)
        return Period(span=self.span, first=self.first - (self.after - self.first), after=self.first, zone=self.zone)

    def year_earlier(self) -> "Period":
        """The same months of the year before; a week is held against the one 52 weeks earlier."""
        if self.span in _MONTHS:
            return self._months(self.span, _shifted(self.first, -12), self.zone)
        if self.span is Span.WEEK:
            back = timedelta(weeks=52)
            return Period(span=self.span, first=self.first - back, after=self.after - back, zone=self.zone)
        first = _year_before(self.first)
        return Period(span=self.span, first=first, after=first + (self.after - self.first), zone=self.zone)

    @classmethod
    def _months(cls, span: Span, first: date, zone: ZoneInfo) -> Self:
        return cls(span=span, first=first, after=_shifted(first, _MONTHS[span]), zone=zone)


def months_up_to(last: Period, count: int) -> tuple[Period, ...]:
    """This month and those before it, the oldest first."""
    found = [last]
    while len(found) < count:
        found.append(found[-1].before())
    return tuple(reversed(found))


def _shifted(first: date, months: int) -> date:
    """The first of a month some months away."""
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - 1, day=28)
