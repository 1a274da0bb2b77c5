"""Events the city knows of. Every call of somebody known asks for them, so what is going on now is kept for some seconds."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.known_event import KnownEvent
from hotline.storage.city import CityCache
from hotline.storage.tables import known_events
from hotline.storage.transaction import Shelf, Transaction

_WORDS = "known_events.words"
_C = known_events.c
_CURRENT = sa.select(known_events).where(_C.ended_at.is_(None)).order_by(_C.began_at, _C.id)
_END = (
    sa.update(known_events)
    .where(_C.ticket_id == sa.bindparam("t"), _C.ended_at.is_(None))
    .values(ended_at=sa.bindparam("at", type_=_C.ended_at.type))
)


class KnownEvents(Shelf):
    __slots__ = ("_cache", "_changed")

    def __init__(self, tx: Transaction, cache: CityCache) -> None:
        super().__init__(tx)
        self._cache = cache
        self._changed = False

    def committed(self) -> None:
        """Own writes are seen at once by this process."""
        if self._changed:
            self._cache.drop(known_events.name)

    def add(self, event: KnownEvent) -> None:
        self._changed = True
        self._tx.insert(known_events, {
            "id": event.id, "ticket_id": event.ticket_id, "grid": event.grid, "began_at": event.began_at,
            "ended_at": event.ended_at, "words": self._tx.keys.seal(_WORDS, json.dumps(dict(event.words), ensure_ascii=False)),
        })  # fmt: skip

    def current(self) -> tuple[KnownEvent, ...]:
        """What goes on now, the oldest first."""
        kept = None if self._changed else self._cache.get(known_events.name)
        if kept is not None:
            return kept  # type: ignore[no-any-return]
        rows = tuple(self._event(row) for row in self._tx.rows(known_events, _CURRENT, {}))
        if not self._changed:  # what is not committed yet is nobody else's to see
            self._cache.put(known_events.name, rows)
        return rows

    def end(self, ticket_id: str, at: datetime) -> int:
        """It is mended, or nothing to be announced any more."""
        self._changed = True
        return self._tx.run(_END, {"t": ticket_id, "at": at}).rowcount

    def _event(self, row: Any) -> KnownEvent:
        return KnownEvent(
            id=row.id, ticket_id=row.ticket_id, grid=row.grid, words=json.loads(self._tx.keys.open(_WORDS, row.words)),
            began_at=row.began_at, ended_at=row.ended_at,
        )  # fmt: skip
