"""Texts that came in, as they came."""

from datetime import datetime

import sqlalchemy as sa

from hotline.domain.entry import Entry, EntryKind
from hotline.domain.pace import Kept, Seen
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


_SINCE: sa.BindParameter[datetime] = sa.bindparam("since", type_=_C.at.type)
_LATELY = (
    sa.select(inbound)
    .where(_C.reporter_id == sa.bindparam("r"), _C.at >= _SINCE)
    .order_by(_C.at.desc())
    .limit(sa.bindparam("l"))
)
_SAME = (
    sa.select(inbound)
    .where(_C.reporter_id == sa.bindparam("r"), _C.at >= _SINCE, _C.body_hash == sa.bindparam("h"), _C.ticket_id.is_not(None))
    .order_by(_C.at.desc())
    .limit(1)
)
_LIMITED = sa.select(inbound).where(_C.understood == sa.literal_column("'Limited'")).order_by(_C.at).limit(sa.bindparam("l"))


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
        words: str | None = None,
    ) -> None:
        """Keep a text. ``understood`` is a code of what it was taken for; ``words`` the form in which it is compared."""
        self._tx.insert(
            inbound,
            {
                "id": inbound_id,
                "sid": sid,
                "reporter_id": reporter_id,
                "staff_id": staff_id,
                "body": self._seal(_BODY, body),
                "body_hash": self.digest(words) if words else None,
                "understood": understood,
                "ticket_id": ticket_id,
                "at": at,
            },
        )

    def set_understood(self, inbound_id: str, understood: str, ticket_id: str | None = None) -> None:
        """Note what a kept text was taken for; a ticket once noted stays."""
        self._tx.later(_UNDERSTOOD, {"i": inbound_id, "u": understood, "t": ticket_id})

    def digest(self, words: str) -> str:
        """What ``Seen.words`` holds of some words."""
        return self._tx.keys.hash("inbound.body", words)

    def lately(self, reporter_id: str, since: datetime, limit: int) -> tuple[Seen, ...]:
        """What this number texted since then, newest first."""
        rows = self._tx.rows(inbound, _LATELY, {"r": reporter_id, "since": since, "l": limit})
        return tuple(Seen(understood=row.understood, words=row.body_hash, at=row.at) for row in rows)

    def same_words(self, reporter_id: str, words: str, since: datetime) -> str | None:
        """The ticket that the same words of the same number led to since then."""
        row = self._tx.first(inbound, _SAME, {"r": reporter_id, "h": self.digest(words), "since": since})
        return None if row is None else str(row.ticket_id)

    def limited(self, limit: int) -> tuple[Kept, ...]:
        """Texts that were too many and nobody has taken in, oldest first."""
        return tuple(
            Kept(id=row.id, reporter_id=row.reporter_id, words=self._tx.keys.open(_BODY, row.body), at=row.at)
            for row in self._tx.rows(inbound, _LIMITED, {"l": limit})
        )

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
