"""Surveys: one row a round, one lock; the first valid answer to a question wins."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.survey import Survey
from hotline.storage.tables import surveys
from hotline.storage.transaction import Shelf, type_row

_C = surveys.c
_FIELDS = tuple(column.name for column in _C)
_NOW = sa.bindparam("now", type_=_C.call_at.type)
_GET = sa.select(surveys).where(_C.id == sa.bindparam("i"))
_LATEST = sa.select(surveys).where(_C.ticket_id == sa.bindparam("t")).order_by(_C.round.desc()).limit(1)
_OPEN = _LATEST.where(_C.closed_at.is_(None))
_DUE_CALL = (
    sa.select(surveys)
    .where(_C.closed_at.is_(None), _C.called_at.is_(None), _C.solved.is_(None), _C.call_at <= _NOW)
    .order_by(_C.call_at, _C.id)
    .limit(sa.bindparam("l"))
)
_DUE_CLOSE = (
    sa.select(surveys).where(_C.closed_at.is_(None), _C.close_at <= _NOW).order_by(_C.close_at, _C.id).limit(sa.bindparam("l"))
)
_SAVE = (
    sa.update(surveys)
    .where(_C.id == sa.bindparam("i"), _C.version == sa.bindparam("v"))
    .values({name: sa.bindparam(name) for name in _FIELDS if name not in {"id", "ticket_id", "round", "asked_at"}})
)


class Surveys(Shelf):
    __slots__ = ()

    def add(self, survey: Survey) -> None:
        self._tx.insert(surveys, {name: getattr(_dated(survey), name) for name in _FIELDS})

    def get(self, survey_id: str) -> Survey | None:
        return self._one(_GET, {"i": survey_id})

    def open_of(self, ticket_id: str) -> Survey | None:
        """The newest one that still takes answers."""
        return self._one(_OPEN, {"t": ticket_id})

    def latest_of(self, ticket_id: str) -> Survey | None:
        return self._one(_LATEST, {"t": ticket_id})

    def save(self, survey: Survey) -> Survey:
        """Write a changed survey, which comes back with its next version. Conflict if it was changed since."""
        after = _dated(replace(survey, version=survey.version + 1))
        values = {name: getattr(after, name) for name in _FIELDS if name not in {"id", "ticket_id", "round", "asked_at"}}
        if self._tx.run(_SAVE, values | {"i": survey.id, "v": survey.version}).rowcount != 1:
            raise Conflict
        return after

    def due_call(self, now: datetime, limit: int) -> tuple[Survey, ...]:
        """Unanswered and not yet rung, longest due first."""
        return tuple(map(_survey, self._tx.rows(surveys, _DUE_CALL, {"now": now, "l": limit})))

    def due_close(self, now: datetime, limit: int) -> tuple[Survey, ...]:
        """Silent for so long that they close."""
        return tuple(map(_survey, self._tx.rows(surveys, _DUE_CLOSE, {"now": now, "l": limit})))

    def _one(self, query: sa.Executable, values: type_row) -> Survey | None:
        row = self._tx.first(surveys, query, values)
        return None if row is None else _survey(row)


def _dated(survey: Survey) -> Survey:
    """Over without an answer is a verdict's date as well: that of silence."""
    return survey if survey.judged_at is not None else replace(survey, judged_at=survey.closed_at)


def _survey(row: Any) -> Survey:
    return Survey(**{name: getattr(row, name) for name in _FIELDS})
