"""What the city measures itself by: each figure with what it counts, of what, by whose date, and what was promised."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SMALLEST = 5  # a group of fewer is told to nobody outside: "<5"
FEW = -1  # stands for such a number where it is told beside a share


class Unit(StrEnum):
    PERCENT = "percent"
    COUNT = "count"
    POINTS = "points"  # how far two shares lie apart


class Better(StrEnum):
    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class ByDate(StrEnum):
    """The event by whose date a thing belongs to a period."""

    RECEIVED = "received"    # the ticket came in
    DUE = "due"              # the deadline ran out
    CLOSED = "closed"        # the ticket was closed
    JUDGED = "judged"        # "solved?" was answered, or the survey was over without
    SURVEYED = "surveyed"    # the survey was over: all answered, or the time was
    LOOKED_BACK = "looked_back"  # the lookback came due
    CALLED = "called"        # the call, or the waiting, began
    WRITTEN = "written"      # the text came in
    DECIDED = "decided"      # the decision was taken
    NOW = "now"              # belongs to no period: as it stands


class Dimension(StrEnum):
    CITY = "city"
    DEPARTMENT = "department"  # the owner, who answers to the end
    CATEGORY = "category"
    GRID = "grid"
    AREA = "area"  # urban or rural
    CHANNEL = "channel"
    AGE = "age"
    KIND = "kind"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kpi:
    """``target`` in percent or points. ``city_only``: no breakdown is made. ``people``: it counts what people did, so that
    a small number could point at somebody."""

    name: str
    unit: Unit = Unit.PERCENT
    better: Better = Better.NEITHER
    target: int | None = None
    by: ByDate
    city_only: bool = False
    people: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """``numerator`` of ``denominator``. ``non_response``: were asked and did not answer, in neither of both. ``excluded``:
    left out, for the reason the formula gives. ``beside``: a part that is told apart, as the formula says.
    ``small``: fewer than may be told; then every number is 0."""

    numerator: int = 0
    denominator: int = 0
    non_response: int = 0
    excluded: int = 0
    beside: int = 0
    small: bool = False

    @property
    def percent(self) -> float | None:
        """None where nothing was counted: no share can be told then."""
        return 100 * self.numerator / self.denominator if self.denominator else None


SMALL = Value(small=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A value of a KPI. ``parts``: the two shares of a difference. ``before``: the same in the baseline's period."""

    kpi: Kpi
    value: Value
    parts: Mapping[str, Value] = field(default_factory=dict)
    before: "Figure | None" = None

    @property
    def number(self) -> float | None:
        """What is shown, unrounded; None where there is none, or it is too small to tell."""
        if self.value.small:
            return None
        if self.kpi.unit is Unit.COUNT:
            return self.value.numerator
        if self.kpi.unit is Unit.PERCENT:
            return self.value.percent
        shares = [part.percent for part in self.parts.values()]
        known = [share for share in shares if share is not None]
        return max(known) - min(known) if len(known) == len(shares) > 1 else None

    @property
    def shown(self) -> float | None:
        """One digit after the point, never in our favour: 97.96 % does not read as 98."""
        number = self.number
        if number is None or self.kpi.unit is Unit.COUNT:
            return number
        tenths = round(number * 10, 6)  # 58.0 is 57.99999999999999 times a hundredth
        return (math.ceil(tenths) if self.kpi.better is Better.DOWN else math.floor(tenths)) / 10

    @property
    def met(self) -> bool | None:
        """Is the target reached? None without a target or a number."""
        if self.kpi.target is None or self.number is None:
            return None
        if self.kpi.unit is Unit.PERCENT:
            value, target = self.value, self.kpi.target * self.value.denominator
            return 100 * value.numerator >= target if self.kpi.better is Better.UP else 100 * value.numerator <= target
        return round(self.number, 9) <= self.kpi.target

    @property
    def change(self) -> float | None:
        """Against the baseline, in points or counts."""
        if self.before is None or self.shown is None or self.before.shown is None:
            return None
        return round(self.shown - self.before.shown, 1)
