"""What of a breakdown may be told to everybody: no group so small that it could point at somebody, not even by subtraction."""

from collections.abc import Mapping
from dataclasses import replace

from hotline.domain.kpi import FEW, SMALL, SMALLEST, Kpi, Unit, Value


def published(kpi: Kpi, groups: Mapping[str, Value]) -> dict[str, Value]:
    """The groups as the public sees them. The total is public, so what is missing from it can be worked out: where that would
    be fewer than may be told, as with one hidden group it always is, the smallest of the others is hidden too."""
    if not kpi.people:
        return dict(groups)
    by_size = sorted((size(kpi, value), key) for key, value in groups.items() if size(kpi, value))
    hidden = [one for one in by_size if one[0] < SMALLEST]
    others = iter(by_size[len(hidden) :])
    while hidden and len(groups) > 1 and sum(number for number, _ in hidden) < SMALLEST:
        further = next(others, None)
        if further is None:
            break
        hidden.append(further)
    keys = {key for _, key in hidden}
    return {key: SMALL if key in keys else _told(value) for key, value in groups.items()}


def size(kpi: Kpi, value: Value) -> int:
    """How many it is about."""
    return value.numerator if kpi.unit is Unit.COUNT else value.denominator


def _told(value: Value) -> Value:
    """What stands beside a share: a few who were left out could be somebody."""
    return replace(value, non_response=_few(value.non_response), excluded=_few(value.excluded), beside=_few(value.beside))


def _few(number: int) -> int:
    return FEW if 0 < number < SMALLEST else number
