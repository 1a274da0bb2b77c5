"""Where the traces of a reporter lie: their tickets, calls, call-backs and drafts."""

import sqlalchemy as sa

from hotline.domain.evidence import Talk, Traces
from hotline.storage.tables import callbacks, calls, drafts, tickets, waits
from hotline.storage.transaction import Shelf

_R: sa.BindParameter[str] = sa.bindparam("r")
_T: sa.BindParameter[str] = sa.bindparam("t")
_IDS: sa.BindParameter[str] = sa.bindparam("i", expanding=True)
_TICKETS = sa.select(tickets.c.id).where(tickets.c.reporter_id == _R).order_by(tickets.c.received_at, tickets.c.id)
_CALLS = sa.select(calls.c.id).where(calls.c.reporter_id == _R).order_by(calls.c.id)
_CALLBACKS = sa.select(callbacks.c.id).where(callbacks.c.reporter_id == _R).order_by(callbacks.c.id)
_OF_TICKET = sa.select(calls.c.id).where(calls.c.ticket_id == _T).order_by(calls.c.id)
_DRAFTS = sa.select(drafts.c.id).where(drafts.c.call_id.in_(_IDS)).order_by(drafts.c.id)
_TALKS = (
    sa.select(waits.c.operator_id, waits.c.joined_at)
    .where(waits.c.call_id.in_(_IDS), waits.c.operator_id.is_not(None), waits.c.joined_at.is_not(None))
    .order_by(waits.c.joined_at)
)


class Evidence(Shelf):
    """Reads only."""

    __slots__ = ()

    def traces_of(self, reporter_id: str) -> Traces:
        """Everything of one number."""
        mine = {"r": reporter_id}
        return self._with_calls(
            tickets_=[row.id for row in self._tx.rows(tickets, _TICKETS, mine)],
            calls_=[row.id for row in self._tx.rows(calls, _CALLS, mine)],
            callbacks_=[row.id for row in self._tx.rows(callbacks, _CALLBACKS, mine)],
        )

    def traces_of_ticket(self, ticket_id: str) -> Traces:
        """Of a ticket whose reporter nobody knows, or knows any more."""
        found = [row.id for row in self._tx.rows(calls, _OF_TICKET, {"t": ticket_id})]
        return self._with_calls(tickets_=[ticket_id], calls_=found, callbacks_=[])

    def _with_calls(self, *, tickets_: list[str], calls_: list[str], callbacks_: list[str]) -> Traces:
        made = self._tx.rows(drafts, _DRAFTS, {"i": calls_}) if calls_ else ()
        talks = self._tx.rows(waits, _TALKS, {"i": calls_}) if calls_ else ()
        return Traces(
            tickets=tuple(tickets_), calls=tuple(calls_), callbacks=tuple(callbacks_), drafts=tuple(row.id for row in made),
            talks=tuple(Talk(at=row.joined_at, operator_id=row.operator_id) for row in talks),
        )
