"""How durations are written, read and refused."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.duration import Duration, DurationError, Unit


@pytest.mark.parametrize(
    ("written", "amount", "unit"),
    [
        ("30s", 30, Unit.SECONDS),
        ("10m", 10, Unit.MINUTES),
        ("24h", 24, Unit.HOURS),
        ("7d", 7, Unit.DAYS),
        ("7wd", 7, Unit.WORKING_DAYS),
        ("4wh", 4, Unit.WORKING_HOURS),
        (" 0s ", 0, Unit.SECONDS),
    ],
)
def test_each_unit_is_read(written: str, amount: int, unit: Unit) -> None:
    assert Duration.parse(written) == Duration(amount, unit)


@pytest.mark.parametrize(
    "written", ["", "7", "wd", "7 wd", "-7d", "1.5h", "7w", "7WD", "７d", "7wd2h", "9999999d", None, 7, True]
)
def test_anything_else_is_refused_with_what_was_expected(written: object) -> None:
    with pytest.raises(DurationError) as refused:
        Duration.parse(written)
    assert "7wd" in refused.value.expected
    assert repr(written) in str(refused.value)


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(DurationError):
        Duration(-1, Unit.DAYS)


@given(st.integers(0, 99_999), st.sampled_from(Unit))
def test_what_is_written_is_read_back(amount: int, unit: Unit) -> None:
    duration = Duration(amount, unit)
    assert Duration.parse(str(duration)) == duration


def test_only_clock_time_has_a_plain_span() -> None:
    assert Duration.parse("90m").as_timedelta() == timedelta(hours=1.5)
    assert Duration.parse("2d").as_timedelta() == timedelta(days=2)
    with pytest.raises(DurationError):
        Duration.parse("1wd").as_timedelta()
