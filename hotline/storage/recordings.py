"""Recordings: which are still at the carrier, which are stored, and what they belong to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.call import Recording, RecordingState, Talk
from hotline.domain.ticket import State
from hotline.storage.tables import recordings, tickets
from hotline.storage.transaction import Shelf, type_row

_C = recordings.c
_FIELDS = tuple(column.name for column in _C)
_CHANGES = ("draft_id", "seconds", "state", "sha256", "attempts", "next_at", "deleted_at")
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
_LEFT = (
    sa.select(recordings)
    .where(
        _C.deleted_at.is_(None), _C.state != sa.literal_column("'due'"), _C.state != sa.literal_column("'gone'"),
        _C.next_at <= sa.bindparam("now", type_=_C.next_at.type),
    )
    .order_by(_C.next_at, _C.id)
    .limit(sa.bindparam("l"))
)  # fmt: skip
_ENDED = (State.WITHDRAWN, State.REJECTED, State.MERGED)
_BEFORE = sa.bindparam("before", type_=_C.created_at.type)
_OVER = (
    sa.select(recordings)
    .outerjoin(tickets, tickets.c.id == _C.ticket_id)
    .where(
        _C.state != sa.literal_column("'expired'"), _C.state != sa.literal_column("'gone'"), _C.created_at < _BEFORE,
        sa.or_(
            _C.ticket_id.is_(None),
            tickets.c.closed_at < _BEFORE,
            # These end without a closing; the day they came is what is known.
            tickets.c.state.in_(sa.literal_column(f"'{state.value}'") for state in _ENDED)
            & (tickets.c.received_at < _BEFORE),
        ),
    )
    .order_by(_C.created_at, _C.id)
    .limit(sa.bindparam("l"))
)  # fmt: skip
_UNREMOVED = (
    sa.select(_C.sha256)
    .where(_C.state == sa.literal_column("'expired'"), _C.sha256.is_not(None))
    .distinct()
    .limit(sa.bindparam("l"))
)
_WANTED = sa.select(_C.id).where(_C.sha256 == sa.bindparam("x"), _C.state == sa.literal_column("'stored'")).limit(1)
_REMOVED = (
    sa.update(recordings)
    .where(_C.sha256 == sa.bindparam("x"), _C.state == sa.literal_column("'expired'"))
    .values(sha256=sa.null())
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

    def left(self, now: datetime, limit: int) -> tuple[Recording, ...]:
        """Stored, or no longer kept, and the carrier may still have a copy."""
        return tuple(map(_recording, self._tx.rows(recordings, _LEFT, {"now": now, "l": limit})))

    def over(self, before: datetime, limit: int) -> tuple[Recording, ...]:
        """Kept long enough: of a ticket closed before this moment, or of none and made before it."""
        return tuple(map(_recording, self._tx.rows(recordings, _OVER, {"before": before, "l": limit})))

    def unremoved(self, limit: int) -> tuple[str, ...]:
        """Files of recordings that are kept no longer, and still lie there."""
        return tuple(str(row.sha256) for row in self._tx.rows(recordings, _UNREMOVED, {"l": limit}))

    def wanted(self, name: str) -> bool:
        """Another recording is the same sound, and is kept."""
        return self._tx.first(recordings, _WANTED, {"x": name}) is not None

    def removed(self, name: str) -> None:
        """The file is gone, or another recording's now."""
        self._tx.run(_REMOVED, {"x": name})

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
