"""The report as a PDF: what the page shows, laid out for paper. Its font is embedded, so that it reads alike everywhere."""

from collections.abc import Sequence

from hotline.domain.board import Board
from hotline.domain.kpi import Figure, Unit
from hotline.domain.kpis import CATALOGUE
from hotline.domain.month_report import TREND, MonthReport
from hotline.kpi_words import Words, words_in
from hotline.kpi_words.telling import change, judged, lines, target, told
from hotline.report.page import BY_DEPARTMENT, BY_GRID
from hotline.report.paper import Bar, Cell, Paper


def pdf(report: MonthReport, language: str) -> bytes:
    words, labels = words_in(language), words_in(language).labels
    city = report.city_name.get(language) or next(iter(report.city_name.values()))
    title = f"{city} {labels['report']} {report.period.name}"
    made = report.city.now.astimezone(report.period.zone)
    paper = Paper(title, language, made)
    paper.title(title)
    paper.hint(f"{labels['period']} {report.period.first} – {report.period.last} · {labels['made']} {made:%Y-%m-%d %H:%M}")
    paper.heading(labels["against_target"])
    paper.bars([_bar(words.kpis[name].name, figure, words) for name, figure in report.city.city.items() if _drawn(figure)])
    _numbers(paper, report, words)
    paper.heading(labels["trend"])
    for name in TREND:
        points = [(label, figure.number, told(figure, words)) for label, figure in report.trend_of(name)]
        paper.trend(words.kpis[name].name, points, CATALOGUE[name].target)
    paper.heading(labels["by_department"])
    rows = [(words.group("department", g.key, g.name, language), g.figures["solved"]) for g in report.departments.groups]
    if rows:
        paper.hint(words.kpis["solved"].name)
        paper.bars([_bar(name, figure, words) for name, figure in rows])
    _breakdown(paper, report.departments, BY_DEPARTMENT, words)
    paper.heading(labels["by_grid"])
    _breakdown(paper, report.grids, BY_GRID, words)
    names = [name.get(language) or next(iter(name.values())) for name in report.city.silent_grids]
    paper.hint(f"{labels['silent_grids']}{labels['gap']}{' · '.join(names) or labels['none_silent']}")
    _flags(paper, report, words)
    _formulas(paper, report.city, words)
    paper.heading(labels["method"])
    for line in words.method:
        paper.point(line)
    return paper.finished()


def _drawn(figure: Figure) -> bool:
    return figure.kpi.unit is Unit.PERCENT and figure.kpi.target is not None


def _bar(name: str, figure: Figure, words: Words) -> Bar:
    said = " ".join(part for part in (target(figure.kpi, words), judged(figure, words)) if part)
    return Bar(name=name, share=figure.number, target=figure.kpi.target, shown=told(figure, words), said=said, met=figure.met)


def _numbers(paper: Paper, report: MonthReport, words: Words) -> None:
    """Every figure against its target, the month before and the year before."""
    labels = words.labels
    paper.heading(labels["all_figures"])
    head = [labels[name] if name else "" for name in ("figure", "value", "target", "", "before", "change", "year", "change")]
    rows = []
    for name, figure in report.city.city.items():
        year = report.year.city[name]
        rows.append([
            Cell(words.kpis[name].name), Cell(told(figure, words), met=figure.met), Cell(target(figure.kpi, words)),
            Cell(judged(figure, words), met=figure.met), *_against(figure, words), *_against(year, words),
        ])  # fmt: skip
    paper.table(head, rows, widths=(26, 13, 12, 9, 12, 9, 12, 9))


def _against(figure: Figure, words: Words) -> tuple[Cell, Cell]:
    return Cell(told(figure.before, words) if figure.before else ""), Cell(change(figure))


def _breakdown(paper: Paper, board: Board, names: Sequence[str], words: Words) -> None:
    head = [words.dimensions[board.asked.by.value], *(words.kpis[name].name for name in names)]
    rows = [
        [
            Cell(words.group(board.asked.by.value, group.key, group.name, words.language)),
            *(Cell(told(group.figures[name], words), met=group.figures[name].met) for name in names),
        ]
        for group in board.groups
    ]
    paper.table(head, rows or [[Cell(words.labels["no_number"]), *(Cell("") for _ in names)]])


def _flags(paper: Paper, report: MonthReport, words: Words) -> None:
    paper.heading(words.labels["flags"])
    paper.hint(words.labels["flags_note"])
    if not report.flags:
        paper.point(words.labels["no_flags"])
        return
    rows = [[Cell(words.flags[kind.value]), Cell(str(number))] for kind, number in report.flags.items()]
    paper.table([words.labels["figure"], words.labels["value"]], rows, widths=(80, 20))


def _formulas(paper: Paper, board: Board, words: Words) -> None:
    """How each figure came about, part by part."""
    paper.heading(words.labels["formula"])
    for name, figure in board.city.items():
        own = words.kpis[name]
        rows = [(line.label, line.number, line.counts) for line in lines(figure, words)]
        rows.append((words.labels["by_date"], "", words.by[figure.kpi.by.value]))
        paper.formula(own.name, told(figure, words), rows)
