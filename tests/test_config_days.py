"""The city's own days off and make-up days: what contradicts itself is refused, what is needless or missing is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import group
from hotline.config import remarks_on
from tests.test_config import edited, faults, file, line_of

__all__ = ["file"]  # a fixture

AUTUMN, DECEMBER = datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 12, 28, tzinfo=UTC)
OFF, WORKED = "extra_holidays: []", "extra_working_days: []"


def told(file: Path, now: datetime, **environ: str) -> list[str]:
    return [str(remark) for remark in remarks_on(file, environ, now)]


def test_a_day_cannot_be_off_and_worked(file: Path) -> None:
    edited(file, OFF, "extra_holidays: [2027-02-05, 2027-02-06]")
    edited(file, WORKED, "extra_working_days:\n    - 2027-02-20\n    - 2027-02-06")
    place = f"config.yaml:{line_of(file, '- 2027-02-06')}: city.extra_working_days[2]"
    assert faults(file) == [f"{place}: 2027-02-06 is among extra_holidays too; expected each day in one of the two"]


@pytest.mark.parametrize("day", ["2026-11-23", "2026-10-10"], ids=["a Monday", "made up for already"])
def test_a_make_up_day_that_is_worked_anyhow_is_told_and_stops_nothing(file: Path, day: str) -> None:
    edited(file, WORKED, f"extra_working_days: [{day}]")
    place = f"config.yaml:{line_of(file, day)}: city.extra_working_days[1]"
    assert told(file, AUTUMN) == [f"{place}: {day} is a working day already; expected a day that is off otherwise, or nothing"]


def test_a_year_nobody_published_is_told_before_deadlines_reach_into_it(file: Path) -> None:
    assert told(file, AUTUMN) == []
    (warning,) = told(file, DECEMBER)
    assert warning.startswith(f"config.yaml:{line_of(file, WORKED)}: city.extra_working_days: which days of 2027 ")
    assert "city.extra_holidays" in warning


def test_a_year_whose_make_up_days_were_entered_is_known(file: Path) -> None:
    edited(file, OFF, "extra_holidays: [2027-02-05]")
    assert len(told(file, DECEMBER)) == 1
    edited(file, WORKED, "extra_working_days: [2027-02-06]")
    assert told(file, DECEMBER) == []


def test_what_the_environment_says_is_told_by_its_name(file: Path) -> None:
    (warning,) = told(file, AUTUMN, HOTLINE__CITY__EXTRA_WORKING_DAYS="[2026-11-23]")
    assert warning.startswith("environment: HOTLINE__CITY__EXTRA_WORKING_DAYS: 2026-11-23 is a working day already")


def test_config_check_says_ok_and_warns(file: Path) -> None:
    edited(file, WORKED, "extra_working_days: [2026-11-23]")
    done = CliRunner().invoke(group, ["--config", str(file), "config", "check"])
    assert done.exit_code == 0
    assert done.output.startswith("OK: ")
    assert f"warning: config.yaml:{line_of(file, '2026-11-23')}: city.extra_working_days[1]: 2026-11-23 is" in done.output
