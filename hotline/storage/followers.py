"""Who is told, too, when a ticket is mended: followers, each once."""

from datetime import datetime

import sqlalchemy as sa

from hotline.storage.tables import followers
from hotline.storage.transaction import Shelf

_ADD = sa.text("INSERT INTO followers (ticket_id, reporter_id, at) VALUES (:t, :r, :at) ON CONFLICT DO NOTHING").bindparams(
    sa.bindparam("at", type_=followers.c.at.type)
)
_OF_TICKET = (
    sa.select(followers.c.reporter_id)
    .where(followers.c.ticket_id == sa.bindparam("t"))
    .order_by(followers.c.at, followers.c.reporter_id)
)


class Followers(Shelf):
    __slots__ = ()

    def add(self, ticket_id: str, reporter_id: str, at: datetime) -> bool:
        """False: they follow it already."""
        return self._tx.run(_ADD, {"t": ticket_id, "r": reporter_id, "at": at}).rowcount == 1

    def of_ticket(self, ticket_id: str) -> tuple[str, ...]:
        """Their ids, whoever came first in front."""
        return tuple(row.reporter_id for row in self._tx.rows(followers, _OF_TICKET, {"t": ticket_id}))
