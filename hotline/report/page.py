"""The report as one HTML file: its style and its charts are in it, it asks for nothing from anywhere."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hotline.domain.kpis import CATALOGUE
from hotline.domain.month_report import TREND, MonthReport
from hotline.kpi_words import telling, words_in

HERE = Path(__file__).parent / "templates"
SHARED = Path(__file__).parents[1] / "web" / "templates"  # how figures are shown, the same as on our pages
BY_DEPARTMENT = (
    "received", "response_in_time", "result_in_time", "feedback", "solved", "satisfied", "recurrence", "dispatch_right_first",
)  # fmt: skip
BY_GRID = ("received", "result_in_time", "solved", "satisfied")


def page(report: MonthReport, language: str) -> bytes:
    words = words_in(language)
    zone = report.period.zone

    def local(at: datetime) -> datetime:
        return at.astimezone(zone)

    template = _environment().get_template("report.html")
    made = template.render(
        report=report, words=words, tell=telling, catalogue=CATALOGUE, trends=TREND, by_department=BY_DEPARTMENT,
        by_grid=BY_GRID, city=report.city_name.get(language) or next(iter(report.city_name.values())), in_zone=local,
    )  # fmt: skip
    return made.encode()


@cache
def _environment() -> Environment:
    made: Any = Environment(
        loader=FileSystemLoader([HERE, SHARED]), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True,
    )
    made.filters["local"] = lambda at: at  # the pages' own filter: here the template gives local times
    return made  # type: ignore[no-any-return]
