"""Drafts: what a dropped call had said so far."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.call import Draft
from hotline.domain.errors import Conflict
from hotline.storage.tables import drafts
from hotline.storage.transaction import Shelf, type_row

_KNOWN = "drafts.known"
_C = drafts.c
_OPEN_STATE = _C.state == sa.literal_column("'draft'")
_GET = sa.select(drafts).where(_C.id == sa.bindparam("i"))
_OPEN = sa.select(drafts).where(_OPEN_STATE).order_by(_C.created_at, _C.id).limit(sa.bindparam("l"))
_OF_CALL = sa.select(drafts).where(_C.call_id == sa.bindparam("c")).order_by(_C.created_at.desc(), _C.id.desc()).limit(1)
_OF_REPORTER = (
    sa.select(drafts)
    .where(_OPEN_STATE, _C.reporter_id == sa.bindparam("r"), _C.created_at >= sa.bindparam("s", type_=_C.created_at.type))
    .order_by(_C.created_at.desc(), _C.id.desc())
    .limit(sa.bindparam("l"))
)
_SAVE = (
    sa.update(drafts)
    .where(_C.id == sa.bindparam("i"), _OPEN_STATE)
    .values({name: sa.bindparam(name) for name in ("category", "known", "state", "ticket_id")})
)


class Drafts(Shelf):
    __slots__ = ()

    def add(self, draft: Draft) -> None:
        self._tx.insert(
            drafts,
            self._changing(draft)
            | {
                "id": draft.id,
                "call_id": draft.call_id,
                "reporter_id": draft.reporter_id,
                "language": draft.language,
                "created_at": draft.created_at,
            },
        )

    def get(self, draft_id: str) -> Draft | None:
        row = self._tx.first(drafts, _GET, {"i": draft_id})
        return None if row is None else self._draft(row)

    def of_call(self, call_id: str) -> Draft | None:
        """The last draft of a call."""
        row = self._tx.first(drafts, _OF_CALL, {"c": call_id})
        return None if row is None else self._draft(row)

    def of_reporter(self, reporter_id: str, since: datetime, limit: int = 5) -> tuple[Draft, ...]:
        """What somebody's calls left behind since then and nobody took up, newest first."""
        return tuple(map(self._draft, self._tx.rows(drafts, _OF_REPORTER, {"r": reporter_id, "s": since, "l": limit})))

    def open(self, limit: int = 50) -> tuple[Draft, ...]:
        """Still neither ticket nor expired, oldest first."""
        return tuple(map(self._draft, self._tx.rows(drafts, _OPEN, {"l": limit})))

    def save(self, draft: Draft) -> None:
        """Write a changed draft. Conflict where somebody made a ticket of it, or let it expire, meanwhile."""
        if self._tx.run(_SAVE, self._changing(draft) | {"i": draft.id}).rowcount != 1:
            raise Conflict

    def _changing(self, draft: Draft) -> type_row:
        known = json.dumps(dict(draft.known), ensure_ascii=False)
        return {
            "category": draft.category,
            "known": self._tx.keys.seal(_KNOWN, known),
            "state": draft.state,
            "ticket_id": draft.ticket_id,
        }

    def _draft(self, row: Any) -> Draft:
        return Draft(
            id=row.id,
            call_id=row.call_id,
            reporter_id=row.reporter_id,
            language=row.language,
            category=row.category,
            known=json.loads(self._tx.keys.open(_KNOWN, row.known)),
            state=row.state,
            ticket_id=row.ticket_id,
            created_at=row.created_at,
        )
