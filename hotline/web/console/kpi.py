"""The dashboard: the figures of the city, or of one's own department, each with how it came about; the month's report."""

from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from hotline.domain.errors import RuleError
from hotline.domain.kpis import CATALOGUE
from hotline.kpi_words import telling, words_in
from hotline.report import FORMS, MIME
from hotline.services.kpis import board
from hotline.services.month_report import month_report
from hotline.services.steps.sight import department_of
from hotline.web.access import Door, Right, me
from hotline.web.figures import asked_in, choices
from hotline.web.guard import hotline
from hotline.web.language import language, languages

BY_GROUP = (
    "received", "in_work_now", "overdue_now", "response_in_time", "result_in_time", "feedback", "solved", "satisfied",
    "recurrence",
)  # fmt: skip


def kpi() -> ResponseReturnValue:
    """Whoever belongs to a department sees what that department owns, and nothing else."""
    parts, own = hotline().parts, department_of(me())
    zone, now = parts.calendar.office.zone, parts.clock.now()
    wrong = False
    try:
        asked = asked_in(request.args, now, zone, own, public=False)
    except RuleError:
        asked, wrong = asked_in({}, now, zone, own, public=False), True
    try:
        found = board(parts, asked)
    except RuleError:  # an officer without a department
        return render_template("console/refused.html", code=403), 403
    with hotline().database.reading() as store:
        department = parts.city(store).department_name(own, language())
    page = render_template(
        "console/kpi.html", board=found, words=words_in(language()), tell=telling, catalogue=CATALOGUE, by_group=BY_GROUP,
        choices=choices(now, zone), wrong=wrong, department=department, path=request.path, months=_months(zone),
    )  # fmt: skip
    return page, 404 if wrong else 200


def _months(zone: ZoneInfo) -> tuple[str, ...]:
    """The months a report may be had of: the last twelve, this one so far included."""
    return choices(hotline().parts.clock.now(), zone)[:12]


def report() -> ResponseReturnValue:
    """A file to publish: small numbers are hidden in it."""
    form, wanted = request.args.get("form", "pdf"), request.args.get("lang", "")
    month, spoken = request.args.get("month", ""), wanted if wanted in languages() else language()
    if form not in FORMS:
        abort(404)
    try:
        made = month_report(hotline().parts, month)
    except RuleError:
        abort(404)
    name = f"report-{made.period.name}.{spoken}.{form}"
    return Response(
        FORMS[form](made, spoken), mimetype=MIME[form], headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


DOORS = (
    Door(rule="/kpi", view=kpi, right=Right.KPI),
    Door(rule="/report", view=report, right=Right.REPORT),
)
