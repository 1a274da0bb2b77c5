"""The figures of a period side by side, as every door shows them: of the city, of a department, or group by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.kpi import Dimension, Figure, Kpi, Value
from hotline.domain.kpis import CATALOGUE, CHAPTERS
from hotline.domain.period import Baseline, Period

type_values = Mapping[str, Mapping[str, Value]]  # KPI → group → value
RURAL, URBAN = "rural", "urban"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """``department``: only what it owns. ``public``: small numbers are hidden. ``own``: its own people look, who may learn
    nothing of how somebody judged."""

    period: Period
    by: Dimension = Dimension.CITY
    department: str | None = None
    baseline: Baseline | None = None
    public: bool = False
    own: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """``key`` is "" for what has none of the kind. ``name`` by language, where the city has given it one."""

    key: str
    name: Mapping[str, str]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """``now``: when it was counted; what had not happened by then is in no figure."""

    asked: Asked
    now: datetime
    baseline: Period | None
    groups: Sequence[Group]
    silent_grids: Sequence[Mapping[str, str]] = ()

    @property
    def city(self) -> Mapping[str, Figure]:
        """The figures of a board that is not broken down."""
        return self.groups[0].figures if self.groups else {}

    def chapters(self) -> Mapping[str, Sequence[Kpi]]:
        """The KPIs that stand on this board."""
        names = {name for group in self.groups for name in group.figures}
        kept = {chapter: tuple(kpi for kpi in kpis if kpi.name in names) for chapter, kpis in CHAPTERS.items()}
        return {chapter: kpis for chapter, kpis in kept.items() if kpis}


def figures_of(key: str, values: type_values, asked: Asked, areas: type_values) -> dict[str, Figure]:
    """The figures of one group. ``areas``: the values of rural and urban, for what tells them apart."""
    whole = asked.by is Dimension.CITY and asked.department is None
    found = {}
    for name, kpi in CATALOGUE.items():
        if kpi.city_only and not whole:
            continue
        parts = {area: areas[name].get(area, Value()) for area in (RURAL, URBAN)} if name in areas else {}
        found[name] = Figure(kpi=kpi, value=values.get(name, {}).get(key, Value()), parts=parts)
    return found
