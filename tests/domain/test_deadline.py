"""When promises are due and when they are warned of."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.deadline import at_fraction, due
from hotline.domain.duration import Duration, Unit
from hotline.domain.hours import OfficeHours, WorkCalendar

CN = WorkCalendar(region="CN", office=OfficeHours.parse("mon-fri 09:00-12:00,13:00-17:00", "Asia/Shanghai"))
# Open through the night the clocks change in, the hardest case for office time.
BERLIN = WorkCalendar(region="DE-BE", office=OfficeHours.parse("mon-sun 01:00-05:00,20:00-23:59", "Europe/Berlin"))


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-11-23 10:20", "24h", "2026-11-24 10:20"),
        ("2026-11-23 10:20", "0s", "2026-11-23 10:20"),
        ("2026-11-23 10:20", "10m", "2026-11-23 10:30"),
        ("2026-11-23 10:20", "7wd", "2026-12-02 17:00"),
        ("2026-11-21 10:20", "1wd", "2026-11-23 17:00"),   # received on a Saturday
        ("2026-11-23 23:50", "1wd", "2026-11-24 17:00"),
        ("2026-09-30 10:00", "3wd", "2026-10-10 17:00"),   # the week off, and the Saturday made up
        ("2026-02-13 10:00", "3wd", "2026-02-25 17:00"),   # 14th made up, festival to the 23rd
        ("2026-11-23 10:20", "4wh", "2026-11-23 15:20"),
        ("2026-11-23 16:30", "4wh", "2026-11-24 13:30"),
        ("2026-11-21 10:00", "4wh", "2026-11-23 14:00"),
        ("2026-11-23 16:00", "0wd", "2026-11-23 17:00"),
        ("2026-11-22 16:00", "0wd", "2026-11-22 16:00"),
    ],
)  # fmt: skip
def test_due(start: str, duration: str, end: str) -> None:
    assert due(local(start), Duration.parse(duration), CN) == local(end)


@pytest.mark.parametrize(
    ("start", "duration", "percent", "warned"),
    [
        ("2026-11-23 09:00", "4wh", 75, "2026-11-23 12:00"),
        ("2026-11-23 10:20", "4wh", 75, "2026-11-23 14:20"),
        ("2026-11-23 16:00", "4wh", 75, "2026-11-24 11:00"),
        ("2026-11-23 10:00", "24h", 75, "2026-11-24 04:00"),
        ("2026-11-23 17:00", "4wd", 75, "2026-11-26 17:00"),
        ("2026-11-23 17:00", "4wd", 0, "2026-11-23 17:00"),
        ("2026-11-23 17:00", "4wd", 100, "2026-11-27 17:00"),
    ],
)
def test_the_warning_is_measured_in_the_deadlines_own_unit(
    start: str, duration: str, percent: int, warned: str
) -> None:
    promised = Duration.parse(duration)
    due_at = due(local(start), promised, CN)
    assert at_fraction(local(start), due_at, promised, percent, CN) == local(warned)


def test_a_day_of_clock_time_is_24_hours_over_a_change_of_clocks() -> None:
    start = local("2026-10-24 12:00", "Europe/Berlin")
    assert due(start, Duration.parse("24h"), BERLIN) - start == timedelta(hours=24)


@pytest.mark.parametrize(("night", "hours"), [("2026-03-29", 3), ("2026-10-25", 5), ("2026-06-07", 4)])
def test_office_time_in_the_night_of_a_change_is_what_really_passes(night: str, hours: int) -> None:
    start = local(f"{night} 00:30", "Europe/Berlin")
    assert BERLIN.add_working_hours(start, hours) == local(f"{night} 05:00", "Europe/Berlin")


MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
DURATIONS = st.builds(Duration, st.integers(0, 60), st.sampled_from(Unit))
CALENDARS = st.sampled_from([CN, BERLIN])


@given(MOMENTS, DURATIONS, CALENDARS)
def test_nothing_is_due_before_it_starts(start: datetime, duration: Duration, calendar: WorkCalendar) -> None:
    due_at = due(start, duration, calendar)
    assert due_at >= start
    assert due_at.tzinfo is UTC


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), DURATIONS, CALENDARS)
def test_who_comes_later_is_never_due_earlier(
    start: datetime, wait: timedelta, duration: Duration, calendar: WorkCalendar
) -> None:
    if duration == Duration(0, Unit.WORKING_DAYS):
        return  # the end of this day, or now where there is none
    assert due(start, duration, calendar) <= due(start + wait, duration, calendar)


@given(MOMENTS, st.integers(0, 40), st.sampled_from(Unit), CALENDARS)
def test_more_is_never_earlier(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar) -> None:
    assert due(start, Duration(amount, unit), calendar) <= due(start, Duration(amount + 1, unit), calendar)


@given(MOMENTS, st.integers(1, 60), CALENDARS)
def test_working_hours_end_in_office_time(start: datetime, hours: int, calendar: WorkCalendar) -> None:
    due_at = due(start, Duration(hours, Unit.WORKING_HOURS), calendar)
    assert calendar.is_open(due_at - timedelta(seconds=1))
    assert calendar.working_time(start, due_at) == timedelta(hours=hours)


@given(MOMENTS, DURATIONS, st.integers(0, 100), st.integers(0, 100), CALENDARS)
def test_warnings_lie_between_start_and_due_in_order(
    start: datetime, duration: Duration, one: int, other: int, calendar: WorkCalendar
) -> None:
    due_at = due(start, duration, calendar)
    early, late = sorted((one, other))
    first = at_fraction(start, due_at, duration, early, calendar)
    second = at_fraction(start, due_at, duration, late, calendar)
    assert start <= first <= second <= due_at
