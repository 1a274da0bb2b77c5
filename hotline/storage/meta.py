"""Small facts by name that every process shares."""

import sqlalchemy as sa

from hotline.storage.tables import meta
from hotline.storage.transaction import Shelf

_GET = sa.select(meta.c.value).where(meta.c.key == sa.bindparam("k"))
_SET = sa.text("INSERT INTO meta (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = excluded.value")


class Meta(Shelf):
    __slots__ = ()

    def get(self, key: str) -> str | None:
        row = self._tx.first(meta, _GET, {"k": key})
        return None if row is None else str(row.value)

    def set(self, key: str, value: str) -> None:
        self._tx.run(_SET, {"k": key, "v": value})
