"""The public page and the look-up of a ticket: for everybody, without names."""

from flask import Blueprint, Response, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from hotline.domain.kpi import Dimension
from hotline.domain.number import read_number
from hotline.domain.period import USUAL
from hotline.kpi_words import telling, words_in
from hotline.limits import Limits
from hotline.services.kpis import board
from hotline.services.public_planned import planned as public_planned
from hotline.services.track import track as look_up
from hotline.web.figures import Kept
from hotline.web.formats import format_pages
from hotline.web.guard import hotline as hotline_here
from hotline.web.language import language, speak
from hotline.web.public.contractor import contractor
from hotline.web.public.figures import HEADLINES, KEPT, figures, latest, machine
from hotline.wiring import Hotline, keys_of_session

HOUR = 3600
# Look-ups from one address an hour; wrong digits for one ticket an hour (there are only 10,000).
MOST_LOOKS, MOST_GUESSES = 600, 5
_LIMITS = "public.limits"


def public_blueprint(hotline: Hotline) -> Blueprint:
    """To be registered at /."""
    public = Blueprint("public", __name__)

    def set_up(state: BlueprintSetupState) -> None:
        state.app.extensions[_LIMITS] = Limits(hotline.config.redis_url, keys_of_session(hotline.config))
        state.app.extensions[KEPT] = Kept(lambda asked: board(hotline.parts, asked))

    public.record_once(set_up)
    speak(public)
    format_pages(public)
    public.add_url_rule("/", "front", front)
    public.add_url_rule("/figures", "figures", figures)
    public.add_url_rule("/planned", "planned", planned)
    public.add_url_rule("/api/v1/kpi", "machine", machine)
    public.add_url_rule("/w/<secret>", "contractor", contractor, methods=["GET", "POST"])
    public.add_url_rule("/track", "track", track, methods=["GET", "POST"])
    public.after_request(_fresh)
    return public


def front() -> ResponseReturnValue:
    config = hotline_here().config
    return render_template(
        "public/front.html", board=latest(), departments=latest(Dimension.DEPARTMENT), headlines=HEADLINES, days=USUAL,
        words=words_in(language()), tell=telling, city=config.city, promises=config.promises,
        phone_page=config.carrier.simulated,
    )  # fmt: skip


def planned() -> ResponseReturnValue:
    here = hotline_here()
    return render_template("public/planned.html", found=public_planned(here.parts), city=here.config.city)


def track() -> ResponseReturnValue:
    """By POST, so that the digits of a phone stand in no address; it changes nothing, so it asks no token."""
    city = hotline_here().config.city
    if request.method == "GET":
        return render_template("public/track.html", found=None, number="", city=city, too_often=False)
    number, digits = request.form.get("number", "")[:60], request.form.get("digits", "")[:20]
    allowed: Limits = current_app.extensions[_LIMITS]
    if not allowed.allow("track", request.remote_addr or "", most=MOST_LOOKS, within=HOUR):
        return render_template("public/track.html", found=None, number=number, city=city, too_often=True), 429
    ticket = read_number(number) or ""
    may_guess = not allowed.spent("guess", ticket, most=MOST_GUESSES, within=HOUR)
    found = look_up(hotline_here().parts, number, digits, may_guess=may_guess)
    if found.wrong_digits and may_guess and found.ticket is not None:
        allowed.allow("guess", ticket, most=MOST_GUESSES, within=HOUR)
    return render_template("public/track.html", found=found, number=number, city=city, too_often=not may_guess and bool(digits))


def _fresh(response: Response) -> Response:
    alone = request.path == "/track" or request.endpoint == "public.contractor"
    response.headers.setdefault("Cache-Control", "no-store" if alone else "private, max-age=60")
    response.vary.add("Cookie")
    if request.endpoint == "public.contractor":
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
