"""The city's figures for everybody: on a page with their formulas, and for machines. Small numbers are hidden in both."""

from zoneinfo import ZoneInfo

from flask import Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from hotline.domain.board import Asked, Board
from hotline.domain.errors import RuleError
from hotline.domain.kpi import Dimension
from hotline.domain.kpis import CATALOGUE
from hotline.kpi_plain import document
from hotline.kpi_words import telling, words_in
from hotline.web.figures import FRESH, Kept, asked_in, choices
from hotline.web.guard import hotline
from hotline.web.language import language, languages

KEPT = "public.figures"
HEADLINES = ("received", "response_in_time", "result_in_time", "feedback", "solved", "satisfied")
BY_GROUP = ("received", "in_work_now", "response_in_time", "result_in_time", "feedback", "solved", "satisfied", "recurrence")


def zone() -> ZoneInfo:
    return hotline().parts.calendar.office.zone


def latest(by: Dimension = Dimension.CITY) -> Board:
    """Of the last 30 days."""
    return kept().board(asked_in({"by": by.value}, hotline().parts.clock.now(), zone(), None, public=True))


def kept() -> Kept:
    found: Kept = current_app.extensions[KEPT]
    return found


def figures() -> ResponseReturnValue:
    """A period or group there is none of: the usual ones."""
    here, wrong = hotline(), False
    try:
        asked = _asked()
    except RuleError:
        asked, wrong = asked_in({}, here.parts.clock.now(), zone(), None, public=True), True
    page = render_template(
        "public/figures.html", board=kept().board(asked), words=words_in(language()), tell=telling, catalogue=CATALOGUE,
        choices=choices(here.parts.clock.now(), zone()), by_group=BY_GROUP, wrong=wrong, city=here.config.city, path="/figures",
    )  # fmt: skip
    return page, 404 if wrong else 200


def machine() -> ResponseReturnValue:
    """``null`` in it stands for what is fewer than may be told, or a share of nothing."""
    wanted = request.args.get("lang", "")
    spoken = wanted if wanted in languages() else hotline().config.usual_language
    try:
        board = kept().board(_asked())
    except RuleError as error:
        return _open(jsonify(error=error.code)), 400
    answer = _open(jsonify(document(board, words_in(spoken), spoken)))
    answer.headers["Cache-Control"] = f"public, max-age={FRESH:.0f}"
    return answer


def _asked() -> Asked:
    return asked_in(request.args, hotline().parts.clock.now(), zone(), None, public=True)


def _open(answer: Response) -> Response:
    """Any page of anybody may read it."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
