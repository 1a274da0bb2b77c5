"""Reporters, found by the keyed hash of their number."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.reporter import Age, Line, Prefers, Reporter
from hotline.storage.tables import reporters
from hotline.storage.transaction import Shelf, type_row

_PHONE = "reporters.phone"
_C = reporters.c
_BY_HASH = sa.select(reporters).where(_C.phone_hash == sa.bindparam("h"))
_GET = sa.select(reporters).where(_C.id == sa.bindparam("i"))
_MANY = sa.select(reporters).where(_C.id.in_(sa.bindparam("i", expanding=True)))
_ALL = sa.select(reporters).order_by(_C.id)
_SAVE = (
    sa.update(reporters)
    .where(_C.id == sa.bindparam("i"), _C.version == sa.bindparam("v"))
    .values({name: sa.bindparam(name) for name in _C.keys() if name not in {"id", "created_at"}})  # noqa: SIM118
)


class Reporters(Shelf):
    __slots__ = ()

    def by_phone(self, e164: str) -> Reporter | None:
        """Whoever has this number, also where it was hashed under an older key."""
        for phone_hash in self._tx.keys.hashes("phone", e164):
            row = self._tx.first(reporters, _BY_HASH, {"h": phone_hash})
            if row is not None:
                return self._reporter(row)
        return None

    def get(self, reporter_id: str) -> Reporter | None:
        row = self._tx.first(reporters, _GET, {"i": reporter_id})
        return None if row is None else self._reporter(row)

    def get_many(self, ids: Iterable[str]) -> dict[str, Reporter]:
        """By id; ids nobody has are left out."""
        wanted = list(dict.fromkeys(ids))
        rows = self._tx.rows(reporters, _MANY, {"i": wanted}) if wanted else ()
        return {row.id: self._reporter(row) for row in rows}

    def all(self) -> Iterator[Reporter]:
        """Everybody, a few at a time: there may be very many."""
        for row in self._tx.stream(reporters, _ALL):
            yield self._reporter(row)

    def add(self, reporter: Reporter) -> None:
        """Keep a new reporter; two at once with one number: the second gets Conflict at the commit."""
        self._tx.insert(reporters, self._row(reporter) | {"id": reporter.id, "created_at": reporter.created_at})

    def save(self, reporter: Reporter) -> Reporter:
        """Write a changed reporter, which comes back with its next version. Conflict if it was changed since."""
        after = replace(reporter, version=reporter.version + 1)
        values = self._row(after) | {"i": reporter.id, "v": reporter.version}
        if self._tx.run(_SAVE, values).rowcount != 1:
            raise Conflict
        return after

    def _row(self, reporter: Reporter) -> type_row:
        keys = self._tx.keys
        return {
            "phone": keys.seal(_PHONE, reporter.phone),
            "phone_hash": keys.hash("phone", reporter.phone),
            "hash_key_id": keys.lookup_id,
            "language": reporter.language,
            "line": reporter.line.value,
            "stopped_at": reporter.stopped_at,
            "simple": reporter.simple,
            "age": reporter.age.value if reporter.age else None,
            "age_asked": reporter.age_asked,
            "prefers": reporter.prefers.value if reporter.prefers else None,
            "refuses": ",".join(sorted(reporter.refuses)) or None,
            "version": reporter.version,
        }

    def _reporter(self, row: sa.Row) -> Reporter:  # type: ignore[type-arg]
        return Reporter(
            id=row.id,
            phone=self._tx.keys.open(_PHONE, row.phone),
            language=row.language,
            line=Line(row.line),
            stopped_at=row.stopped_at,
            simple=row.simple,
            age=Age(row.age) if row.age else None,
            age_asked=row.age_asked,
            prefers=Prefers(row.prefers) if row.prefers else None,
            refuses=frozenset(row.refuses.split(",")) if row.refuses else frozenset(),
            created_at=row.created_at,
            version=row.version,
        )
