"""What of a breakdown may be told to everybody: no group so small that it could point at somebody, not even by subtraction."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from hotline.domain.kpi import FEW, SMALL, SMALLEST, Kpi, Unit, Value

# Figures of which one tells how many another is about: the answers of a survey are those of "solved?".
KIN = (
    frozenset({"survey_answered", "solved"}), frozenset({"closed", "silence", "unreachable", "feedback"}),
    frozenset({"returns", "extensions", "dispatch_right_first"}), frozenset({"received", "chased"}),
)  # fmt: skip


def published_together(values: Mapping[str, Mapping[str, Value]], catalogue: Mapping[str, Kpi]) -> dict[str, dict[str, Value]]:
    """KPI → group → value, as the public sees them. Kin hide the same groups: else one figure's total less its groups would
    tell what another hides."""
    found: dict[str, dict[str, Value]] = {}
    for name, groups in values.items():
        kin = [other for family in KIN if name in family for other in family if other in values and len(groups) > 1]
        also = frozenset[str]().union(*(hidden(catalogue[other], values[other]) for other in kin))
        found[name] = published(catalogue[name], groups, also)
    return found


def published(kpi: Kpi, groups: Mapping[str, Value], also: Collection[str] = ()) -> dict[str, Value]:
    """The groups as the public sees them; ``also``: hidden for another figure of the same rows."""
    if not kpi.people:
        return dict(groups)
    keys = hidden(kpi, groups) | {key for key in also if key in groups and size(kpi, groups[key])}
    return {key: SMALL if key in keys else _told(value) for key, value in groups.items()}


def hidden(kpi: Kpi, groups: Mapping[str, Value]) -> frozenset[str]:
    """Which groups are told to nobody. The total is public, so what is missing from it can be worked out: where that would be
    fewer than may be told, as with one hidden group it always is, the smallest of the others is hidden too."""
    if not kpi.people:
        return frozenset()
    by_size = sorted((size(kpi, value), key) for key, value in groups.items() if size(kpi, value))
    small = [one for one in by_size if one[0] < SMALLEST]
    others = iter(by_size[len(small) :])
    while small and len(groups) > 1 and sum(number for number, _ in small) < SMALLEST:
        further = next(others, None)
        if further is None:
            break
        small.append(further)
    return frozenset(key for _, key in small)


def size(kpi: Kpi, value: Value) -> int:
    """How many it is about."""
    return value.numerator if kpi.unit is Unit.COUNT else value.denominator


def _told(value: Value) -> Value:
    """What stands beside a share: a few who were left out could be somebody."""
    return replace(value, non_response=_few(value.non_response), excluded=_few(value.excluded), beside=_few(value.beside))


def _few(number: int) -> int:
    return FEW if 0 < number < SMALLEST else number
