"""Recordings: which are still at the carrier, which are stored, and what they belong to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.call import Recording, RecordingState, Talk
from hotline.storage.tables import recordings
from hotline.storage.transaction import Shelf, type_row

_C = recordings.c
_FIELDS = tuple(column.name for column in _C)
_CHANGES = ("draft_id", "seconds", "state", "sha256", "attempts", "next_at")
_SELECT = sa.select(recordings).order_by(_C.created_at, _C.id)
_BY_SID = _SELECT.where(_C.sid == sa.bindparam("x"))
_GET = _SELECT.where(_C.id == sa.bindparam("x"))
_OF_TICKET = _SELECT.where(_C.ticket_id == sa.bindparam("x"))
_OF_CALL = _SELECT.where(_C.call_id == sa.bindparam("x"))
_OF_DRAFT = _SELECT.where(_C.draft_id == sa.bindparam("x"))
_DUE = (
    sa.select(recordings)
    .where(_C.state == sa.literal_column("'due'"), _C.next_at <= sa.bindparam("now", type_=_C.next_at.type))
    .order_by(_C.next_at, _C.id)
    .limit(sa.bindparam("l"))
)
_SAVE = sa.update(recordings).where(_C.id == sa.bindparam("i")).values({name: sa.bindparam(name) for name in _CHANGES})
_ATTACH = sa.update(recordings).where(_C.call_id == sa.bindparam("c")).values(ticket_id=sa.bindparam("t"))
_ATTACH_DRAFT = sa.update(recordings).where(_C.draft_id == sa.bindparam("d")).values(ticket_id=sa.bindparam("t"))


class Recordings(Shelf):
    __slots__ = ()

    def add(self, recording: Recording) -> None:
        """Keep a new one; the same sid twice is Conflict at the commit."""
        self._tx.insert(recordings, _row(recording))

    def by_sid(self, sid: str) -> Recording | None:
        return self._one(_BY_SID, sid)

    def get(self, recording_id: str) -> Recording | None:
        return self._one(_GET, recording_id)

    def of_ticket(self, ticket_id: str) -> tuple[Recording, ...]:
        return tuple(map(_recording, self._tx.rows(recordings, _OF_TICKET, {"x": ticket_id})))

    def of_call(self, call_id: str) -> tuple[Recording, ...]:
        return tuple(map(_recording, self._tx.rows(recordings, _OF_CALL, {"x": call_id})))

    def of_draft(self, draft_id: str) -> tuple[Recording, ...]:
        """What was talked about with whoever left it."""
        return tuple(map(_recording, self._tx.rows(recordings, _OF_DRAFT, {"x": draft_id})))

    def due(self, now: datetime, limit: int) -> tuple[Recording, ...]:
        """Still to be fetched from the carrier, longest due first."""
        return tuple(map(_recording, self._tx.rows(recordings, _DUE, {"now": now, "l": limit})))

    def save(self, recording: Recording) -> None:
        row = _row(recording)
        self._tx.run(_SAVE, {name: row[name] for name in _CHANGES} | {"i": recording.id})

    def attach(self, call_id: str, ticket_id: str) -> None:
        """All recordings of a call belong to this ticket."""
        self._tx.run(_ATTACH, {"c": call_id, "t": ticket_id})

    def attach_draft(self, draft_id: str, ticket_id: str) -> None:
        """The draft became this ticket: the talks about it too."""
        self._tx.run(_ATTACH_DRAFT, {"d": draft_id, "t": ticket_id})

    def _one(self, query: sa.Executable, value: str) -> Recording | None:
        row = self._tx.first(recordings, query, {"x": value})
        return None if row is None else _recording(row)


def _row(recording: Recording) -> type_row:
    talk = recording.talk.value if recording.talk else None
    return {name: getattr(recording, name) for name in _FIELDS} | {"state": recording.state.value, "talk": talk}


def _recording(row: Any) -> Recording:
    same = {name: getattr(row, name) for name in _FIELDS if name not in ("state", "talk")}
    return Recording(**same, state=RecordingState(row.state), talk=Talk(row.talk) if row.talk else None)
