"""Broadcasts: where each stands, whom it is for, how far its texts have come."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.broadcast import Broadcast
from hotline.domain.errors import Conflict
from hotline.domain.message import Delivery, Purpose
from hotline.domain.reporter import Line, Reporter
from hotline.storage.outbox_sql import state_in
from hotline.storage.reporters import Reporters
from hotline.storage.tables import broadcasts, outbox, reporters, tickets
from hotline.storage.transaction import Shelf

_B, _O, _R, _T = broadcasts.c, outbox.c, reporters.c, tickets.c
_FIELDS = tuple(column.name for column in _B)
_GET = sa.select(broadcasts).where(_B.id == sa.bindparam("i"))
_ALL = sa.select(broadcasts).order_by(_B.id.desc()).limit(sa.bindparam("l"))  # ids sort by time
_OPEN = sa.and_(_B.written_at.is_(None), _B.stopped_at.is_(None))
_UNWRITTEN = sa.select(broadcasts).where(_OPEN).order_by(_B.made_at, _B.id).limit(sa.bindparam("l"))
_PACED = sa.select(sa.func.max(_B.next_at, type_=_B.next_at.type).label("at")).where(_B.stopped_at.is_(None))
_ADVANCE = (
    sa.update(broadcasts)
    .where(_B.id == sa.bindparam("i"), _OPEN, _B.after == sa.bindparam("old"))
    .values(
        after=sa.bindparam("new"), written=sa.bindparam("n"), next_at=sa.bindparam("next", type_=_B.next_at.type),
        written_at=sa.bindparam("at", type_=_B.written_at.type),
    )
)  # fmt: skip
_STOP = (
    sa.update(broadcasts)
    .where(_B.id == sa.bindparam("i"), _B.stopped_at.is_(None))
    .values(stopped_at=sa.bindparam("at", type_=_B.stopped_at.type), stopped_by=sa.bindparam("by"))
)
_MADE_BEFORE = sa.bindparam("before", type_=_R.created_at.type)
# Whoever can be texted, has not said STOP, and refused neither news nor to be known.
_TOLD = sa.and_(
    _R.stopped_at.is_(None), _R.line == Line.MOBILE.value, _R.created_at <= _MADE_BEFORE,
    sa.or_(_R.refuses.is_(None), ~_R.refuses.contains(Purpose.BROADCAST.value)), ~_R.phone_hash.startswith("forgotten:"),
)  # fmt: skip
_NEWEST = (
    sa.select(_T.grid)
    .where(_T.reporter_id == _R.id)
    .order_by(_T.received_at.desc(), _T.id.desc())
    .limit(1)
    .scalar_subquery()
)
_THERE = _NEWEST.in_(sa.bindparam("grids", expanding=True))
_COUNT = sa.select(_R.language, sa.func.count().label("n")).where(_TOLD).group_by(_R.language)
_NEXT = sa.select(_R.id).where(_TOLD, _R.id > sa.bindparam("after")).order_by(_R.id).limit(sa.bindparam("l"))
_CANCEL = sa.update(outbox).where(state_in({Delivery.WAITING})).values(
    state=Delivery.CANCELLED.value, held=sa.bindparam("h"), final_at=sa.bindparam("at", type_=_O.final_at.type)
)  # fmt: skip
_SOME = (
    sa.select(_O.id).where(_O.broadcast_id == sa.bindparam("b"), state_in({Delivery.WAITING})).limit(sa.bindparam("l"))
)
_CANCEL_SOME = _CANCEL.where(_O.id.in_(_SOME.scalar_subquery()))
_CANCEL_OF = _CANCEL.where(_O.reporter_id == sa.bindparam("r"), _O.purpose == Purpose.BROADCAST.value)
_STATES = (
    sa.select(_O.state, sa.func.count().label("n")).where(_O.broadcast_id == sa.bindparam("b")).group_by(_O.state)
)


class Broadcasts(Shelf):
    __slots__ = ()

    def add(self, broadcast: Broadcast) -> None:
        row = {name: getattr(broadcast, name) for name in _FIELDS}
        self._tx.insert(broadcasts, row | {"grids": list(broadcast.grids), "words": dict(broadcast.words)})

    def get(self, broadcast_id: str) -> Broadcast | None:
        row = self._tx.first(broadcasts, _GET, {"i": broadcast_id})
        return None if row is None else _broadcast(row)

    def all(self, limit: int = 50) -> tuple[Broadcast, ...]:
        """The newest in front."""
        return tuple(map(_broadcast, self._tx.rows(broadcasts, _ALL, {"l": limit})))

    def unwritten(self, limit: int = 10) -> tuple[Broadcast, ...]:
        """With texts that do not stand in the outbox yet."""
        return tuple(map(_broadcast, self._tx.rows(broadcasts, _UNWRITTEN, {"l": limit})))

    def paced_until(self) -> datetime | None:
        """When the last text planned so far goes: another broadcast takes its turn behind it."""
        row = self._tx.first(broadcasts, _PACED, {})
        return None if row is None else row.at

    def people(self, grids: Collection[str], before: datetime) -> Mapping[str, int]:
        """How many there are to tell, by language; ``grids`` empty: of the whole city."""
        query, values = (_COUNT.where(_THERE), {"grids": list(grids)}) if grids else (_COUNT, {})
        return {row.language: int(row.n) for row in self._tx.rows(reporters, query, {"before": before, **values})}

    def next_people(self, broadcast: Broadcast, limit: int) -> tuple[Reporter, ...]:
        """The next to tell, by id; fewer than ``limit``: nobody comes after them."""
        query, values = (_NEXT.where(_THERE), {"grids": list(broadcast.grids)}) if broadcast.grids else (_NEXT, {})
        told = {"before": broadcast.made_at, "after": broadcast.after, "l": limit, **values}
        ids = [row.id for row in self._tx.rows(reporters, query, told)]
        found = Reporters(self._tx).get_many(ids)
        return tuple(found[each] for each in ids)

    def advance(self, before: Broadcast, after: Broadcast) -> None:
        """Conflict where somebody else went on with it, or stopped it."""
        moved = self._tx.run(_ADVANCE, {
            "i": before.id, "old": before.after, "new": after.after, "n": after.written, "next": after.next_at,
            "at": after.written_at,
        })  # fmt: skip
        if moved.rowcount != 1:
            raise Conflict

    def stop(self, broadcast_id: str, by: str, at: datetime) -> bool:
        """False: it was stopped before."""
        return self._tx.run(_STOP, {"i": broadcast_id, "by": by, "at": at}).rowcount == 1

    def cancel(self, broadcast_id: str, at: datetime, limit: int) -> int:
        """Withdraw some of its texts that still wait; how many there were."""
        return self._tx.run(_CANCEL_SOME, {"b": broadcast_id, "h": "broadcast_stopped", "at": at, "l": limit}).rowcount

    def cancel_of(self, reporter_id: str, at: datetime) -> int:
        """Whoever refuses them gets none that was written before."""
        return self._tx.run(_CANCEL_OF, {"r": reporter_id, "h": "refused", "at": at}).rowcount

    def states(self, broadcast_id: str) -> Mapping[Delivery, int]:
        return {Delivery(row.state): int(row.n) for row in self._tx.rows(outbox, _STATES, {"b": broadcast_id})}


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(**{name: getattr(row, name) for name in _FIELDS} | {"grids": tuple(row.grids)})
