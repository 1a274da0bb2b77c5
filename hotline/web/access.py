"""Who may go through which door of the console: roles hold rights, every door names the one it asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.domain.staff import Role, Staff


class Right(StrEnum):
    SIGNED_IN = "signed_in"
    TICKETS = "tickets"
    REVEAL = "reveal"
    CALL_BACKS = "call_backs"
    QUEUE = "queue"
    COMPLETE = "complete"
    RULE = "rule"
    ACT = "act"
    DECIDE = "decide"
    DECISIONS = "decisions"
    MESSAGES = "messages"
    RETRY = "retry"
    TAKE_IN = "take_in"
    REFUSALS = "refusals"
    PEOPLE = "people"
    LINE = "line"
    KPI = "kpi"
    REPORT = "report"
    OBSERVERS = "observers"
    HAND_OVER = "hand_over"
    BROADCAST = "broadcast"
    FLAGS = "flags"
    EVIDENCE = "evidence"


_R = Right
_SEES = frozenset({_R.SIGNED_IN, _R.TICKETS, _R.KPI})
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.OFFICER: _SEES | {_R.ACT},
    Role.HEAD: _SEES | {_R.PEOPLE, _R.ACT},
    Role.OPERATOR: _SEES | {_R.REVEAL, _R.CALL_BACKS, _R.QUEUE, _R.COMPLETE, _R.DECIDE},
    Role.COORDINATOR: frozenset(_R) - {_R.ACT, _R.DECISIONS, _R.REPORT, _R.BROADCAST, _R.FLAGS, _R.EVIDENCE},
    Role.SUPERVISOR: _SEES | {
        _R.REVEAL, _R.CALL_BACKS, _R.QUEUE, _R.MESSAGES, _R.RETRY, _R.TAKE_IN, _R.REFUSALS, _R.PEOPLE, _R.LINE, _R.DECIDE,
        _R.DECISIONS, _R.REPORT, _R.OBSERVERS, _R.BROADCAST, _R.FLAGS,
    },
    # Of the tickets that are theirs alone.
    Role.PROTECTION: _SEES | {_R.REVEAL, _R.CALL_BACKS, _R.DECIDE, _R.EVIDENCE, _R.MESSAGES, _R.RETRY},
    Role.AUDITOR: _SEES | {_R.MESSAGES, _R.REFUSALS, _R.PEOPLE, _R.REPORT, _R.OBSERVERS, _R.FLAGS},
    # Keeps the machine running and has no business with what residents wrote.
    Role.ADMIN: frozenset({
        _R.SIGNED_IN, _R.MESSAGES, _R.RETRY, _R.TAKE_IN, _R.REFUSALS, _R.PEOPLE, _R.LINE, _R.KPI, _R.REPORT,
    }),
    Role.STATION: frozenset(),
}
View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """``right`` None: open to everybody (the way in itself)."""

    rule: str
    view: View
    right: Right | None
    methods: Sequence[str] = ("GET",)

    @property
    def name(self) -> str:
        return self.view.__name__


def has(staff: Staff, right: Right) -> bool:
    return right in RIGHTS[staff.role]


def me() -> Staff:
    """Whoever is signed in; only behind a door that asks for a right."""
    return cast("Staff", current_user.staff)


def add_doors(blueprint: Blueprint, doors: Sequence[Door]) -> None:
    """The one way a console page is reached."""
    for door in doors:
        view = door.view if door.right is None else _guarded(door.view, door.right)
        blueprint.add_url_rule(door.rule, door.name, view, methods=list(door.methods))


def _guarded(view: View, right: Right) -> View:
    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return cast("ResponseReturnValue", current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
        if not has(me(), right):
            abort(403)
        return view(**values)

    return guarded
