"""Small facts by name that every process shares. What every call asks for is kept for some seconds."""

import sqlalchemy as sa

from hotline.storage.city import CityCache
from hotline.storage.tables import meta
from hotline.storage.transaction import Shelf, Transaction

_GET = sa.select(meta.c.value).where(meta.c.key == sa.bindparam("k"))
_SET = sa.text("INSERT INTO meta (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = excluded.value")


class Meta(Shelf):
    __slots__ = ("_cache", "_changed")

    def __init__(self, tx: Transaction, cache: CityCache) -> None:
        super().__init__(tx)
        self._cache = cache
        self._changed: set[str] = set()

    def committed(self) -> None:
        """Own writes are seen at once by this process."""
        for key in self._changed:
            self._cache.drop(_name(key))

    def get(self, key: str) -> str | None:
        row = self._tx.first(meta, _GET, {"k": key})
        return None if row is None else str(row.value)

    def recent(self, key: str) -> str:
        """As it was at most some seconds ago; empty where there is none."""
        if key in self._changed:
            return self.get(key) or ""
        kept = self._cache.get(_name(key))
        if kept is None:
            kept = self.get(key) or ""
            self._cache.put(_name(key), kept)
        return str(kept)

    def set(self, key: str, value: str) -> None:
        self._changed.add(key)
        self._tx.run(_SET, {"k": key, "v": value})


def _name(key: str) -> str:
    return f"meta:{key}"
