"""The database's counts are those of a plain count over random histories, whatever the dimension, on both databases."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.domain.flag import FlagKind
from hotline.domain.kpi import Dimension, Value
from hotline.domain.kpis import CATALOGUE
from hotline.domain.period import Period
from hotline.storage import Database
from hotline.storage.kpi_cohorts import COHORTS
from hotline.storage.kpi_line import AGES, LINE
from hotline.storage.tables import flags, grids, tickets
from tests.storage import by_hand
from tests.storage.histories import History, history, keep, within

ZONE = ZoneInfo("Asia/Shanghai")
PERIOD = Period.read("2026-11", ZONE)
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=ZONE)  # the period is not over
WITHIN = timedelta(seconds=15)


@pytest.fixture(params=[1, 2, 3])
def made(request: pytest.FixtureRequest, database: Database) -> History:
    found = history(request.param, PERIOD.since, PERIOD.until, NOW)
    keep(found, database)
    return found


def some(groups: by_hand.type_groups) -> by_hand.type_groups:
    """Without what nothing was counted of."""
    kept = {name: {key: value for key, value in values.items() if value != Value()} for name, values in groups.items()}
    return {name: values for name, values in kept.items() if values}


def test_every_dimension_counts_as_a_plain_count_does(made: History, database: Database) -> None:
    with database.reading() as store:
        for by in Dimension:
            assert some(store.kpis.of_tickets(PERIOD, NOW, by)) == some(by_hand.of_tickets(made, by)), by
        own = store.kpis.of_tickets(PERIOD, NOW, Dimension.GRID, "roads")
        assert some(own) == some(by_hand.of_tickets(made, Dimension.GRID, "roads"))


def test_the_line_counts_as_a_plain_count_does(made: History, database: Database) -> None:
    with database.reading() as store:
        assert some(store.kpis.of_line(PERIOD, NOW, WITHIN)) == some(by_hand.of_line(made))
        of_month = [f["kind"] for f in made.of(flags) if within(f["at"], PERIOD.since, PERIOD.until)]
        raised = {kind: of_month.count(kind) for kind in FlagKind}
        assert store.kpis.flags(PERIOD) == {kind: count for kind, count in raised.items() if count}
        came = [t for t in made.of(tickets) if within(t["received_at"], PERIOD.since, PERIOD.until)]
        told = {t["grid"] for t in came if t["kind"] != "protection"}
        silent = tuple(g["id"] for g in made.of(grids) if g["id"] not in told)
        assert store.kpis.silent_grids(PERIOD) == (silent, len(made.of(grids)))
        assert "nowhere" in silent


def test_the_groups_of_a_breakdown_are_the_whole(made: History, database: Database) -> None:
    """Nobody is lost between groups, nobody counted twice: protection tickets are in neither."""
    with database.reading() as store:
        whole = store.kpis.of_tickets(PERIOD, NOW, Dimension.CITY)
        for by in set(Dimension) - {Dimension.CITY}:
            groups = store.kpis.of_tickets(PERIOD, NOW, by)
            for name in set(whole) - {"reporters_over_60"}:
                assert _sum(groups.get(name, {})) == whole[name][""], (by, name)


def _sum(values: dict[str, Value]) -> Value:
    names = ("numerator", "denominator", "non_response", "excluded", "beside")
    return Value(**{name: sum(getattr(value, name) for value in values.values()) for name in names})


def test_no_breakdown_knows_a_protection_ticket(made: History, database: Database) -> None:
    with database.reading() as store:
        assert "protection" not in store.kpis.of_tickets(PERIOD, NOW, Dimension.KIND)["received"]
        assert store.kpis.of_line(PERIOD, NOW, WITHIN)["protection"][""].numerator > 0


def test_an_empty_city_has_nothing_to_divide_by(database: Database) -> None:
    with database.reading() as store:
        whole = store.kpis.of_tickets(PERIOD, NOW, Dimension.CITY) | store.kpis.of_line(PERIOD, NOW, WITHIN)
        assert store.kpis.of_tickets(PERIOD, NOW, Dimension.DEPARTMENT) == {}
    assert {value for values in whole.values() for value in values.values()} == {Value()}
    assert Value().percent is None


def test_every_kpi_of_the_catalogue_is_counted_by_somebody() -> None:
    counted = {name for cohort in (*COHORTS.values(), AGES, *LINE) for name in cohort.measures}
    elsewhere = {"gap_solved", "gap_result_in_time", "silent_grids", "hearings_followed"}
    assert counted | elsewhere == set(CATALOGUE)
    assert {name for by, cohort in COHORTS.items() for name in cohort.measures if CATALOGUE[name].by is not by} == set()


def test_two_periods_share_no_moment_and_miss_none(made: History, database: Database) -> None:
    """October, November, December one after another are the quarter."""
    quarter, months = Period.read("2026-Q4", ZONE), [Period.read(f"2026-{month}", ZONE) for month in (10, 11, 12)]
    end = quarter.until + timedelta(days=1)
    with database.reading() as store:
        whole = store.kpis.of_tickets(quarter, end, Dimension.CITY)
        parts = [store.kpis.of_tickets(month, end, Dimension.CITY) for month in months]
    for name in set(whole) - {"reporters_over_60", "in_work_now", "planned_now", "overdue_now"}:
        assert _sum({str(n): part[name][""] for n, part in enumerate(parts)}) == whole[name][""], name
