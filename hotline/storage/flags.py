"""Signs that something is to be looked at: raised once each, seen by somebody with a name."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.flag import Flag, FlagKind
from hotline.storage.tables import flags
from hotline.storage.transaction import Shelf

_C = flags.c
_AT = sa.bindparam("moment", type_=_C.at.type)
_KEY = sa.select(_C.id).where(_C.key == sa.bindparam("k"))
_GET = sa.select(flags).where(_C.id == sa.bindparam("i"))
_UNSEEN = sa.select(_C.kind, sa.func.count().label("n")).where(_C.seen_at.is_(None)).group_by(_C.kind)
_OF = sa.select(flags).where(_C.ticket_id == sa.bindparam("t")).order_by(_C.at, _C.id)
_SEE = (
    sa.update(flags).where(_C.id == sa.bindparam("i"), _C.seen_at.is_(None)).values(seen_by=sa.bindparam("b"), seen_at=_AT)
)


class Flags(Shelf):
    __slots__ = ()

    def raise_(self, flag: Flag) -> bool:
        """False: it stands already."""
        if self._tx.first(flags, _KEY, {"k": flag.key}) is not None:
            return False
        values = {each.name: getattr(flag, each.name) for each in fields(Flag)}
        self._tx.insert(flags, values | {"kind": flag.kind.value, "facts": dict(flag.facts)})
        return True

    def get(self, flag_id: str) -> Flag | None:
        row = self._tx.first(flags, _GET, {"i": flag_id})
        return None if row is None else _flag(row)

    def of_ticket(self, ticket_id: str) -> tuple[Flag, ...]:
        return tuple(map(_flag, self._tx.rows(flags, _OF, {"t": ticket_id})))

    def listing(
        self, *, kind: FlagKind | None = None, seen: bool | None = None, limit: int = 100, before: str | None = None
    ) -> tuple[Flag, ...]:
        """Newest first; ``before`` is the id of the last one seen."""
        query: Any = sa.select(flags)
        values: dict[str, Any] = {"l": limit}
        if kind is not None:
            query, values["k"] = query.where(_C.kind == sa.bindparam("k")), kind.value
        if seen is not None:
            query = query.where(_C.seen_at.is_not(None) if seen else _C.seen_at.is_(None))
        last = self.get(before) if before is not None else None
        if last is not None:
            earlier = sa.or_(_C.at < _AT, sa.and_(_C.at == _AT, _C.id < sa.bindparam("i")))
            query, values["moment"], values["i"] = query.where(earlier), last.at, last.id
        query = query.order_by(_C.at.desc(), _C.id.desc()).limit(sa.bindparam("l"))
        return tuple(map(_flag, self._tx.rows(flags, query, values)))

    def unseen(self) -> Mapping[FlagKind, int]:
        """How many of each kind nobody has looked at."""
        return {FlagKind(row.kind): int(row.n) for row in self._tx.rows(flags, _UNSEEN, {})}

    def see(self, flag_id: str, by: str, at: datetime) -> bool:
        """False: it was seen already."""
        return self._tx.run(_SEE, {"i": flag_id, "b": by, "moment": at}).rowcount == 1


def _flag(row: Any) -> Flag:
    return Flag(**{each.name: getattr(row, each.name) for each in fields(Flag)} | {"kind": FlagKind(row.kind)})
