"""Leases: at most one process does a thing at a time, and one that dies gives it up by itself."""

from datetime import datetime

import sqlalchemy as sa

from hotline.storage.tables import leases
from hotline.storage.transaction import Shelf
from hotline.storage.types import Moment

_TAKE = sa.text(
    "INSERT INTO leases (name, holder, until) VALUES (:n, :h, :until)"
    " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE leases.until <= :now OR leases.holder = excluded.holder"
).bindparams(sa.bindparam("until", type_=Moment), sa.bindparam("now", type_=Moment))
_RELEASE = sa.delete(leases).where(leases.c.name == sa.bindparam("n"), leases.c.holder == sa.bindparam("h"))

_UNTIL = sa.select(leases.c.until).where(leases.c.name == sa.bindparam("n"))
_BEGIN = sa.text(
    "INSERT INTO leases (name, holder, until) VALUES (:n, '', :until) ON CONFLICT (name) DO NOTHING"
).bindparams(sa.bindparam("until", type_=Moment))
_MOVE = (
    sa.update(leases)
    .where(leases.c.name == sa.bindparam("n"), leases.c.until == sa.bindparam("before", type_=Moment))
    .values(until=sa.bindparam("after", type_=Moment))
)


class Leases(Shelf):
    __slots__ = ()

    def take(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """True if ``holder`` has it now: it was free, had run out, or was theirs already."""
        return self._tx.run(_TAKE, {"n": name, "h": holder, "until": until, "now": now}).rowcount == 1

    def until(self, name: str) -> datetime | None:
        """When it is free, or was; None where nobody ever asked for it."""
        row = self._tx.first(leases, _UNTIL, {"n": name})
        return None if row is None else row.until

    def move(self, name: str, before: datetime | None, after: datetime) -> bool:
        """Take it from ``before`` on, for nobody in particular; False where somebody else just did."""
        if before is None:
            return self._tx.run(_BEGIN, {"n": name, "until": after}).rowcount == 1
        return self._tx.run(_MOVE, {"n": name, "before": before, "after": after}).rowcount == 1

    def release(self, name: str, holder: str) -> None:
        """Give it up; somebody else's stays."""
        self._tx.run(_RELEASE, {"n": name, "h": holder})
