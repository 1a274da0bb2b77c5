"""The staff console: plain pages, every one behind a door that names the right it asks for."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from hotline.web.access import RIGHTS, Right, add_doors
from hotline.web.console import (
    absences,
    account,
    broadcasts,
    calls,
    decisions,
    evidence,
    flags,
    kpi,
    line,
    messages,
    observers,
    people,
    queue,
    rulings,
    session,
    tickets,
)
from hotline.web.formats import format_pages
from hotline.web.language import speak
from hotline.wiring import Hotline

MODULES = (
    session, account, tickets, decisions, calls, queue, rulings, messages, people, absences, observers, broadcasts, line, kpi,
    flags, evidence,
)
DOORS = tuple(door for module in MODULES for door in module.DOORS)


def console_blueprint(hotline: Hotline) -> Blueprint:
    """To be registered at /console."""
    console = Blueprint("console", __name__)
    session.open_sessions(console, hotline)
    speak(console, session.own_language)
    format_pages(console)
    add_doors(console, DOORS)
    console.context_processor(lambda: {"Right": Right, "RIGHTS": RIGHTS})
    console.after_request(_private)
    for code in (403, 404):
        console.register_error_handler(code, _refused)
    console.register_error_handler(CSRFError, _refused)
    return console


def _private(response: Response) -> Response:
    """What a page told is kept by nobody on the way, nor by the back button of a shared machine."""
    if not request.path.endswith((".css", ".svg")):
        response.headers["Cache-Control"] = "no-store"
    return response


def _refused(error: Exception) -> ResponseReturnValue:
    code = getattr(error, "code", 400) or 400
    return render_template("console/refused.html", code=code), code
