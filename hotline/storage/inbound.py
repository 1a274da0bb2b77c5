"""Texts that came in, as they came."""

from datetime import datetime

import sqlalchemy as sa

from hotline.domain.entry import Entry, EntryKind
from hotline.storage.tables import inbound
from hotline.storage.transaction import Shelf

_BODY = "inbound.body"
_C = inbound.c
_OF_TICKET = sa.select(inbound).where(_C.ticket_id == sa.bindparam("t")).order_by(_C.at, _C.id)
_UNDERSTOOD = (
    sa.update(inbound)
    .where(_C.id == sa.bindparam("i"))
    .values(understood=sa.bindparam("u"), ticket_id=sa.func.coalesce(sa.bindparam("t", type_=sa.Text), _C.ticket_id))
)


class Inbound(Shelf):
    __slots__ = ()

    def add(
        self,
        inbound_id: str,
        sid: str,
        reporter_id: str | None,
        staff_id: str | None,
        body: str,
        understood: str,
        ticket_id: str | None,
        at: datetime,
    ) -> None:
        """Keep a text. ``understood`` is a code of what it was taken for."""
        self._tx.insert(
            inbound,
            {
                "id": inbound_id,
                "sid": sid,
                "reporter_id": reporter_id,
                "staff_id": staff_id,
                "body": self._seal(_BODY, body),
                "understood": understood,
                "ticket_id": ticket_id,
                "at": at,
            },
        )

    def set_understood(self, inbound_id: str, understood: str, ticket_id: str | None = None) -> None:
        """Note what a kept text was taken for; a ticket once noted stays."""
        self._tx.later(_UNDERSTOOD, {"i": inbound_id, "u": understood, "t": ticket_id})

    def of_ticket(self, ticket_id: str) -> tuple[Entry, ...]:
        """The texts that led to or spoke of a ticket, oldest first, as lines of its story."""
        return tuple(
            Entry(
                id=row.id,
                ticket_id=row.ticket_id,
                kind=EntryKind.COMMENT,
                by=row.reporter_id or row.staff_id or "",
                words=self._tx.keys.open(_BODY, row.body),
                at=row.at,
            )
            for row in self._tx.rows(inbound, _OF_TICKET, {"t": ticket_id})
        )
