"""A figure in words and digits, the same on every page, in a terminal and on paper."""

from dataclasses import dataclass

from hotline.domain.kpi import FEW, Better, Figure, Kpi, Unit
from hotline.kpi_words import Words

_PARTS = ("numerator", "denominator", "non_response", "excluded", "beside")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of how a figure is made: the part's name, its number, and what it counts."""

    label: str
    number: str
    counts: str


def told(figure: Figure, words: Words) -> str:
    """97.9%, 12, 4.2 points, <5, or a dash where nothing was counted."""
    if figure.value.small:
        return words.labels["small"]
    shown = figure.shown
    if shown is None:
        return "—"
    if figure.kpi.unit is Unit.COUNT:
        return str(int(shown))
    return f"{shown:.1f}%" if figure.kpi.unit is Unit.PERCENT else f"{shown:.1f} {words.labels['points']}"


def count(number: int, words: Words) -> str:
    return words.labels["small"] if number == FEW else str(number)


def target(kpi: Kpi, words: Words) -> str:
    if kpi.target is None:
        return ""
    sign = "≤" if kpi.better is Better.DOWN else "≥"
    return f"{sign}{kpi.target}%" if kpi.unit is Unit.PERCENT else f"{sign}{kpi.target} {words.labels['points']}"


def judged(figure: Figure, words: Words) -> str:
    """Met, missed, or nothing where there is no target or no number."""
    return "" if figure.met is None else words.labels["met" if figure.met else "missed"]


def change(figure: Figure) -> str:
    if figure.change is None:
        return ""
    return f"{figure.change:+.0f}" if figure.kpi.unit is Unit.COUNT else f"{figure.change:+.1f}"


def lines(figure: Figure, words: Words) -> tuple[Line, ...]:
    """How the figure came about, part by part. Of what is too small to tell, what it counts only."""
    own = words.kpis[figure.kpi.name]
    made = []
    for part in _PARTS:
        counts = getattr(own, part)
        if counts:
            made.append(Line(label=words.labels[part], number=_number(figure, part, words), counts=counts))
    return tuple(made)


def _number(figure: Figure, part: str, words: Words) -> str:
    if figure.kpi.unit is Unit.POINTS:
        side = figure.parts.get("rural" if part == "numerator" else "urban")
        if side is None or side.percent is None:
            return words.labels["small"] if side is not None and side.small else "—"
        return f"{side.percent:.1f}%"
    if figure.value.small:
        return words.labels["small"]
    return count(getattr(figure.value, part), words)
