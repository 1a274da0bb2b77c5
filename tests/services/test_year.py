"""The simulated year: its rows are valid, its log is whole, and every figure the city shows is what really happened."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotline.clock import FixedClock
from hotline.config import load_config
from hotline.demo.year import Year
from hotline.domain.kpi import Dimension, Value
from hotline.domain.period import Period
from hotline.ids import SHORTEST
from hotline.services.seed import seed
from hotline.storage import migrate
from hotline.wiring import Hotline, build, city_seed
from tests.conftest import MORNING
from tests.support.city import ROOT

PARTS = ("numerator", "denominator", "non_response", "excluded", "beside")
COUNTED = (
    "received", "response_in_time", "result_in_time", "accepted_in_time", "contacted_confirmed", "feedback", "solved",
    "satisfied", "survey_answered", "recurrence", "reopened", "suggestions_adopted", "dispatch_right_first", "returns",
    "extensions", "chased", "unreachable", "silence", "closed", "withdrawn_after_contact", "reporters_over_60",
)  # fmt: skip


def city(url: str, folder: Path) -> Hotline:
    config = load_config(ROOT / "config.yaml", {
        "HOTLINE__DATA_DIR": str(folder), "HOTLINE__DATABASE__URL": url, "HOTLINE__CARRIER__SIMULATED": "true",
        "HOTLINE__REDIS__URL": "redis://127.0.0.1:1",
    })  # fmt: skip
    migrate(url)
    hotline = build(config, clock=FixedClock(MORNING))
    seed(hotline.parts, city_seed(config))
    return hotline


def months(hotline: Hotline, now: datetime) -> list[Period]:
    """Those of the year, and the two that deadlines and lookbacks of its last days fall into."""
    zone = hotline.parts.calendar.office.zone
    found = [Period.read(f"{now.astimezone(zone) + timedelta(days=70):%Y-%m}", zone)]
    while len(found) < 16:
        found.append(found[-1].before())
    return found


def compared(hotline: Hotline, year: Year) -> list[tuple[Any, ...]]:
    """Every figure, month and department in which the database says another thing than what happened."""
    truth, wrong = year.truth.told()["by_month"], []
    for period in months(hotline, MORNING):
        with hotline.database.reading() as store:
            found = {
                Dimension.CITY: store.kpis.of_tickets(period, MORNING, Dimension.CITY),
                Dimension.DEPARTMENT: store.kpis.of_tickets(period, MORNING, Dimension.DEPARTMENT),
            }
        for name in COUNTED:
            told = truth.get(name, {}).get(period.name, {})
            groups = {g for g in told if g != ""} | {g or "-" for g in found[Dimension.DEPARTMENT].get(name, {})}
            pairs = [("", found[Dimension.CITY].get(name, {}).get("", Value()))]
            pairs += [(g, found[Dimension.DEPARTMENT].get(name, {}).get("" if g == "-" else g, Value())) for g in groups]
            for group, value in pairs:
                says = {part: getattr(value, part) for part in PARTS if getattr(value, part)}
                happened = {part: n for part, n in told.get(group, {}).items() if n}
                if says != happened:
                    wrong.append((name, period.name, group, says, happened))
    return wrong


LINE = ("calls_connected", "calls_answered_quickly", "texts_answered_quickly")


def line_compared(hotline: Hotline, year: Year) -> list[tuple[Any, ...]]:
    """The same of calls, of who waited for a person, and of texts."""
    truth, wrong = year.truth.told()["by_month"], []
    for period in months(hotline, MORNING):
        with hotline.database.reading() as store:
            found = store.kpis.of_line(period, MORNING, hotline.parts.desk.answer_within)
        for name in LINE:
            value = found.get(name, {}).get("", Value())
            says = {part: getattr(value, part) for part in PARTS if getattr(value, part)}
            happened = {part: n for part, n in truth.get(name, {}).get(period.name, {}).get("", {}).items() if n}
            if says != happened:
                wrong.append((name, period.name, says, happened))
    return wrong


def filled(hotline: Hotline, tickets: int) -> Year:
    year = Year(hotline.parts, hotline.database, 1, MORNING, SHORTEST)
    assert sum(year.fill(tickets)) == tickets
    return year


def holds(hotline: Hotline, tickets: int) -> None:
    year = filled(hotline, tickets)
    assert compared(hotline, year) == []
    assert line_compared(hotline, year) == []
    with hotline.database.reading(frozen=True) as store:
        assert store.audit.verify() == ()
        assert store.audit.replayed() == ()
    told = year.truth.told()["by_month"]
    never = {name for name in (*COUNTED, *LINE) if not told.get(name)}
    assert never == set(), "a year in which that never happened proves nothing of it"


def test_every_figure_is_what_happened(tmp_path: Path) -> None:
    hotline = city(f"sqlite:///{tmp_path / 'year.db'}", tmp_path)
    holds(hotline, 2000)
    hotline.database.dispose()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_figure_is_what_happened_in_a_great_year(tmp_path: Path) -> None:
    hotline = city(f"sqlite:///{tmp_path / 'year.db'}", tmp_path)
    holds(hotline, 100_000)
    hotline.database.dispose()


def test_the_same_seed_is_the_same_year(tmp_path: Path) -> None:
    told = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        hotline = city(f"sqlite:///{tmp_path / name / 'year.db'}", tmp_path / name)
        told.append(json.dumps(filled(hotline, 150).truth.told()))
        hotline.database.dispose()
    assert told[0] == told[1]
