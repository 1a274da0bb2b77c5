"""Who is away, kept for some seconds like the city: every process sees a change within five."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.absence import Absence
from hotline.storage.city import CityCache
from hotline.storage.tables import absences
from hotline.storage.transaction import Shelf, Transaction

_C = absences.c
_NOW = sa.bindparam("now", type_=_C.until_at.type)
_CURRENT = sa.select(absences).where(_C.until_at > _NOW).order_by(_C.from_at, _C.id)
_BEGUN = (
    sa.select(absences)
    .where(_C.handed_at.is_(None), _C.from_at <= _NOW, _C.until_at > _NOW)
    .order_by(_C.from_at, _C.id)
    .limit(sa.bindparam("l", type_=sa.Integer))
)
_HAND = (
    sa.update(absences)
    .where(_C.id == sa.bindparam("i"), _C.handed_at.is_(None))
    .values(handed_at=sa.bindparam("at", type_=_C.handed_at.type))
)
_END = (
    sa.update(absences)
    .where(_C.id == sa.bindparam("i"))
    .values(until_at=sa.bindparam("until", type_=_C.until_at.type))
)


class Absences(Shelf):
    __slots__ = ("_cache", "_changed")

    def __init__(self, tx: Transaction, cache: CityCache) -> None:
        super().__init__(tx)
        self._cache = cache
        self._changed = False

    def committed(self) -> None:
        """Own writes are seen at once by this process."""
        if self._changed:
            self._cache.drop(absences.name)

    def current(self, now: datetime) -> tuple[Absence, ...]:
        """Those that are not over, the first to begin first."""
        kept = None if self._changed else self._cache.get(absences.name)
        if kept is not None:
            return kept  # type: ignore[no-any-return]
        found = tuple(map(_absence, self._tx.rows(absences, _CURRENT, {"now": now})))
        if not self._changed:  # what is not committed yet is nobody else's to see
            self._cache.put(absences.name, found)
        return found

    def add(self, absence: Absence) -> None:
        self._changed = True
        self._tx.insert(absences, {
            "id": absence.id, "staff_id": absence.staff_id, "from_at": absence.from_at, "until_at": absence.until_at,
            "made_by": absence.made_by, "made_at": absence.made_at, "handed_at": absence.handed_at,
        })  # fmt: skip

    def end(self, absence_id: str, until_at: datetime) -> None:
        self._changed = True
        self._tx.run(_END, {"i": absence_id, "until": until_at})

    def begun(self, now: datetime, limit: int) -> tuple[Absence, ...]:
        """Away now, and what lies with them was not looked through yet."""
        return tuple(map(_absence, self._tx.rows(absences, _BEGUN, {"now": now, "l": limit})))

    def hand(self, absence_id: str, at: datetime) -> bool:
        """False where somebody else has looked through it."""
        self._changed = True
        return self._tx.run(_HAND, {"i": absence_id, "at": at}).rowcount == 1


def _absence(row: Any) -> Absence:
    return Absence(
        id=row.id, staff_id=row.staff_id, from_at=row.from_at, until_at=row.until_at, made_by=row.made_by,
        made_at=row.made_at, handed_at=row.handed_at,
    )  # fmt: skip
