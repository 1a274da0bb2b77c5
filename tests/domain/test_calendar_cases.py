"""The Chinese working calendar around its holidays: what the State Council moved for 2024, 2025 and 2026, day by day, and what
our promises come to there.

The tables of ends come from another implementation (chinesecalendar), not from ours. The holidays package knows the decrees of
all three years; 2027's is not out yet, so its moved days come from the configuration's extra days.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.deadline import due
from hotline.domain.duration import Duration, Unit
from hotline.domain.hours import OfficeHours, WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = OfficeHours.parse("mon-fri 09:00-12:00,13:00-17:00", "Asia/Shanghai")
CN = WorkCalendar(region="CN", office=OFFICE)

# The notices' own words: from … to … off, and the Saturdays and Sundays that are worked for it.
# 国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号
OFF = {
    2024: ["01-01 01-01", "02-10 02-17", "04-04 04-06", "05-01 05-05", "06-08 06-10", "09-15 09-17", "10-01 10-07"],
    2025: ["01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"],
    2026: ["01-01 01-03", "02-15 02-23", "04-04 04-06", "05-01 05-05", "06-19 06-21", "09-25 09-27", "10-01 10-07"],
}
WORKED = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def works_by_the_notice(day: date) -> bool:
    spans = (span.split() for span in OFF[day.year])
    off = any(first <= f"{day:%m-%d}" <= last for first, last in spans)
    return f"{day:%m-%d}" in WORKED[day.year].split() or (day.weekday() < 5 and not off)


@pytest.mark.parametrize("year", OFF)
def test_every_day_of_the_year_is_what_the_notice_says(year: int) -> None:
    assert CN.knows(year)
    assert [day for day in days_of(year) if CN.is_working_day(day) is not works_by_the_notice(day)] == []


SEVEN_DAYS = [
    # 2024: Spring Festival, Qingming, Labour Day, Mid-Autumn and National Day
    ("2024-02-03 10:00", "2024-02-18"), ("2024-02-04 10:00", "2024-02-19"), ("2024-02-09 16:59", "2024-02-26"),
    ("2024-02-09 17:00", "2024-02-26"), ("2024-02-09 23:30", "2024-02-26"), ("2024-02-10 12:00", "2024-02-26"),
    ("2024-02-17 12:00", "2024-02-26"), ("2024-02-18 09:00", "2024-02-27"), ("2024-02-19 08:00", "2024-02-28"),
    ("2024-04-03 16:59", "2024-04-15"), ("2024-04-05 12:00", "2024-04-15"), ("2024-04-07 10:00", "2024-04-16"),
    ("2024-04-28 10:00", "2024-05-10"), ("2024-04-30 17:00", "2024-05-13"), ("2024-05-03 12:00", "2024-05-13"),
    ("2024-05-11 10:00", "2024-05-21"), ("2024-09-14 10:00", "2024-09-26"), ("2024-09-29 10:00", "2024-10-14"),
    ("2024-09-30 16:59", "2024-10-15"), ("2024-10-04 03:00", "2024-10-15"), ("2024-10-07 23:59", "2024-10-15"),
    ("2024-10-12 16:59", "2024-10-22"),
    # 2025
    ("2025-01-24 16:59", "2025-02-10"), ("2025-01-25 12:00", "2025-02-10"), ("2025-01-26 10:00", "2025-02-11"),
    ("2025-01-27 17:00", "2025-02-12"), ("2025-01-28 00:00", "2025-02-12"), ("2025-02-01 12:00", "2025-02-12"),
    ("2025-02-04 23:59", "2025-02-12"), ("2025-02-08 10:00", "2025-02-18"), ("2025-04-03 16:59", "2025-04-15"),
    ("2025-04-04 12:00", "2025-04-15"), ("2025-04-06 22:00", "2025-04-15"), ("2025-04-27 10:00", "2025-05-09"),
    ("2025-04-30 16:59", "2025-05-14"), ("2025-05-05 23:59", "2025-05-14"), ("2025-09-28 10:00", "2025-10-14"),
    ("2025-09-30 17:00", "2025-10-16"), ("2025-10-01 00:00", "2025-10-16"), ("2025-10-05 12:00", "2025-10-16"),
    ("2025-10-08 12:00", "2025-10-16"), ("2025-10-11 10:00", "2025-10-21"),
    # 2026: the longest Spring Festival; Mid-Autumn and National Day in one term
    ("2026-02-13 16:59", "2026-03-02"), ("2026-02-14 10:00", "2026-03-03"), ("2026-02-14 16:59", "2026-03-03"),
    ("2026-02-15 00:00", "2026-03-03"), ("2026-02-18 12:00", "2026-03-03"), ("2026-02-23 23:59", "2026-03-03"),
    ("2026-02-27 17:00", "2026-03-09"), ("2026-02-28 10:00", "2026-03-10"), ("2026-04-03 16:59", "2026-04-15"),
    ("2026-04-05 12:00", "2026-04-15"), ("2026-04-06 23:30", "2026-04-15"), ("2026-04-30 16:59", "2026-05-13"),
    ("2026-04-30 17:00", "2026-05-13"), ("2026-05-03 12:00", "2026-05-13"), ("2026-05-09 10:00", "2026-05-19"),
    ("2026-09-20 10:00", "2026-09-30"), ("2026-09-24 23:00", "2026-10-12"), ("2026-09-30 16:59", "2026-10-15"),
    ("2026-10-04 12:00", "2026-10-15"), ("2026-10-07 23:59", "2026-10-15"), ("2026-10-10 10:00", "2026-10-20"),
    ("2026-12-21 10:00", "2026-12-30"),
]  # fmt: skip


@pytest.mark.parametrize(("received", "day"), SEVEN_DAYS)
def test_a_result_is_due_at_closing_time_of_the_seventh_working_day_after_receipt(received: str, day: str) -> None:
    assert due(local(received), Duration.parse("7wd"), CN) == local(f"{day} 17:00")


@pytest.mark.parametrize(("received", "day"), SEVEN_DAYS[::5])
def test_the_hour_of_receipt_moves_no_working_day(received: str, day: str) -> None:
    for hour in ("00:00", "08:59", "12:30", "16:59", "17:00", "23:59"):
        assert due(local(f"{received[:10]} {hour}"), Duration.parse("7wd"), CN) == local(f"{day} 17:00"), hour


@pytest.mark.parametrize(("received", "end"), [
    ("2024-02-09 15:00", "2024-02-18 11:00"), ("2024-02-18 08:00", "2024-02-18 14:00"),
    ("2024-04-03 16:59", "2024-04-07 13:59"), ("2024-05-11 11:00", "2024-05-11 16:00"),
    ("2024-05-11 16:00", "2024-05-13 12:00"), ("2025-01-27 14:00", "2025-02-05 10:00"),
    ("2025-01-30 12:00", "2025-02-05 14:00"), ("2025-04-30 16:30", "2025-05-06 13:30"),
    ("2025-09-30 12:30", "2025-09-30 17:00"), ("2025-10-11 15:00", "2025-10-13 11:00"),
    ("2026-02-14 11:00", "2026-02-14 16:00"), ("2026-02-14 15:00", "2026-02-24 11:00"),
    ("2026-02-19 03:00", "2026-02-24 14:00"), ("2026-09-19 10:00", "2026-09-20 14:00"),
    ("2026-09-20 16:59", "2026-09-21 13:59"), ("2026-09-30 13:30", "2026-10-08 09:30"),
    ("2026-10-07 23:59", "2026-10-08 14:00"), ("2026-10-10 09:00", "2026-10-10 14:00"),
    ("2026-11-23 09:00", "2026-11-23 14:00"), ("2026-11-23 11:30", "2026-11-23 16:30"),
    ("2026-11-23 12:00", "2026-11-23 17:00"), ("2026-11-23 12:30", "2026-11-23 17:00"),
    ("2026-11-23 17:00", "2026-11-24 14:00"), ("2026-11-23 23:00", "2026-11-24 14:00"),
])  # fmt: skip
def test_four_working_hours_leave_out_lunch_the_night_and_the_holiday(received: str, end: str) -> None:
    assert due(local(received), Duration.parse("4wh"), CN) == local(end)


@pytest.mark.parametrize(
    ("received", "result", "extended"),
    [
        ("2024-02-01 10:00", "2024-02-09", "2024-02-26"),  # made up on the 4th and the 18th
        ("2025-01-20 10:00", "2025-02-05", "2025-02-13"),
        ("2026-02-09 10:00", "2026-02-25", "2026-03-05"),
        ("2026-04-24 10:00", "2026-05-08", "2026-05-18"),  # made up on the 9th
        ("2026-09-22 10:00", "2026-10-09", "2026-10-19"),
    ],
)
def test_an_extension_is_counted_from_the_deadline_it_extends(received: str, result: str, extended: str) -> None:
    first = due(local(received), Duration.parse("7wd"), CN)
    assert first == local(f"{result} 17:00")
    assert due(first, Duration.parse("7wd"), CN) == local(f"{extended} 17:00")


# A year that nobody has published: its holidays by law and its weekends count, and what the city enters wins.


def test_a_deadline_that_falls_into_a_year_not_published_counts_its_weekends() -> None:
    assert not CN.knows(2027)
    assert due(local("2026-12-28 10:00"), Duration.parse("7wd"), CN) == local("2027-01-07 17:00")  # 1 January is off by law
    assert due(local("2026-12-31 16:30"), Duration.parse("4wh"), CN) == local("2027-01-04 13:30")


def test_the_days_of_a_notice_entered_in_the_configuration_count_at_once() -> None:
    own = WorkCalendar(
        region="CN", office=OFFICE, extra_working_days=frozenset({date(2027, 1, 3)}),
        extra_holidays=frozenset({date(2027, 1, 4)}),
    )
    assert own.knows(2027)
    assert due(local("2026-12-31 16:30"), Duration.parse("4wh"), own) == local("2027-01-03 13:30")
    assert due(local("2027-01-03 10:00"), Duration.parse("1wd"), own) == local("2027-01-05 17:00")


def test_a_local_holiday_alone_does_not_stand_for_the_years_notice() -> None:
    """Who enters the city's own day off has not entered the make-up days."""
    own = WorkCalendar(region="CN", office=OFFICE, extra_holidays=frozenset({date(2027, 3, 3)}))
    assert not own.knows(2027)
    assert not own.is_working_day(date(2027, 3, 3))


@pytest.mark.parametrize("year", [1948, 1990, 2007, 2027, 2035, 2099, 2150])
def test_no_year_raises(year: int) -> None:
    start = datetime(year, 12, 25, 3, tzinfo=UTC)
    for span in ("15wd", "4wh"):
        assert due(start, Duration.parse(span), CN) > start
    assert CN.next_open(start) >= start


# Properties, over four years and into one not published.

MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
WORKING = st.builds(Duration, amount=st.integers(1, 30), unit=st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS]))


@given(MOMENTS, WORKING)
def test_nothing_ends_on_a_day_off_nor_at_an_hour_off(at: datetime, span: Duration) -> None:
    end = due(at, span, CN)
    assert end > at
    assert CN.is_working_day(CN.local_day(end))
    assert CN.is_open(end - timedelta(microseconds=1))
    if span.unit is Unit.WORKING_DAYS:
        assert end.astimezone(ZONE).strftime("%H:%M") == "17:00"


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), WORKING)
def test_who_comes_later_is_never_due_sooner(at: datetime, later: timedelta, span: Duration) -> None:
    assert due(at + later, span, CN) >= due(at, span, CN)


@given(MOMENTS, WORKING)
def test_more_is_never_due_sooner(at: datetime, span: Duration) -> None:
    assert due(at, Duration(amount=span.amount + 1, unit=span.unit), CN) > due(at, span, CN)


@given(MOMENTS, st.integers(1, 30))
def test_so_many_working_days_lie_after_the_day_of_receipt(at: datetime, days: int) -> None:
    first, last = CN.local_day(at), CN.local_day(due(at, Duration(amount=days, unit=Unit.WORKING_DAYS), CN))
    between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert sum(CN.is_working_day(day) for day in between) == days
