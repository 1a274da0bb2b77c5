"""The duty rota and the night duty, kept for some seconds like the city it belongs to, and the calls about each urgent ticket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.duty import Ended, Ladder
from hotline.storage.city import CityCache
from hotline.storage.tables import duty_ladders, duty_night, duty_rota
from hotline.storage.transaction import Shelf, Transaction

_C = duty_ladders.c
_IN_ORDER = {table: sa.select(table).order_by(table.c.department, table.c.position) for table in (duty_rota, duty_night)}
_CLEAR = {table: sa.delete(table).where(table.c.department == sa.bindparam("d")) for table in _IN_ORDER}
_LATEST = sa.select(duty_ladders).where(_C.ticket_id == sa.bindparam("t")).order_by(_C.id.desc()).limit(1)  # ids sort by time
_UNANSWERED = (
    sa.select(duty_ladders)
    .where(_C.how == sa.literal_column("'unanswered'"))
    .order_by(_C.ended_at.desc())
    .limit(sa.bindparam("l", type_=sa.Integer))
)
_END = (
    sa.update(duty_ladders)
    .where(_C.id == sa.bindparam("i"), sa.or_(_C.how.is_(None), _C.how == sa.literal_column("'unanswered'")))
    .values(
        how=sa.bindparam("h"), taken_by=sa.bindparam("by"),
        ended_at=sa.func.coalesce(_C.ended_at, sa.bindparam("at", type_=_C.ended_at.type)),
    )
)  # fmt: skip


class Duty(Shelf):
    __slots__ = ("_cache", "_changed")

    def __init__(self, tx: Transaction, cache: CityCache) -> None:
        super().__init__(tx)
        self._cache = cache
        self._changed = False

    def committed(self) -> None:
        """Own writes are seen at once by this process."""
        if self._changed:
            for table in _IN_ORDER:
                self._cache.drop(table.name)

    def rota(self) -> dict[str, tuple[str, ...]]:
        """Department, or ``*``: who is rung, in order."""
        return self._named(duty_rota)

    def night(self) -> dict[str, tuple[str, ...]]:
        """Department: who is on at night, in order."""
        return self._named(duty_night)

    def set_rota(self, department: str, people: Sequence[str]) -> None:
        """These, in this order; none: whoever is on duty there, by rank."""
        self._name(duty_rota, department, people)

    def set_night(self, department: str, people: Sequence[str]) -> None:
        self._name(duty_night, department, people)

    def _named(self, table: sa.Table) -> dict[str, tuple[str, ...]]:
        kept = None if self._changed else self._cache.get(table.name)
        if kept is not None:
            return kept  # type: ignore[no-any-return]
        found: dict[str, tuple[str, ...]] = {}
        for row in self._tx.rows(table, _IN_ORDER[table], {}):
            found[row.department] = (*found.get(row.department, ()), row.staff_id)
        if not self._changed:  # what is not committed yet is nobody else's to see
            self._cache.put(table.name, found)
        return found

    def _name(self, table: sa.Table, department: str, people: Sequence[str]) -> None:
        self._changed = True
        self._tx.run(_CLEAR[table], {"d": department})
        for position, staff_id in enumerate(people):
            self._tx.insert(table, {"department": department, "position": position, "staff_id": staff_id})

    def add(self, ladder: Ladder) -> None:
        self._tx.insert(duty_ladders, {
            "id": ladder.id, "ticket_id": ladder.ticket_id, "department": ladder.department, "began_at": ladder.began_at,
            "ended_at": ladder.ended_at, "how": ladder.how, "taken_by": ladder.taken_by,
        })  # fmt: skip

    def latest(self, ticket_id: str) -> Ladder | None:
        row = self._tx.first(duty_ladders, _LATEST, {"t": ticket_id})
        return None if row is None else _ladder(row)

    def end(self, ladder_id: str, how: Ended, by: str | None, at: datetime) -> bool:
        """False where somebody has it already. What nobody answered may still be taken."""
        return self._tx.run(_END, {"i": ladder_id, "h": how.value, "by": by, "at": at}).rowcount == 1

    def unanswered(self, limit: int = 100) -> tuple[Ladder, ...]:
        """Urgent, everybody was rung, and nobody took it; the newest first."""
        return tuple(map(_ladder, self._tx.rows(duty_ladders, _UNANSWERED, {"l": limit})))


def _ladder(row: Any) -> Ladder:
    return Ladder(
        id=row.id, ticket_id=row.ticket_id, department=row.department, began_at=row.began_at, ended_at=row.ended_at,
        how=Ended(row.how) if row.how else None, taken_by=row.taken_by,
    )  # fmt: skip
