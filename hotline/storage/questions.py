"""The question that stands open with a number: the newest one gets the answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.question import OpenQuestion
from hotline.storage.tables import questions
from hotline.storage.transaction import Shelf

_WORDS = "questions.words"
_C = questions.c
_AT = sa.bindparam("at", type_=_C.asked_at.type)
_OPEN = (
    sa.select(questions)
    .where(_C.closed_at.is_(None), _C.expires_at > sa.bindparam("now", type_=_C.asked_at.type))
    .order_by(_C.asked_at.desc(), _C.id.desc())
    .limit(1)
)
_OPEN_REPORTER = _OPEN.where(_C.reporter_id == sa.bindparam("w"))
_OPEN_STAFF = _OPEN.where(_C.staff_id == sa.bindparam("w"))
_LAPSED = (
    sa.select(questions)
    .where(
        _C.closed_at.is_(None), _C.reporter_id == sa.bindparam("w"),
        _C.expires_at <= sa.bindparam("now", type_=_C.asked_at.type),
    )
    .order_by(_C.asked_at.desc(), _C.id.desc())
    .limit(1)
)  # fmt: skip
_LAST = (
    sa.select(questions)
    .where(_C.reporter_id == sa.bindparam("w"), _C.asked_at > sa.bindparam("now", type_=_C.asked_at.type))
    .order_by(_C.asked_at.desc(), _C.id.desc())
    .limit(1)
)
_CLOSE_ANY = sa.update(questions).where(_C.closed_at.is_(None)).values(closed_at=_AT)
_CLOSE = _CLOSE_ANY.where(_C.id == sa.bindparam("i"))
_CLOSE_TICKET = _CLOSE_ANY.where(_C.ticket_id == sa.bindparam("t"))
_CLOSE_KINDS = _CLOSE_TICKET.where(_C.kind.in_(sa.bindparam("k", expanding=True)))
_CLOSE_SURVEY = _CLOSE_ANY.where(_C.survey_id == sa.bindparam("s"))


class Questions(Shelf):
    __slots__ = ()

    def open_for(self, *, reporter_id: str | None = None, staff_id: str | None = None, now: datetime) -> OpenQuestion | None:
        """The newest question put to this reporter or staff member that waits and has not expired."""
        query, who = (_OPEN_REPORTER, reporter_id) if reporter_id is not None else (_OPEN_STAFF, staff_id)
        row = self._tx.first(questions, query, {"w": who, "now": now})
        return None if row is None else self._question(row)

    def lapsed(self, reporter_id: str, now: datetime) -> OpenQuestion | None:
        """The newest that was put to this reporter and never answered, while it is over."""
        row = self._tx.first(questions, _LAPSED, {"w": reporter_id, "now": now})
        return None if row is None else self._question(row)

    def last_of(self, reporter_id: str, since: datetime) -> OpenQuestion | None:
        """The newest that was put to this reporter since then, whatever became of it."""
        row = self._tx.first(questions, _LAST, {"w": reporter_id, "now": since})
        return None if row is None else self._question(row)

    def add(self, question: OpenQuestion) -> None:
        self._tx.insert(
            questions,
            {
                "id": question.id,
                "reporter_id": question.reporter_id,
                "staff_id": question.staff_id,
                "kind": question.kind,
                "ticket_id": question.ticket_id,
                "survey_id": question.survey_id,
                "options": list(question.options),
                "word": question.word,
                "words": self._seal(_WORDS, question.words or None),
                "asked_at": question.asked_at,
                "expires_at": question.expires_at,
                "closed_at": question.closed_at,
            },
        )

    def close(self, question_id: str, at: datetime) -> bool:
        """False: it was closed already."""
        return self._tx.run(_CLOSE, {"i": question_id, "at": at}).rowcount == 1

    def close_ticket(self, ticket_id: str, at: datetime, kinds: Iterable[str] | None = None) -> None:
        """Nothing is asked about this ticket any more; ``kinds`` leaves the other kinds open."""
        if kinds is None:
            self._tx.run(_CLOSE_TICKET, {"t": ticket_id, "at": at})
        else:
            self._tx.run(_CLOSE_KINDS, {"t": ticket_id, "at": at, "k": list(kinds)})

    def close_survey(self, survey_id: str, at: datetime) -> None:
        self._tx.run(_CLOSE_SURVEY, {"s": survey_id, "at": at})

    def _question(self, row: Any) -> OpenQuestion:
        return OpenQuestion(
            id=row.id,
            reporter_id=row.reporter_id,
            staff_id=row.staff_id,
            kind=row.kind,
            ticket_id=row.ticket_id,
            survey_id=row.survey_id,
            options=tuple(row.options),
            word=row.word,
            words=self._open(_WORDS, row.words) or "",
            asked_at=row.asked_at,
            expires_at=row.expires_at,
            closed_at=row.closed_at,
        )
