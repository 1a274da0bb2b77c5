"""The sources of flows, a row for each version that ever ran and may still be in use."""

import json
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from hotline.storage.tables import flow_versions
from hotline.storage.transaction import Shelf
from hotline.storage.types import Moment

_C = flow_versions.c
_ONE = (_C.name == sa.bindparam("n"), _C.version == sa.bindparam("v"))
_KEEP = sa.text(
    "INSERT INTO flow_versions (name, version, files, first_seen, last_used) VALUES (:n, :v, :f, :at, :at)"
    " ON CONFLICT (name, version) DO UPDATE SET last_used = excluded.last_used"
).bindparams(sa.bindparam("at", type_=Moment))
_FILES = sa.select(_C.files).where(*_ONE)
_SEEN = sa.select(_C.name, _C.version, _C.last_used)
_TOUCH = sa.update(flow_versions).where(*_ONE).values(last_used=sa.bindparam("at", type_=Moment))
_REMOVE = sa.delete(flow_versions).where(*_ONE, _C.last_used < sa.bindparam("before", type_=Moment))


class FlowVersions(Shelf):
    __slots__ = ()

    def keep(self, name: str, version: str, files: Mapping[str, str], at: datetime) -> None:
        """Written the first time; later only that it was used again."""
        self._tx.run(_KEEP, {"n": name, "v": version, "f": json.dumps(dict(files), ensure_ascii=False), "at": at})

    def files(self, name: str, version: str) -> Mapping[str, str] | None:
        row = self._tx.first(flow_versions, _FILES, {"n": name, "v": version})
        return None if row is None else dict(json.loads(row.files))

    def seen(self) -> Mapping[tuple[str, str], datetime]:
        """Every version, and when it was last used."""
        return {(row.name, row.version): row.last_used for row in self._tx.rows(flow_versions, _SEEN, {})}

    def touch(self, name: str, version: str, at: datetime) -> None:
        """A call still uses it."""
        self._tx.run(_TOUCH, {"n": name, "v": version, "at": at})

    def remove(self, name: str, version: str, before: datetime) -> bool:
        """Only where nobody has used it since."""
        return self._tx.run(_REMOVE, {"n": name, "v": version, "before": before}).rowcount == 1
