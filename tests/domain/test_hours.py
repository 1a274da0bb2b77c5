"""Office hours, make-up working days, quiet hours and the noon rule."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.hours import CallHours, HoursError, OfficeHours, QuietHours, WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = OfficeHours.parse("mon-fri 09:00-12:00,13:00-17:00", "Asia/Shanghai")
CN = WorkCalendar(region="CN", office=OFFICE)
QUIET = QuietHours.parse("21:00-08:00", "Asia/Shanghai")


def local(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),   # a Monday
        ("2026-11-22", False),  # a Sunday
        ("2026-01-04", True),   # made up for, a Sunday
        ("2026-02-14", True),   # made up for, a Saturday
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-10-10", True),
        ("2026-02-21", False),  # a Saturday within the festival
        ("2026-02-16", False),
        ("2026-02-23", False),  # a Monday off, moved
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2027-10-01", False),  # known by the law, not yet by decree
        ("2027-10-09", False),  # a Saturday nobody made up yet
    ],
)  # fmt: skip
def test_chinese_working_days(day: str, works: bool) -> None:
    assert CN.is_working_day(date.fromisoformat(day)) is works


def test_a_year_not_yet_published_can_be_told() -> None:
    assert CN.knows(2026)
    assert not CN.knows(2027)
    own = WorkCalendar(region="CN", office=OFFICE, extra_working_days=frozenset({date(2027, 10, 9)}))
    assert own.knows(2027)
    assert own.is_working_day(date(2027, 10, 9))


def test_other_regions_need_no_decree() -> None:
    office = OfficeHours.parse("mon-fri 09:00-17:00", "Europe/Berlin")
    bavaria = WorkCalendar(region="DE-BY", office=office)
    berlin = WorkCalendar(region="DE-BE", office=office)
    epiphany = date(2027, 1, 6)
    assert bavaria.knows(2027)
    assert not bavaria.is_working_day(epiphany)
    assert berlin.is_working_day(epiphany)


def test_the_citys_own_days_win() -> None:
    own = WorkCalendar(
        region="CN",
        office=OFFICE,
        extra_holidays=frozenset({date(2026, 11, 24)}),
        extra_working_days=frozenset({date(2026, 10, 1)}),
    )
    assert not own.is_working_day(date(2026, 11, 24))
    assert own.is_working_day(date(2026, 10, 1))


@pytest.mark.parametrize("region", ["XX", "DE-ZZ", "", "CN-"])
def test_an_unknown_region_is_refused_at_once(region: str) -> None:
    if region == "CN-":
        assert WorkCalendar(region=region, office=OFFICE).is_working_day(date(2026, 11, 23))
        return
    with pytest.raises(HoursError):
        WorkCalendar(region=region, office=OFFICE)


@pytest.mark.parametrize(
    ("at", "open_", "next_"),
    [
        ("2026-11-23 09:00", True, "2026-11-23 09:00"),
        ("2026-11-23 08:59", False, "2026-11-23 09:00"),
        ("2026-11-23 12:00", False, "2026-11-23 13:00"),
        ("2026-11-23 17:00", False, "2026-11-24 09:00"),
        ("2026-11-20 18:00", False, "2026-11-23 09:00"),
        ("2026-09-30 17:30", False, "2026-10-08 09:00"),
        ("2026-10-10 10:00", True, "2026-10-10 10:00"),
        ("2026-10-09 17:00", False, "2026-10-10 09:00"),
    ],
)
def test_open_and_next_open(at: str, open_: bool, next_: str) -> None:
    assert CN.is_open(local(at)) is open_
    assert CN.next_open(local(at)) == local(next_)


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:30"),
        ("2026-11-23 18:00", "2026-11-24 09:30"),
        ("2026-11-20 18:00", "2026-11-23 09:30"),
        ("2026-11-21 08:00", "2026-11-23 09:30"),
    ],
)
def test_the_next_working_morning(at: str, morning: str) -> None:
    assert CN.next_morning(local(at), "09:30") == local(morning)


@pytest.mark.parametrize(
    ("at", "hours", "end"),
    [
        ("2026-11-23 10:00", 1, "2026-11-23 11:00"),
        ("2026-11-23 11:00", 4, "2026-11-23 16:00"),
        ("2026-11-23 15:00", 4, "2026-11-24 11:00"),
        ("2026-11-20 16:00", 4, "2026-11-23 12:00"),
        ("2026-11-22 03:00", 0, "2026-11-22 03:00"),
        ("2026-11-23 09:00", 7, "2026-11-23 17:00"),
    ],
)
def test_working_hours_are_counted(at: str, hours: int, end: str) -> None:
    assert CN.add_working_hours(local(at), hours) == local(end)
    assert CN.working_time(local(at), local(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "written", ["", "mon-fri", "fri-mon 09:00-17:00", "mon 9-17", "xyz 09:00-17:00", "mon-fri 17:00-09:00",
                "mon 09:00-12:00,11:00-17:00", "mon 09:00-24:00"]
)  # fmt: skip
def test_office_hours_that_cannot_be_are_refused(written: str) -> None:
    with pytest.raises(HoursError):
        OfficeHours.parse(written, "Asia/Shanghai")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(HoursError):
        OfficeHours.parse("mon 09:00-17:00", "Asia/Nowhere")
    with pytest.raises(HoursError):
        QuietHours.parse("21:00-08:00").allowed_at(local("2026-11-23 22:00"))


def test_an_office_that_never_opens_says_so() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(1_000))
    with pytest.raises(HoursError):
        WorkCalendar(region="CN", office=OFFICE, extra_holidays=closed).next_open(local("2026-01-01 10:00"))


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 08:00"),
        ("2026-11-24 03:00", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
    ],
)
def test_quiet_hours_hold_until_the_morning(at: str, allowed: str) -> None:
    assert QUIET.allowed_at(local(at)) == local(allowed)
    assert QUIET.is_quiet(local(at)) is (at != allowed)


def test_quiet_hours_can_be_off_and_lie_within_a_day() -> None:
    night = local("2026-11-23 23:00")
    assert QuietHours.parse("off").allowed_at(night) == night
    assert QuietHours.parse(False).allowed_at(night) == night
    siesta = QuietHours.parse("13:00-15:30", "Asia/Shanghai")
    assert siesta.allowed_at(local("2026-11-23 14:00")) == local("2026-11-23 15:30")
    assert siesta.allowed_at(night) == night


@pytest.mark.parametrize("written", ["", "21-8", "21:00", "25:00-08:00", "08:00-08:00", None, 21, True])
def test_quiet_hours_that_cannot_be_are_refused(written: object) -> None:
    with pytest.raises(HoursError):
        QuietHours.parse(written)


@pytest.mark.parametrize("written", ["off", "21:00-08:00"])
def test_quiet_hours_are_written_as_read(written: str) -> None:
    assert str(QuietHours.parse(written)) == written


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2026-11-23 11:59", "2026-11-23 11:59"),
        ("2026-11-23 12:00", "2026-11-23 14:00"),
        ("2026-11-23 13:59", "2026-11-23 14:00"),
        ("2026-11-23 22:00", "2026-11-24 08:00"),
    ],
)
def test_nobody_is_rung_at_noon(at: str, allowed: str) -> None:
    assert CallHours(quiet=QUIET).allowed_at(local(at)) == local(allowed)


def test_the_pause_is_the_city_s_and_nothing_is_held_where_the_quiet_hours_are_off() -> None:
    noon = local("2026-11-23 12:30")
    assert CallHours(quiet=QUIET, pause=QuietHours.parse("12:15-13:00")).allowed_at(noon) == local("2026-11-23 13:00")
    assert CallHours(quiet=QUIET, pause=QuietHours.parse("off")).allowed_at(noon) == noon
    assert CallHours(quiet=QuietHours.parse("off")).allowed_at(noon) == noon


def test_a_night_that_ends_at_noon_is_waited_out_too() -> None:
    late = CallHours(quiet=QuietHours.parse("21:00-12:30", "Asia/Shanghai"))
    assert late.allowed_at(local("2026-11-23 23:00")) == local("2026-11-24 14:00")


MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_an_allowed_moment_is_later_allowed_and_final(at: datetime) -> None:
    for hours in (QUIET, CallHours(quiet=QUIET), QuietHours.parse("22:30-02:30", "Europe/Berlin")):
        allowed = hours.allowed_at(at)
        assert allowed >= at
        assert hours.allowed_at(allowed) == allowed


@given(MOMENTS)
def test_the_next_opening_is_open(at: datetime) -> None:
    opening = CN.next_open(at)
    assert opening >= at
    assert CN.is_open(opening)
    assert opening.astimezone(SHANGHAI).hour in range(9, 17)
