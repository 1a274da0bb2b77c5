"""`kpi`: the figures of a period, as every other door shows them."""

import csv
import sys
import unicodedata
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import click

from hotline.cli.context import Context, Failed, pass_context, print_json
from hotline.cli.opened import opened
from hotline.domain.board import Asked, Board
from hotline.domain.errors import RuleError
from hotline.domain.kpi import Dimension
from hotline.domain.kpis import CATALOGUE
from hotline.domain.period import Baseline, Period
from hotline.kpi_plain import COLUMNS, document, table
from hotline.kpi_words import LANGUAGES, Words, words_in
from hotline.kpi_words.telling import change, count, judged, target, told
from hotline.services.kpis import board
from hotline.wiring import Hotline

USUAL = ("received", "response_in_time", "result_in_time", "feedback", "solved", "satisfied", "recurrence")
type_row = Sequence[str]


@click.command()
@click.option("--month", "named", help="2026-11; --month also takes 2026-W48, 2026-Q4 and 2026.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day; with --until.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day, included.")
@click.option("--by", type=click.Choice([each.value for each in Dimension]), default="city", show_default=True)
@click.option("--department", help="Only what this department owns (its id).")
@click.option("--baseline", type=click.Choice([each.value for each in Baseline]), help="The period before, or a year ago.")
@click.option("--kpi", "wanted", multiple=True, type=click.Choice(list(CATALOGUE)), help="Only this; may be given again.")
@click.option("--public", is_flag=True, help="As the public sees them: small numbers hidden.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language of the names.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, with every formula.")
@click.option("--csv", "as_csv", is_flag=True, help="A row for each group and figure.")
@pass_context
def kpi(
    context: Context, named: str | None, since: date | None, until: date | None, by: str, department: str | None,
    baseline: str | None, wanted: tuple[str, ...], *, public: bool, lang: str | None, as_json: bool, as_csv: bool,
) -> None:
    """The city's figures: each with numerator, denominator, who did not answer, and its target. The last 30 days, unless a
    period is given."""
    language = lang or context.config.usual_language
    words = words_in(language)
    with opened(context) as hotline:
        asked = Asked(
            period=_period(context, hotline, named, since, until), by=Dimension(by), department=department, public=public,
            baseline=Baseline(baseline) if baseline else None,
        )  # fmt: skip
        try:
            found = board(hotline.parts, asked)
        except RuleError:
            raise Failed(f"there is no department {department}: `python -m hotline kpi --by department` lists them") from None
    if as_json:
        print_json(document(found, words, language, wanted))
    elif as_csv:
        rows = [row for row in table(found, words, language) if not wanted or row["figure"] in wanted]
        sheet = csv.DictWriter(sys.stdout, COLUMNS)
        sheet.writeheader()
        sheet.writerows(rows)
    else:
        _print(found, words, language, wanted)


def _period(context: Context, hotline: Hotline, named: str | None, since: date | None, until: date | None) -> Period:
    zone = ZoneInfo(context.config.city.timezone)
    if named and (since or until):
        raise Failed("give --month, or --since and --until, not both")
    if (since is None) != (until is None):
        raise Failed("give both --since and --until")
    try:
        if named:
            return Period.read(named, zone)
        if since and until:
            return Period.days(_day(since), _day(until), zone)
    except RuleError:
        raise Failed("no such period: write 2026-11, 2026-W48, 2026-Q4, 2026, or two days in order, 3 years at most") from None
    return Period.latest(hotline.parts.clock.now(), zone)


def _day(given: date) -> date:
    return date(given.year, given.month, given.day)  # click gives a moment


def _print(found: Board, words: Words, language: str, wanted: Sequence[str]) -> None:
    period, labels = found.asked.period, words.labels
    click.echo(f"{labels['period']} {period.first} – {period.last}")
    if found.baseline:
        click.echo(f"{labels['baseline']} {found.baseline.first} – {found.baseline.last}")
    rows = _of_the_city(found, words, wanted) if found.asked.by is Dimension.CITY else _by_group(found, words, language, wanted)
    for line in _aligned(rows):
        click.echo(line)
    if found.silent_grids and (not wanted or "silent_grids" in wanted):
        names = [name.get(language) or next(iter(name.values())) for name in found.silent_grids]
        click.echo(f"\n{labels['silent_grids']}: {', '.join(names)}")


def _of_the_city(found: Board, words: Words, wanted: Sequence[str]) -> list[type_row]:
    labels = words.labels
    head = [labels[name] for name in ("figure", "value", "numerator", "denominator", "non_response", "excluded", "target")]
    rows: list[type_row] = [[*head, "", *([labels["baseline"], labels["change"]] if found.baseline else [])]]
    for name, figure in found.city.items():
        if wanted and name not in wanted:
            continue
        own, value = words.kpis[name], figure.value
        parts = ("numerator", "denominator", "non_response", "excluded") if not figure.parts and own.denominator else ()
        shown = ["" if value.small or not getattr(own, part) else count(getattr(value, part), words) for part in parts]
        before = [told(figure.before, words), change(figure)] if figure.before else []
        goal = (target(figure.kpi, words), judged(figure, words))
        rows.append([own.name, told(figure, words), *(shown or [""] * 4), *goal, *before])
    return rows


def _by_group(found: Board, words: Words, language: str, wanted: Sequence[str]) -> list[type_row]:
    by, names = found.asked.by.value, [name for name in wanted or USUAL if not CATALOGUE[name].city_only]
    rows: list[type_row] = [[words.dimensions[by], *(words.kpis[name].name for name in names)]]
    for group in found.groups:
        told_of = [told(group.figures[name], words) if name in group.figures else "" for name in names]
        rows.append([words.group(by, group.key, group.name, language), *told_of])
    return rows


def _aligned(rows: Sequence[type_row]) -> list[str]:
    """The first column to the left, numbers to the right; a 汉字 is two wide."""
    widths = [max(_width(row[place]) for row in rows if place < len(row)) for place in range(max(map(len, rows)))]
    return ["  ".join(_padded(cell, widths[place], left=place == 0) for place, cell in enumerate(row)).rstrip() for row in rows]


def _padded(cell: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(cell))
    return cell + space if left else space + cell


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell)


COMMANDS = [kpi]
