"""What the console and the public page ask of many tickets at once: one statement each, however many rows."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.entry import EntryKind
from hotline.domain.handling import FINAL_AFTER
from hotline.domain.ticket import IN_WORK, WITH_DEPARTMENT, Kind, State, Ticket
from hotline.storage.tables import clocks, entries, tickets
from hotline.storage.tickets import Tickets
from hotline.storage.transaction import Shelf

_T, _K = tickets.c, clocks.c
_IN_WORK = tuple(sorted(state.value for state in IN_WORK))
_OLDEST = (_T.received_at, _T.id)
_OPEN_CLOCK = sa.and_(_K.met_at.is_(None), _K.stopped_at.is_(None))

_CLOCKS = (
    sa.select(clocks)
    .where(_K.ticket_id.in_(sa.bindparam("i", expanding=True)), _OPEN_CLOCK)
    .order_by(_K.due_at, _K.id)
)  # fmt: skip
_RETURNS = (
    sa.select(_T.id)
    .where(_T.return_pending.is_(sa.true()), _T.state.in_((State.DISPATCHED.value, State.ACCEPTED.value)))
    .order_by(*_OLDEST)
    .limit(sa.bindparam("l"))
)
_WORDS = "entries.words"
_REASONS = (
    sa.select(entries.c.ticket_id, entries.c.words)
    .where(entries.c.ticket_id.in_(sa.bindparam("i", expanding=True)), entries.c.kind == EntryKind.RETURN.value)
    .order_by(entries.c.at, entries.c.id)
)
_WAITS_FOR_PLACE = sa.exists().where(_K.ticket_id == _T.id, _K.kind == ClockKind.PLACE.value, _OPEN_CLOCK)
_UNROUTED = (
    sa.select(_T.id)
    .where(
        sa.or_(_T.state == State.RECEIVED.value, sa.and_(_T.state == State.DISPATCHED.value, _T.handler.is_(None))),
        _T.kind != Kind.PROTECTION.value, ~_WAITS_FOR_PLACE,
    )
    .order_by(*_OLDEST).limit(sa.bindparam("l"))
)
_UNPLACED = (
    sa.select(_T.id)
    .where(
        _T.state.in_(_IN_WORK), _T.kind != Kind.PROTECTION.value,
        sa.or_(_T.place.is_(None), _T.category.is_(None), _T.grid.is_(None)),
    )
    .order_by(*_OLDEST)
    .limit(sa.bindparam("l"))
)


_DEPARTMENTS = _T.state.in_(tuple(sorted(state.value for state in WITH_DEPARTMENT)))
_FINALS = (
    sa.select(_T.id).where(_T.reopenings > FINAL_AFTER, _DEPARTMENTS).order_by(*_OLDEST).limit(sa.bindparam("l"))
)
_ESCALATED = (
    sa.select(_T.id).where(_T.level > 0, _DEPARTMENTS).order_by(_T.level.desc(), *_OLDEST).limit(sa.bindparam("l"))
)


class Desk(Shelf):
    """Reads only."""

    __slots__ = ()

    def clocks_of(self, ticket_ids: Iterable[str]) -> dict[str, tuple[Clock, ...]]:
        """The running clocks of these tickets, the first due first; a ticket without one is left out."""
        wanted = list(dict.fromkeys(ticket_ids))
        found: dict[str, tuple[Clock, ...]] = {}
        for row in self._tx.rows(clocks, _CLOCKS, {"i": wanted}) if wanted else ():
            clock = _clock(row)
            found[clock.ticket_id] = (*found.get(clock.ticket_id, ()), clock)
        return found

    def returns(self, limit: int = 100) -> tuple[Ticket, ...]:
        """Returns nobody has ruled on, oldest ticket first."""
        return self._tickets(_RETURNS, limit)

    def unrouted(self, limit: int = 100) -> tuple[Ticket, ...]:
        """Received, no department, and no answer to "where?" awaited any more."""
        return self._tickets(_UNROUTED, limit)

    def unplaced(self, limit: int = 100) -> tuple[Ticket, ...]:
        """In work without a place or a category: somebody must listen or ask."""
        return self._tickets(_UNPLACED, limit)

    def finals(self, limit: int = 100) -> tuple[Ticket, ...]:
        """Twice reopened and not solved: the committee owes its answer."""
        return self._tickets(_FINALS, limit)

    def escalated(self, limit: int = 100) -> tuple[Ticket, ...]:
        """With a department, and its head or the committee answers for it by now; the committee's first."""
        return self._tickets(_ESCALATED, limit)

    def return_reasons(self, ticket_ids: Iterable[str]) -> dict[str, str]:
        """The words of each ticket's latest return."""
        wanted = list(dict.fromkeys(ticket_ids))
        rows = self._tx.rows(entries, _REASONS, {"i": wanted}) if wanted else ()
        return {row.ticket_id: self._tx.keys.open(_WORDS, row.words) for row in rows}

    def _tickets(self, query: sa.Executable, limit: int) -> tuple[Ticket, ...]:
        ids = [row.id for row in self._tx.rows(tickets, query, {"l": limit})]
        found = Tickets(self._tx).get_many(ids)
        return tuple(found[each] for each in ids if each in found)


def _clock(row: Any) -> Clock:
    return Clock(**{each.name: getattr(row, each.name) for each in fields(Clock)} | {"kind": ClockKind(row.kind)})
