"""Periods begin and end at the city's midnights, follow each other without a gap, and read as they are written."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.errors import RuleError
from hotline.domain.period import Baseline, Period, Span, months_up_to

CHINA, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")

READ = {
    "2026-11": ("2026-11-01", "2026-11-30"), "2026-02": ("2026-02-01", "2026-02-28"), "2028-02": ("2028-02-01", "2028-02-29"),
    "2026-12": ("2026-12-01", "2026-12-31"), "2026-Q4": ("2026-10-01", "2026-12-31"), "2026-Q1": ("2026-01-01", "2026-03-31"),
    "2026": ("2026-01-01", "2026-12-31"), "2026-W48": ("2026-11-23", "2026-11-29"), "2020-W53": ("2020-12-28", "2021-01-03"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "days"), READ.items())
def test_a_period_is_read_and_named_alike(written: str, days: tuple[str, str]) -> None:
    period = Period.read(written, CHINA)
    assert (str(period.first), str(period.last), period.name) == (*days, written)


NOT_READ = ("", "2026-13", "2026-00", "2026-W54", "2025-W53", "2026-Q5", "0000", "26-11", "2026-11-01", "9999")


@pytest.mark.parametrize("written", NOT_READ)
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(RuleError, match="not_a_period"):
        Period.read(written, CHINA)


def test_a_month_is_that_of_the_city_and_not_of_greenwich() -> None:
    november = Period.read("2026-11", CHINA)
    assert november.since == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert november.until == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_where_the_clocks_change_a_month_is_an_hour_longer() -> None:
    october = Period.read("2026-10", BERLIN)
    assert (october.until - october.since).total_seconds() == 31 * 86400 + 3600


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.sampled_from([Span.MONTH, Span.QUARTER, Span.YEAR, Span.WEEK, Span.DAYS]))
def test_the_period_before_ends_where_this_one_begins(day: date, span: Span) -> None:
    year, week, _ = day.isocalendar()
    written = {Span.MONTH: f"{day:%Y-%m}", Span.QUARTER: f"{day.year}-Q{(day.month + 2) // 3}", Span.YEAR: f"{day.year}",
               Span.WEEK: f"{year}-W{week:02d}"}  # fmt: skip
    period = Period.read(written[span], CHINA) if span in written else Period.days(day, day, CHINA)
    before = period.against(Baseline.BEFORE)
    assert (before.until, before.span) == (period.since, span)
    assert before.first < before.after
    earlier = period.against(Baseline.YEAR)
    assert earlier.span is span
    assert 364 <= (period.first - earlier.first).days <= 366
    if span in written:
        assert Period.read(before.name, CHINA) == before


def test_the_29th_of_february_is_held_against_the_28th() -> None:
    assert Period.days(date(2028, 2, 29), date(2028, 2, 29), CHINA).year_earlier().first == date(2027, 2, 28)


def test_two_days_in_the_wrong_order_or_years_apart_are_refused() -> None:
    for first, last in ((date(2026, 11, 2), date(2026, 11, 1)), (date(2020, 1, 1), date(2026, 1, 1))):
        with pytest.raises(RuleError, match="not_a_period"):
            Period.days(first, last, CHINA)


def test_the_latest_days_end_with_the_city_s_today() -> None:
    late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # half past midnight on the 24th
    period = Period.latest(late, CHINA)
    assert (period.first, period.last) == (date(2026, 10, 26), date(2026, 11, 24))
    assert period.since < late < period.until


def test_months_up_to_one_come_in_order() -> None:
    months = months_up_to(Period.read("2026-02", CHINA), 4)
    assert [each.name for each in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
