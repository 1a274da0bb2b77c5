"""What is decided and done on a ticket's page: the officers' words as buttons, and what only the desk may decide."""

from contextlib import suppress
from datetime import date, datetime

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.span import local_moment, parse_time
from hotline.services.act import act as act_on
from hotline.services.console_lists import decisions as waiting
from hotline.services.decide import Act, Asked
from hotline.services.decide import decide as decide_on
from hotline.services.steps.doing import Deed, Done
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline

LONGEST = 1000
_FIELDS = ("words", "reason", "department", "parent", "kind", "category", "grid")


def act(number: str) -> ResponseReturnValue:
    """What somebody of the department does."""
    form = request.form
    if form.get("deed") not in set(Deed):
        abort(404)
    deed, day = Deed(form["deed"]), _day(form.get("day", ""))
    wanted = Done(
        deed=deed, words=" ".join(form.get("words", "")[:LONGEST].split()), department=form.get("department") or None,
        until=_closing(day) if day is not None else None,
    )  # fmt: skip
    return done(lambda: act_on(hotline().parts, me(), number, wanted), f"did_{deed}", _back(number))


def settle(number: str) -> ResponseReturnValue:
    """What somebody decides who does not handle it."""
    form = request.form
    if form.get("act") not in set(Act):
        abort(404)
    wanted = Act(form["act"])
    asked = Asked(act=wanted, day=_day(form.get("day", "")), **{name: form.get(name, "")[:LONGEST].strip() for name in _FIELDS})
    return done(lambda: decide_on(hotline().parts, me(), number, asked), f"decided_{wanted}", _back(number))


def decisions() -> ResponseReturnValue:
    return render_template("console/decisions.html", found=waiting(hotline().parts))


def _back(number: str) -> str:
    return url_for("console.ticket", number=number)


def _day(written: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(written)
    return None


def _closing(day: date) -> datetime:
    """The end of that day in the city."""
    return local_moment(day, parse_time("17:00"), hotline().parts.calendar.office.zone)


DOORS = (
    Door(rule="/tickets/<number>/act", view=act, right=Right.ACT, methods=("POST",)),
    Door(rule="/tickets/<number>/decision", view=settle, right=Right.DECIDE, methods=("POST",)),
    Door(rule="/decisions", view=decisions, right=Right.DECISIONS),
)
