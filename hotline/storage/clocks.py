"""Running promises, and which of them ring now. Each rung is set once, whoever comes first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.clock_row import Clock, ClockKind
from hotline.storage.tables import clocks
from hotline.storage.transaction import Shelf

_C = clocks.c
_RUNNING = sa.and_(_C.met_at.is_(None), _C.stopped_at.is_(None))
_NOW = sa.bindparam("now", type_=_C.due_at.type)
_AT = sa.bindparam("at", type_=_C.due_at.type)
_TICKET = _C.ticket_id == sa.bindparam("t")

_OF_TICKET = sa.select(clocks).where(_TICKET).order_by(_C.round, _C.started_at, _C.id)
_OPEN_OF_TICKET = _OF_TICKET.where(_RUNNING)
# One select a rung, so that each walks its own partial index.
_RINGING = sa.union(
    # Whoever is late is not warned any more: such a clock would ring at every sweep, and keep others from theirs.
    sa.select(clocks).where(_RUNNING, _C.warned_at.is_(None), _C.late_at.is_(None), _C.warn_at <= _NOW),
    sa.select(clocks).where(_RUNNING, _C.late_at.is_(None), _C.due_at <= _NOW),
    sa.select(clocks).where(_RUNNING, _C.committee_told_at.is_(None), _C.late_at.is_not(None), _C.committee_at <= _NOW),
).subquery("ringing")
_DUE = sa.select(_RINGING).order_by(_RINGING.c.due_at, _RINGING.c.id).limit(sa.bindparam("l"))
_RUNGS = (_C.warned_at, _C.late_at, _C.committee_told_at)
_SAVE = (
    sa.update(clocks)
    .where(
        _C.id == sa.bindparam("i"),
        _RUNNING,
        sa.or_(*(sa.and_(c.is_(None), sa.bindparam(c.name, type_=c.type).is_not(None)) for c in _RUNGS)),
    )
    .values({c.name: sa.func.coalesce(c, sa.bindparam(c.name, type_=c.type)) for c in _RUNGS})
)
_NEWEST = clocks.alias("newest")
_ROUND = sa.select(sa.func.max(_NEWEST.c.round)).where(_NEWEST.c.ticket_id == sa.bindparam("t"))
_MEET = (
    sa.update(clocks)
    .where(_TICKET, _RUNNING, _C.kind.in_(sa.bindparam("k", expanding=True)), _C.round == _ROUND.scalar_subquery())
    .values(met_at=_AT)
)
_STOP = sa.update(clocks).where(_TICKET, _RUNNING).values(stopped_at=_AT)
_STOP_KINDS = _STOP.where(_C.kind.in_(sa.bindparam("k", expanding=True)))


class Clocks(Shelf):
    __slots__ = ()

    def add(self, clock: Clock) -> None:
        self._tx.insert(
            clocks,
            {
                "id": clock.id,
                "ticket_id": clock.ticket_id,
                "kind": clock.kind.value,
                "round": clock.round,
                "started_at": clock.started_at,
                "due_at": clock.due_at,
                "warn_at": clock.warn_at,
                "committee_at": clock.committee_at,
                "warned_at": clock.warned_at,
                "late_at": clock.late_at,
                "committee_told_at": clock.committee_told_at,
                "met_at": clock.met_at,
                "stopped_at": None,
            },
        )

    def of_ticket(self, ticket_id: str, open_only: bool = True) -> tuple[Clock, ...]:
        """In the order they started; ``open_only`` leaves out what was met or stopped."""
        query = _OPEN_OF_TICKET if open_only else _OF_TICKET
        return tuple(map(_clock, self._tx.rows(clocks, query, {"t": ticket_id})))

    def due(self, now: datetime, limit: int) -> tuple[Clock, ...]:
        """Clocks with a rung that rings now, the longest overdue first."""
        return tuple(map(_clock, self._tx.rows(clocks, _DUE, {"now": now, "l": limit})))

    def save(self, clock: Clock) -> bool:
        """Set the rungs that ``clock`` has and the row has not. False: none was new, or it was met meanwhile."""
        values = {
            "i": clock.id,
            "warned_at": clock.warned_at,
            "late_at": clock.late_at,
            "committee_told_at": clock.committee_told_at,
        }
        return self._tx.run(_SAVE, values).rowcount == 1

    def meet(self, ticket_id: str, kinds: Iterable[ClockKind], at: datetime) -> int:
        """The promises of these kinds are kept, in the ticket's newest round; how many were running."""
        values = {"t": ticket_id, "k": [kind.value for kind in kinds], "at": at}
        return self._tx.run(_MEET, values).rowcount

    def stop(self, ticket_id: str, kinds: Iterable[ClockKind], at: datetime) -> int:
        """These of the ticket ring no more, all of them where none is named; what was not met stays unmet."""
        named = [kind.value for kind in kinds]
        values = {"t": ticket_id, "at": at}
        return self._tx.run(_STOP_KINDS, values | {"k": named}).rowcount if named else self._tx.run(_STOP, values).rowcount


def _clock(row: Any) -> Clock:
    return Clock(
        id=row.id,
        ticket_id=row.ticket_id,
        kind=ClockKind(row.kind),
        round=row.round,
        started_at=row.started_at,
        due_at=row.due_at,
        warn_at=row.warn_at,
        committee_at=row.committee_at,
        warned_at=row.warned_at,
        late_at=row.late_at,
        committee_told_at=row.committee_told_at,
        met_at=row.met_at,
    )
