"""Call-backs that are due, each with its time."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.call import CallBack
from hotline.storage.tables import callbacks
from hotline.storage.transaction import Shelf

_C = callbacks.c
_FIELDS = tuple(column.name for column in _C)
_GET = sa.select(callbacks).where(_C.id == sa.bindparam("i"))
_OPEN = sa.select(callbacks).where(_C.done_at.is_(None)).order_by(_C.due_at, _C.id).limit(sa.bindparam("l"))
_OPEN_OF = _OPEN.where(_C.reporter_id == sa.bindparam("r"))
_DONE = (
    sa.update(callbacks)
    .where(_C.id == sa.bindparam("i"), _C.done_at.is_(None))
    .values(done_at=sa.bindparam("at", type_=_C.done_at.type), done_by=sa.bindparam("by"))
)
_RING = (
    sa.update(callbacks)
    .where(
        _C.id == sa.bindparam("i"),
        _C.done_at.is_(None),
        sa.or_(_C.ringing_until.is_(None), _C.ringing_until <= sa.bindparam("now", type_=_C.ringing_until.type)),
    )
    .values(ringing_until=sa.bindparam("until", type_=_C.ringing_until.type))
)
_REST = (
    sa.update(callbacks)
    .where(_C.id == sa.bindparam("i"))
    .values(ringing_until=None, tried=_C.tried + sa.bindparam("tries", type_=sa.Integer))
)


class CallBacks(Shelf):
    __slots__ = ()

    def add(self, callback: CallBack) -> None:
        self._tx.insert(callbacks, {name: getattr(callback, name) for name in _FIELDS})

    def get(self, callback_id: str) -> CallBack | None:
        row = self._tx.first(callbacks, _GET, {"i": callback_id})
        return None if row is None else _callback(row)

    def open(self, limit: int = 100) -> tuple[CallBack, ...]:
        """Not yet done, the most urgent first."""
        return tuple(map(_callback, self._tx.rows(callbacks, _OPEN, {"l": limit})))

    def open_of(self, reporter_id: str, limit: int = 20) -> tuple[CallBack, ...]:
        return tuple(map(_callback, self._tx.rows(callbacks, _OPEN_OF, {"r": reporter_id, "l": limit})))

    def done(self, callback_id: str, by: str, at: datetime) -> bool:
        """False: somebody else did it first."""
        return self._tx.run(_DONE, {"i": callback_id, "by": by, "at": at}).rowcount == 1

    def ring(self, callback_id: str, until: datetime, now: datetime) -> bool:
        """Somebody rings this person now. False: it is done, or somebody else is at it."""
        return self._tx.run(_RING, {"i": callback_id, "until": until, "now": now}).rowcount == 1

    def rest(self, callback_id: str, *, tries: int) -> None:
        """Nobody rings them any more; ``tries`` is added to how often it was in vain."""
        self._tx.run(_REST, {"i": callback_id, "tries": tries})


def _callback(row: Any) -> CallBack:
    return CallBack(**{name: getattr(row, name) for name in _FIELDS})
