"""Figures for machines: as a JSON document, or as rows of a table. The same from the command line, the interface, the report."""

from collections.abc import Collection, Iterator
from typing import Any

from hotline.domain.board import Board, Group
from hotline.domain.kpi import FEW, Figure, Unit
from hotline.domain.period import Period
from hotline.kpi_words import Words

PARTS = ("numerator", "denominator", "non_response", "excluded", "beside")
COLUMNS = (
    "period", "first_day", "last_day", "by", "group", "group_name", "figure", "figure_name", "number", "unit", *PARTS, "target",
    "better", "met", "small", "belongs_by", "before", "change",
)  # fmt: skip


def document(board: Board, words: Words, language: str, wanted: Collection[str] = ()) -> dict[str, Any]:
    """``null`` stands for what is fewer than may be told in public, and for a share of nothing; the counts tell which.
    ``wanted``: only these figures; else all."""
    asked = board.asked
    return {
        "period": _period(asked.period), "baseline": _period(board.baseline) if board.baseline else None,
        "counted_at": board.now.isoformat(timespec="seconds"), "by": asked.by.value, "department": asked.department,
        "public": asked.public, "language": language,
        "groups": [
            {
                "key": group.key, "name": _name(board, group, words, language),
                "figures": {name: _figure(one, words) for name, one in group.figures.items() if not wanted or name in wanted},
            }
            for group in board.groups
        ],
        "silent_grids": [name.get(language) or next(iter(name.values())) for name in board.silent_grids],
    }  # fmt: skip


def table(board: Board, words: Words, language: str) -> Iterator[dict[str, Any]]:
    """A row for each group and figure, with COLUMNS."""
    period = board.asked.period
    for group in board.groups:
        for name, figure in group.figures.items():
            told = _figure(figure, words)
            yield {
                "period": period.name, "first_day": period.first, "last_day": period.last, "by": board.asked.by.value,
                "group": group.key, "group_name": _name(board, group, words, language), "figure": name,
                "figure_name": told["name"], "before": (told["before"] or {}).get("number"),
                **{key: told.get(key) for key in COLUMNS if key in told and key != "before"},
            }  # fmt: skip


def _name(board: Board, group: Group, words: Words, language: str) -> str:
    by = board.asked.by.value
    return words.dimensions["city"] if by == "city" else words.group(by, group.key, group.name, language)


def _period(period: Period) -> dict[str, str]:
    return {
        "name": period.name, "first_day": str(period.first), "last_day": str(period.last),
        "since": period.since.isoformat(), "until": period.until.isoformat(),
    }  # fmt: skip


def _figure(figure: Figure, words: Words) -> dict[str, Any]:
    kpi, own = figure.kpi, words.kpis[figure.kpi.name]
    formula = {part: text for part in PARTS if (text := getattr(own, part))}
    counts = formula if kpi.unit is not Unit.POINTS else {}
    value: dict[str, Any] = {
        "name": own.name, "number": figure.shown, "unit": kpi.unit.value,
        **{part: _count(figure, part) for part in counts}, "target": kpi.target, "better": kpi.better.value, "met": figure.met,
        "small": figure.value.small, "belongs_by": kpi.by.value, "formula": formula, "change": figure.change,
        "before": None if figure.before is None else _before(figure.before, tuple(counts)),
    }  # fmt: skip
    if figure.parts:
        value["sides"] = {
            side: None if part.small else {"numerator": part.numerator, "denominator": part.denominator}
            for side, part in figure.parts.items()
        }
    return value


def _before(figure: Figure, parts: tuple[str, ...]) -> dict[str, Any]:
    return {"number": figure.shown, **{part: _count(figure, part) for part in parts}, "small": figure.value.small}


def _count(figure: Figure, part: str) -> int | None:
    number: int = getattr(figure.value, part)
    return None if figure.value.small or number == FEW else number
