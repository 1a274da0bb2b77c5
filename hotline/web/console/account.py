"""One's own password."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.errors import RuleError
from hotline.passwords import SHORTEST
from hotline.services.first_login import forget
from hotline.services.sign_in import change_password
from hotline.web.access import Door, Right, me
from hotline.web.console.session import QUARTER, limits, renew
from hotline.web.guard import hotline

MOST_TRIES = 10


def password() -> ResponseReturnValue:
    if request.method == "GET":
        return _page(None)
    here, staff = hotline(), me()
    if not limits().allow("password", staff.id, most=MOST_TRIES, within=QUARTER):
        return _page("too_often"), 429
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _page("not_the_same"), 400
    try:
        changed = change_password(here.parts, staff, request.form.get("old", ""), new)
    except RuleError as error:
        return _page(error.code), 400
    forget(here.config.data_dir / "secrets", changed.login or "")
    renew(changed)
    flash("password_changed", "done")
    return redirect(url_for("console.home"), 303)


def _page(wrong: str | None) -> str:
    return render_template("console/password.html", wrong=wrong, shortest=SHORTEST)


DOORS = (Door(rule="/password", view=password, right=Right.SIGNED_IN, methods=("GET", "POST")),)
