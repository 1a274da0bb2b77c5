"""The one place every door gets its figures from: command line, console, public page, machines, the month's report."""

from collections.abc import Mapping
from dataclasses import replace

from hotline.domain.board import RURAL, URBAN, Asked, Board, Group, figures_of, type_values
from hotline.domain.city import City
from hotline.domain.consultation import follows
from hotline.domain.errors import RuleError
from hotline.domain.kpi import ByDate, Dimension, Figure, Value
from hotline.domain.kpis import CATALOGUE, GAPS
from hotline.domain.period import Period
from hotline.domain.small_numbers import published, published_together
from hotline.services.parts import Parts
from hotline.services.ports import Store

_WHOLE = ""
# What reporters said, each of whom a department may know.
OF_REPORTERS = frozenset({ByDate.JUDGED, ByDate.SURVEYED, ByDate.LOOKED_BACK})


def board(parts: Parts, asked: Asked) -> Board:
    """Counted at one moment of the database, baseline and all. RuleError ``no_department``."""
    baseline = asked.period.against(asked.baseline) if asked.baseline else None
    with parts.database.reading(frozen=True) as store:
        city, now = parts.city(store), parts.clock.now()
        if asked.department is not None and asked.department not in city.departments:
            raise RuleError("no_department")
        figures = _counted(parts, store, asked, asked.period)
        before = _counted(parts, store, asked, baseline) if baseline else {}
        silent = store.kpis.silent_grids(asked.period)[0] if _is_whole(asked) else ()
    groups = [
        Group(key=key, name=_name(parts, city, asked.by, key), figures=_against(figures[key], before.get(key, {})))
        for key in sorted(figures, key=lambda key: _place(city, asked.by, key))
    ]
    names = tuple(city.grids[grid].name for grid in silent if grid in city.grids)
    return Board(asked=asked, now=now, baseline=baseline, groups=groups, silent_grids=names)


def _is_whole(asked: Asked) -> bool:
    return asked.by is Dimension.CITY and asked.department is None


def _counted(parts: Parts, store: Store, asked: Asked, period: Period) -> dict[str, dict[str, Figure]]:
    """Group → KPI → figure."""
    now = parts.clock.now()
    values: dict[str, dict[str, Value]] = dict(store.kpis.of_tickets(period, now, asked.by, asked.department))
    areas: type_values = {}
    if _is_whole(asked):
        values |= store.kpis.of_line(period, now, parts.desk.answer_within)
        values |= _of_the_city(parts, store, period)
        by_area = store.kpis.of_tickets(period, now, Dimension.AREA)
        areas = {gap: by_area.get(of, {}) for gap, of in GAPS.items()}
    if asked.public:
        values = published_together(values, CATALOGUE)
        areas = {gap: published(CATALOGUE[GAPS[gap]], groups) for gap, groups in areas.items()}
    elif asked.own:
        judged = {name: groups for name, groups in values.items() if CATALOGUE[name].by in OF_REPORTERS}
        values |= published_together(judged, CATALOGUE)
    keys = dict.fromkeys(key for groups in values.values() for key in groups) or {_WHOLE: None}
    found = {key: figures_of(key, values, asked, areas) for key in keys}
    return {key: _gaps(figures) for key, figures in found.items()}


def _of_the_city(parts: Parts, store: Store, period: Period) -> dict[str, dict[str, Value]]:
    silent, grids = store.kpis.silent_grids(period)
    decided = [(one.id, one.decision) for one in parts.consultations if one.decision]
    follow = [follows(it, store.votes.counts(name)) for name, it in decided if period.since <= it.at < period.until]
    heard = Value(numerator=follow.count(True), denominator=len(follow) - follow.count(None), excluded=follow.count(None))
    return {
        "silent_grids": {_WHOLE: Value(numerator=len(silent), denominator=grids)},
        "hearings_followed": {_WHOLE: heard},
    }


def _gaps(figures: dict[str, Figure]) -> dict[str, Figure]:
    """A difference whose sides are too small to tell is too small to tell."""
    return {
        name: replace(figure, value=Value(small=True)) if any(part.small for part in figure.parts.values()) else figure
        for name, figure in figures.items()
    }


def _against(figures: Mapping[str, Figure], before: Mapping[str, Figure]) -> dict[str, Figure]:
    """What stands as it does now was not counted then."""
    return {
        name: figure if figure.kpi.by is ByDate.NOW else replace(figure, before=before.get(name))
        for name, figure in figures.items()
    }


def _name(parts: Parts, city: City, by: Dimension, key: str) -> Mapping[str, str]:
    named: Mapping[Dimension, Mapping[str, object]] = {
        Dimension.DEPARTMENT: city.departments, Dimension.CATEGORY: parts.by_id, Dimension.GRID: city.grids,
    }  # fmt: skip
    found = named.get(by, {}).get(key)
    name: Mapping[str, str] = getattr(found, "name", {})
    return name


def _place(city: City, by: Dimension, key: str) -> tuple[bool, int, str]:
    """In the city's own order, what has none at the end."""
    order: list[str] = {
        Dimension.DEPARTMENT: list(city.departments), Dimension.GRID: list(city.grids), Dimension.AREA: [URBAN, RURAL],
    }.get(by, [])  # fmt: skip
    return key == "", order.index(key) if key in order else len(order), key
