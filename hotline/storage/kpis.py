"""The figures of a period, counted by the database: one statement for all KPIs of a cohort and a dimension."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from hotline.domain.flag import FlagKind
from hotline.domain.kpi import Dimension, Value
from hotline.domain.kpis import TEXT_WITHIN
from hotline.domain.period import Period
from hotline.storage.kpi_cohorts import COHORTS, NAMED, Cohort, Parts, type_condition, within
from hotline.storage.kpi_line import AGES, LINE
from hotline.storage.tables import flags, grids, reporters, tickets
from hotline.storage.transaction import Shelf

type_groups = dict[str, dict[str, Value]]

PARTS = ("numerator", "denominator", "non_response", "excluded", "beside")
UNKNOWN = "unknown"

_T = tickets.c
_KEYS: Mapping[Dimension, sa.ColumnElement[str]] = {
    Dimension.CITY: sa.literal(""),
    Dimension.DEPARTMENT: _T.owner,
    Dimension.CATEGORY: _T.category,
    Dimension.GRID: _T.grid,
    Dimension.AREA: grids.c.kind,
    Dimension.CHANNEL: _T.channel,
    Dimension.AGE: sa.func.coalesce(reporters.c.age, UNKNOWN),
    Dimension.KIND: _T.kind,
}
_JOINS = {
    Dimension.AREA: (grids, grids.c.id == _T.grid),
    Dimension.AGE: (reporters, reporters.c.id == _T.reporter_id),
}
_DEPARTMENT = _T.owner == sa.bindparam("department")
_SILENT = (
    sa.select(grids.c.id)
    .where(~sa.exists().where(_T.grid == grids.c.id, NAMED, within(_T.received_at)))
    .order_by(grids.c.position, grids.c.id)
)
_GRIDS = sa.select(sa.func.count().label("n")).select_from(grids)
_FLAGS = (
    sa.select(flags.c.kind, sa.func.count().label("n"))
    .where(within(flags.c.at))
    .group_by(flags.c.kind)
    .order_by(flags.c.kind)
)


class Kpis(Shelf):
    """Reads only."""

    __slots__ = ()

    def of_tickets(self, period: Period, now: datetime, by: Dimension, department: str | None = None) -> type_groups:
        """What is counted of tickets: KPI → group → value. The group without a name has the key "". Of one department's own
        tickets where it is named."""
        given = _times(period, now) | ({} if department is None else {"department": department})
        cohorts = (*COHORTS.values(), AGES) if by is not Dimension.AGE else tuple(COHORTS.values())
        return self._read(cohorts, by, given)

    def of_line(self, period: Period, now: datetime, answer_within: timedelta) -> type_groups:
        """What is counted of calls and texts, and how many protection tickets came in: of the whole city only."""
        limits = {"answer_within": answer_within.total_seconds(), "text_within": TEXT_WITHIN.total_seconds()}
        return self._read(LINE, Dimension.CITY, _times(period, now) | limits)

    def silent_grids(self, period: Period) -> tuple[tuple[str, ...], int]:
        """The grids nobody reported from, and how many there are in all."""
        silent = self._tx.rows(grids, _SILENT, {"since": period.since, "until": period.until})
        return tuple(row.id for row in silent), int(self._tx.rows(grids, _GRIDS, {})[0].n)

    def flags(self, period: Period) -> dict[FlagKind, int]:
        """How many of each kind were raised."""
        rows = self._tx.rows(flags, _FLAGS, {"since": period.since, "until": period.until})
        return {FlagKind(row.kind): int(row.n) for row in rows}

    def _read(self, cohorts: tuple[Cohort, ...], by: Dimension, given: Mapping[str, object]) -> type_groups:
        found: type_groups = {}
        for cohort in cohorts:
            statement = _statement(cohort, by, "department" in given)
            for row in self._tx.rows(tickets, statement, given):
                for name in cohort.measures:
                    value = _value(row, name)
                    if value != Value() or by is Dimension.CITY:
                        found.setdefault(name, {})[row.key or ""] = value
        return found


@cache
def _statement(cohort: Cohort, by: Dimension, of_department: bool) -> sa.Select[Any]:
    key = _KEYS[by]
    rows = cohort.rows if by not in _JOINS else cohort.rows.outerjoin(*_JOINS[by])
    columns: list[sa.ColumnElement[Any]] = [
        _count(getattr(parts, part), parts).label(f"{name}__{part}")
        for name, parts in cohort.measures.items()
        for part in PARTS
        if getattr(parts, part) is not None
    ]
    query = sa.select(key.label("key"), *columns).select_from(rows).where(cohort.when)
    if of_department:
        query = query.where(_DEPARTMENT)
    return query if by is Dimension.CITY else query.group_by(key)


def _count(condition: type_condition, parts: Parts) -> sa.ColumnElement[int]:
    if parts.of is not None:
        return sa.func.count(sa.distinct(sa.case((condition, parts.of))))
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _value(row: Any, name: str) -> Value:
    numerator, denominator, non_response, excluded, beside = (int(getattr(row, f"{name}__{part}", 0)) for part in PARTS)
    return Value(
        numerator=numerator, denominator=denominator, non_response=non_response, excluded=excluded, beside=beside,
    )  # fmt: skip


def _times(period: Period, now: datetime) -> dict[str, object]:
    return {"since": period.since, "until": period.until, "now": now}
