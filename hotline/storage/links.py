"""Links for contractors, found by a keyed hash of their secret."""

from datetime import datetime

import sqlalchemy as sa

from hotline.domain.link import Link
from hotline.storage.tables import links
from hotline.storage.transaction import Shelf

_C = links.c
_BY_KEY = sa.select(links).where(_C.key.in_(sa.bindparam("k", expanding=True)))
_USED = (
    sa.update(links)
    .where(_C.id == sa.bindparam("i"), _C.used_at.is_(None))
    .values(used_at=sa.bindparam("at", type_=_C.used_at.type))
)


class Links(Shelf):
    __slots__ = ()

    def key(self, secret: str) -> str:
        """What ``Link.key`` keeps of a secret."""
        return self._tx.keys.hash("link", secret)

    def add(self, link: Link) -> None:
        self._tx.insert(links, {
            "id": link.id, "ticket_id": link.ticket_id, "key": link.key, "made_by": link.made_by, "made_at": link.made_at,
            "expires_at": link.expires_at, "used_at": link.used_at,
        })  # fmt: skip

    def by_secret(self, secret: str) -> Link | None:
        row = self._tx.first(links, _BY_KEY, {"k": list(self._tx.keys.hashes("link", secret))})
        if row is None:
            return None
        return Link(
            id=row.id, ticket_id=row.ticket_id, key=row.key, made_by=row.made_by, made_at=row.made_at,
            expires_at=row.expires_at, used_at=row.used_at,
        )  # fmt: skip

    def use(self, link_id: str, at: datetime) -> bool:
        """False: it was used already."""
        return self._tx.run(_USED, {"i": link_id, "at": at}).rowcount == 1
