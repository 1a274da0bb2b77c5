"""What is put together beside the database's counts: gaps between country and town, hearings, what is asked in vain."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hotline.clock import FixedClock
from hotline.domain.board import Asked
from hotline.domain.consultation import Consultation, Decision, Vote
from hotline.domain.errors import RuleError
from hotline.domain.kpi import Value
from hotline.domain.period import Period
from hotline.domain.ticket import State
from hotline.services.kpis import board
from tests.conftest import MORNING
from tests.storage.samples import Samples
from tests.support.city import City, close_city, open_city

MONTH = Period.read("2026-11", ZoneInfo("Asia/Shanghai"))
DAY = timedelta(days=1)


@pytest.fixture
def city(tmp_path: Path, redis_url: str) -> Iterator[City]:
    opened = open_city(tmp_path, FixedClock(MORNING), f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    yield opened
    close_city(opened)


def judged(city: City, make: Samples, grid: str, solved: int, not_solved: int) -> None:
    with city.hotline.database.writing() as store:
        for answer in [1] * solved + [3] * not_solved:
            ticket = make.ticket(grid=grid, state=State.CLOSED, received_at=MORNING - 9 * DAY)
            store.tickets.add(ticket)
            store.surveys.add(make.survey(ticket.id, solved=answer, closed_at=MORNING - DAY))


def test_country_and_town_are_held_against_each_other(city: City) -> None:
    make = Samples()
    judged(city, make, "east-1", 9, 1)
    judged(city, make, "north-1", 7, 3)
    gap = board(city.hotline.parts, Asked(period=MONTH)).city["gap_solved"]
    assert gap.parts == {"rural": Value(numerator=7, denominator=10), "urban": Value(numerator=9, denominator=10)}
    assert (gap.shown, gap.met) == (20.0, False)


def test_outside_a_gap_is_hidden_with_either_of_its_sides(city: City) -> None:
    make = Samples()
    judged(city, make, "east-1", 30, 1)
    judged(city, make, "north-1", 2, 1)
    gap = board(city.hotline.parts, Asked(period=MONTH, public=True)).city["gap_solved"]
    assert (gap.number, gap.value.small) == (None, True)
    assert gap.parts["rural"] == Value(small=True)


def test_decisions_are_held_against_the_votes(city: City) -> None:
    make, base = Samples(), MONTH.since
    options = ({"zh-CN": "a"}, {"zh-CN": "b"})
    decided = {
        "follows": (1, base + DAY), "goes against": (2, base + DAY), "nobody voted": (1, base + DAY),
        "another month": (1, base - DAY), "first moment": (1, base), "next month": (1, MONTH.until),
    }  # fmt: skip
    consultations = [
        Consultation(id=name, question={}, options=options, opens=base - 9 * DAY, closes=base - 5 * DAY,
                     decision=Decision(option=option, at=at)) for name, (option, at) in decided.items()
    ]  # fmt: skip
    open_one = Consultation(id="open", question={}, options=options, opens=base, closes=base + 99 * DAY)
    with city.hotline.database.writing() as store:
        for n in range(3):
            reporter = make.reporter()
            store.reporters.add(reporter)
            for name in {*decided} - {"nobody voted"}:
                store.votes.cast(Vote(consultation=name, reporter_id=reporter.id, option=1 if n else 2, at=base - 6 * DAY))
    parts = replace(city.hotline.parts, consultations=[*consultations, open_one])
    found = board(parts, Asked(period=MONTH)).city["hearings_followed"]
    assert found.value == Value(numerator=2, denominator=3, excluded=1)


def test_grids_nobody_reported_from_are_named(city: City) -> None:
    judged(city, Samples(), "east-1", 1, 0)
    found = board(city.hotline.parts, Asked(period=MONTH))
    names = {name["en"] for name in found.silent_grids}
    assert "East 1" not in names
    assert len(names) == found.city["silent_grids"].value.numerator == found.city["silent_grids"].value.denominator - 1


def test_a_department_there_is_none_of_is_refused(city: City) -> None:
    with pytest.raises(RuleError, match="no_department"):
        board(city.hotline.parts, Asked(period=MONTH, department=""))


def test_a_period_to_come_has_nothing_in_it(city: City) -> None:
    judged(city, Samples(), "east-1", 1, 0)
    later = Period.days(datetime(2027, 5, 1).date(), datetime(2027, 5, 9).date(), MONTH.zone)  # noqa: DTZ001
    found = board(city.hotline.parts, Asked(period=later)).city
    assert {name for name, figure in found.items() if figure.value.denominator and name != "silent_grids"} == set()
