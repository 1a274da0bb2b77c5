"""Photos: which are still at the carrier, which are stored, and what they belong to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.photo import Facts, Photo, PhotoState
from hotline.storage.tables import photos, tickets
from hotline.storage.transaction import Shelf, type_row

_C = photos.c
_CHANGES = ("ticket_id", "state", "sha256", "looks", "taken_at", "lat", "lon", "attempts", "next_at", "deleted_at")
_SELECT = sa.select(photos).order_by(_C.created_at, _C.id)
_GET = _SELECT.where(_C.id == sa.bindparam("x"))
_OF_TICKET = _SELECT.where(_C.ticket_id == sa.bindparam("x"))
_NOW: sa.BindParameter[datetime] = sa.bindparam("now", type_=_C.next_at.type)
_L: sa.BindParameter[int] = sa.bindparam("l")
_DUE = sa.select(photos).where(_C.state == "due", _C.next_at <= _NOW).order_by(_C.next_at, _C.id).limit(_L)
_LEFT = (
    sa.select(photos)
    .where(_C.deleted_at.is_(None), _C.state.in_(("stored", "refused", "expired")), _C.next_at <= _NOW)
    .order_by(_C.next_at, _C.id)
    .limit(_L)
)
_LOOSE = _SELECT.where(
    _C.reporter_id == sa.bindparam("r"), _C.ticket_id.is_(None),
    _C.created_at >= sa.bindparam("since", type_=_C.created_at.type),
)  # fmt: skip
_BEFORE: sa.BindParameter[datetime] = sa.bindparam("before", type_=_C.created_at.type)
_OVER = (
    sa.select(photos)
    .outerjoin(tickets, tickets.c.id == _C.ticket_id)
    .where(
        _C.state == "stored", _C.created_at < _BEFORE,
        sa.or_(
            _C.ticket_id.is_(None), tickets.c.closed_at < _BEFORE,
            tickets.c.state.in_(("withdrawn", "rejected", "merged")) & (tickets.c.received_at < _BEFORE),
        ),
    )
    .order_by(_C.created_at, _C.id)
    .limit(_L)
)  # fmt: skip
_UNREMOVED = sa.select(_C.sha256).where(_C.state == "expired", _C.sha256.is_not(None)).distinct().limit(_L)
_REMOVED = sa.update(photos).where(_C.sha256 == sa.bindparam("x"), _C.state == "expired").values(sha256=sa.null())
_WANTED = sa.select(_C.id).where(_C.sha256 == sa.bindparam("x"), _C.state == "stored").limit(1)
_LOOKS = (
    sa.select(photos)
    .where(_C.looks.is_not(None), _C.ticket_id.is_not(None), _C.ticket_id != sa.bindparam("t"), _C.created_at >= _BEFORE)
    .order_by(_C.created_at.desc())
    .limit(_L)
)
_SAVE = sa.update(photos).where(_C.id == sa.bindparam("i")).values({name: sa.bindparam(name) for name in _CHANGES})


class Photos(Shelf):
    __slots__ = ()

    def add(self, photo: Photo) -> None:
        """Keep a new one; the same file twice is Conflict at the commit."""
        self._tx.insert(photos, _row(photo))

    def save(self, photo: Photo) -> None:
        row = _row(photo)
        self._tx.run(_SAVE, {"i": photo.id} | {name: row[name] for name in _CHANGES})

    def get(self, photo_id: str) -> Photo | None:
        row = self._tx.first(photos, _GET, {"x": photo_id})
        return None if row is None else _photo(row)

    def of_ticket(self, ticket_id: str) -> tuple[Photo, ...]:
        return tuple(map(_photo, self._tx.rows(photos, _OF_TICKET, {"x": ticket_id})))

    def due(self, now: datetime, limit: int) -> tuple[Photo, ...]:
        """Still to be fetched from the carrier, longest due first."""
        return tuple(map(_photo, self._tx.rows(photos, _DUE, {"now": now, "l": limit})))

    def left(self, now: datetime, limit: int) -> tuple[Photo, ...]:
        """Stored or refused here, and the carrier may still have a copy."""
        return tuple(map(_photo, self._tx.rows(photos, _LEFT, {"now": now, "l": limit})))

    def loose(self, reporter_id: str, since: datetime) -> tuple[Photo, ...]:
        """Sent lately without a word of what they show."""
        return tuple(map(_photo, self._tx.rows(photos, _LOOSE, {"r": reporter_id, "since": since})))

    def over(self, before: datetime, limit: int) -> tuple[Photo, ...]:
        """Stored, and kept as long as they may be."""
        return tuple(map(_photo, self._tx.rows(photos, _OVER, {"before": before, "l": limit})))

    def wanted(self, name: str) -> bool:
        """Does a stored photo need this file?"""
        return self._tx.first(photos, _WANTED, {"x": name}) is not None

    def unremoved(self, limit: int) -> tuple[str, ...]:
        """Files of expired photos that may still be there."""
        return tuple(row.sha256 for row in self._tx.rows(photos, _UNREMOVED, {"l": limit}))

    def removed(self, name: str) -> None:
        """No expired photo names this file any more."""
        self._tx.run(_REMOVED, {"x": name})

    def elsewhere(self, ticket_id: str, since: datetime, limit: int) -> tuple[Photo, ...]:
        """Photos of other tickets since then, newest first: to be held against those of this one."""
        return tuple(map(_photo, self._tx.rows(photos, _LOOKS, {"t": ticket_id, "before": since, "l": limit})))


def _row(photo: Photo) -> type_row:
    return {
        "id": photo.id, "message": photo.message, "sid": photo.sid, "ticket_id": photo.ticket_id,
        "reporter_id": photo.reporter_id, "staff_id": photo.staff_id, "state": photo.state.value, "sha256": photo.sha256,
        "looks": photo.looks, "taken_at": photo.facts.taken_at, "lat": photo.facts.lat, "lon": photo.facts.lon,
        "attempts": photo.attempts, "next_at": photo.next_at, "created_at": photo.created_at, "deleted_at": photo.deleted_at,
    }  # fmt: skip


def _photo(row: Any) -> Photo:
    return Photo(
        id=row.id, message=row.message, sid=row.sid, ticket_id=row.ticket_id, reporter_id=row.reporter_id,
        staff_id=row.staff_id, state=PhotoState(row.state), sha256=row.sha256, looks=row.looks,
        facts=Facts(taken_at=row.taken_at, lat=row.lat, lon=row.lon), attempts=row.attempts, next_at=row.next_at,
        created_at=row.created_at, deleted_at=row.deleted_at,
    )  # fmt: skip
