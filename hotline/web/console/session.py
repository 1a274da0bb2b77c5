"""The way in to the console: sessions, the throttle on guesses, CSRF on every form."""

import hashlib
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from hotline.domain.staff import Staff
from hotline.limits import Limits
from hotline.services.sign_in import plain_login, sign_in
from hotline.web.access import Door, Right
from hotline.web.guard import hotline
from hotline.wiring import Hotline, keys_of_session

QUARTER = 15 * 60
# Guesses at one login, from one address at one login, from one address at all of them.
MOST_LOGIN, MOST_HERE, MOST_ADDRESS = 20, 6, 60
_LIMITS = "console.limits"


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """A session names the person and the password it was opened with: a changed password ends it."""

    staff: Staff

    def get_id(self) -> str:
        return f"{self.staff.id}.{_mark(self.staff)}"


def open_sessions(blueprint: Blueprint, here: Hotline) -> None:
    """Set up what the application needs so that the console's doors can ask who is there."""

    def set_up(state: BlueprintSetupState) -> None:
        app = cast("Flask", state.app)
        app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
        app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # webhooks carry the carrier's signature instead
        csrf = CSRFProtect(app)
        app.extensions["console.csrf"] = csrf
        app.extensions[_LIMITS] = Limits(here.config.redis_url, keys_of_session(here.config))
        manager = LoginManager(app)
        manager.login_view = f"{blueprint.name}.login"
        manager.login_message = None
        manager.user_loader(_load)

    blueprint.record_once(set_up)
    blueprint.before_request(_protect)


def own_language() -> str:
    return str(current_user.staff.language) if current_user.is_authenticated else ""


def limits() -> Limits:
    found: Limits = current_app.extensions[_LIMITS]
    return found


def _protect() -> None:
    if any("\0" in value for value in request.form.values()):
        abort(400)
    current_app.extensions["console.csrf"].protect()


def _load(session_id: str) -> SignedIn | None:
    person_id, _, mark = session_id.rpartition(".")
    with hotline().database.reading() as store:
        person = next((p for p in store.city.staff() if p.id == person_id), None)
    if person is None or person.login is None or _mark(person) != mark:
        return None
    return SignedIn(person)


def _mark(person: Staff) -> str:
    return hashlib.sha256((person.password_hash or "").encode()).hexdigest()[:16]


def renew(person: Staff) -> None:
    """A session of its own for this person: nothing of the one before goes on."""
    session.clear()
    login_user(SignedIn(person))


def login() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("console/login.html", wrong=None, login="")
    name, password = request.form.get("login", "")[:80], request.form.get("password", "")[:200]
    if not _may_try(plain_login(name)):
        return render_template("console/login.html", wrong="too_often", login=name), 429
    person = sign_in(hotline().parts, name, password)
    if person is None:
        return render_template("console/login.html", wrong="wrong", login=name), 401
    _right(plain_login(name))
    renew(person)
    return redirect(_next(), 303)


def logout() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("console.login"), 303)


def _tries(name: str) -> tuple[tuple[str, str, int], ...]:
    address = request.remote_addr or ""
    return ("login", name, MOST_LOGIN), ("login-here", f"{address} {name}", MOST_HERE), ("login-from", address, MOST_ADDRESS)


def _may_try(name: str) -> bool:
    """Counted before the password is looked at, so that many at once are no way around."""
    allowed = [limits().allow(what, who, most=most, within=QUARTER) for what, who, most in _tries(name)]
    return all(allowed)


def _right(name: str) -> None:
    """Who knew the password did not guess."""
    for what, who, _ in _tries(name):
        limits().forgive(what, who, within=QUARTER)


def _next() -> str:
    """Back to the page that was asked for: one of ours, never another site's."""
    home = url_for("console.home")
    wanted = request.args.get("next", "")
    fine = wanted.startswith(home) and "//" not in wanted and "\\" not in wanted
    return wanted if fine else home


DOORS = (
    Door(rule="/login", view=login, right=None, methods=("GET", "POST")),
    Door(rule="/logout", view=logout, right=Right.SIGNED_IN, methods=("POST",)),
)
