"""The lines of a ticket's story; their words are encrypted."""

import sqlalchemy as sa

from hotline.domain.entry import Entry, EntryKind
from hotline.storage.tables import entries
from hotline.storage.transaction import Shelf

_WORDS = "entries.words"
_OF_TICKET = sa.select(entries).where(entries.c.ticket_id == sa.bindparam("t")).order_by(entries.c.at, entries.c.id)


class Entries(Shelf):
    __slots__ = ()

    def add(self, entry: Entry) -> None:
        self._tx.insert(
            entries,
            {
                "id": entry.id,
                "ticket_id": entry.ticket_id,
                "kind": entry.kind.value,
                "words": self._tx.keys.seal(_WORDS, entry.words),
                "by": entry.by,
                "at": entry.at,
            },
        )

    def of_ticket(self, ticket_id: str) -> tuple[Entry, ...]:
        """Oldest first."""
        return tuple(
            Entry(
                id=row.id,
                ticket_id=row.ticket_id,
                kind=EntryKind(row.kind),
                by=row.by,
                at=row.at,
                words=self._tx.keys.open(_WORDS, row.words),
            )
            for row in self._tx.rows(entries, _OF_TICKET, {"t": ticket_id})
        )
