"""A month's report: the city's figures and how they were, its departments and grids, the last year, what was flagged."""

from hotline.domain.board import Asked
from hotline.domain.errors import RuleError
from hotline.domain.kpi import Dimension
from hotline.domain.month_report import MONTHS, MonthReport
from hotline.domain.period import Baseline, Period, Span, months_up_to
from hotline.services.kpis import board
from hotline.services.parts import Parts


def month_report(parts: Parts, month: str, *, public: bool = True) -> MonthReport:
    """``public``: small numbers are hidden, as on the public page. RuleError ``not_a_month``, ``not_yet``."""
    period = _month(month, parts)
    if period.since > parts.clock.now():
        raise RuleError("not_yet")

    def counted(by: Dimension = Dimension.CITY, baseline: Baseline | None = None, of: Period = period) -> Asked:
        return Asked(period=of, by=by, baseline=baseline, public=public)

    with parts.database.reading() as store:
        flags = store.kpis.flags(period)
    return MonthReport(
        city_name=parts.city_name, city=board(parts, counted(baseline=Baseline.BEFORE)),
        year=board(parts, counted(baseline=Baseline.YEAR)), departments=board(parts, counted(Dimension.DEPARTMENT)),
        grids=board(parts, counted(Dimension.GRID)), flags=flags,
        trend=[(each, board(parts, counted(of=each)).city) for each in months_up_to(period, MONTHS)],
    )  # fmt: skip


def _month(written: str, parts: Parts) -> Period:
    try:
        period = Period.read(written, parts.calendar.office.zone)
    except RuleError:
        raise RuleError("not_a_month") from None
    if period.span is not Span.MONTH:
        raise RuleError("not_a_month")
    return period
