"""The queue for a person: each change guarded by the state it was based on, so that of two that race one wins."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.waiting import Wait, WaitState
from hotline.storage.tables import operator_rings, waits
from hotline.storage.transaction import Shelf

_C = waits.c
_FIELDS = tuple(column.name for column in _C)
_CHANGES = ("state", "operator_id", "message_id", "offered_at", "joined_at", "ended_at")
_OPEN = sa.select(waits).where(_C.state.in_(("offered", "talking", "waiting"))).order_by(_C.since, _C.id)
_OF_CALL = sa.select(waits).where(_C.call_id == sa.bindparam("c")).order_by(_C.since.desc(), _C.id.desc()).limit(1)
_OF_MESSAGE = sa.select(waits).where(_C.message_id == sa.bindparam("m")).limit(1)
_SINCE = sa.select(waits).where(_C.since >= sa.bindparam("s", type_=_C.since.type)).order_by(_C.since, _C.id)
_SAVE = (
    sa.update(waits)
    .where(_C.id == sa.bindparam("i"), _C.state == sa.bindparam("before"))
    .values({name: sa.bindparam(name) for name in _CHANGES})
)
_RINGS = sa.select(operator_rings)
_RING = sa.text(
    "INSERT INTO operator_rings (staff_id, at) VALUES (:s, :at) ON CONFLICT (staff_id) DO UPDATE SET at = excluded.at"
).bindparams(sa.bindparam("at", type_=operator_rings.c.at.type))


class Waits(Shelf):
    __slots__ = ()

    def add(self, wait: Wait) -> None:
        self._tx.insert(waits, {name: getattr(wait, name) for name in _FIELDS} | {"state": wait.state.value})

    def open(self) -> tuple[Wait, ...]:
        """Everybody who waits, is being offered or talks; the longest first."""
        return tuple(map(_wait, self._tx.rows(waits, _OPEN, {})))

    def of_call(self, call_id: str) -> Wait | None:
        """The last time this call waited."""
        row = self._tx.first(waits, _OF_CALL, {"c": call_id})
        return None if row is None else _wait(row)

    def of_message(self, message_id: str) -> Wait | None:
        """For whom this call to an operator was placed; None once they are offered to somebody else."""
        row = self._tx.first(waits, _OF_MESSAGE, {"m": message_id})
        return None if row is None else _wait(row)

    def since(self, moment: datetime) -> tuple[Wait, ...]:
        """All that began since then, for the day's figures."""
        return tuple(map(_wait, self._tx.rows(waits, _SINCE, {"s": moment})))

    def save(self, wait: Wait, before: WaitState) -> None:
        """Conflict where somebody moved it meanwhile, or the operator was given to somebody else."""
        values = {name: getattr(wait, name) for name in _CHANGES} | {"state": wait.state.value}
        if self._tx.run(_SAVE, values | {"i": wait.id, "before": before.value}).rowcount != 1:
            raise Conflict

    def rung(self, staff_id: str, at: datetime) -> None:
        """This operator is being rung."""
        self._tx.run(_RING, {"s": staff_id, "at": at})

    def rings(self, staff_ids: Iterable[str]) -> dict[str, datetime]:
        """When each was last rung; who never was is left out."""
        wanted = frozenset(staff_ids)
        return {row.staff_id: row.at for row in self._tx.rows(operator_rings, _RINGS, {}) if row.staff_id in wanted}


def _wait(row: Any) -> Wait:
    return Wait(**{name: getattr(row, name) for name in _FIELDS} | {"state": WaitState(row.state)})
