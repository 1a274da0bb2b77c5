"""Rows that were never lived through: a history is put into an empty database as it stands at its end.

Everything else is written by the shelves that every use case writes with; here is what only ever comes to a row by and by.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from hotline.domain.aftermath import Recurrence
from hotline.domain.call import Call
from hotline.domain.clock_row import Clock
from hotline.domain.flag import Flag
from hotline.storage.calls import Calls
from hotline.storage.tables import calls, clocks, flags, recurrences
from hotline.storage.transaction import Shelf

_CLOCK = tuple(each.name for each in fields(Clock))


class Bulk(Shelf):
    """Inserts only, collected and sent together; nothing is read."""

    __slots__ = ()

    def clock(self, clock: Clock, stopped_at: datetime | None) -> None:
        values: Mapping[str, object] = {name: getattr(clock, name) for name in _CLOCK}
        self._tx.insert(clocks, {**values, "kind": clock.kind.value, "stopped_at": stopped_at})

    def call(self, call: Call, *, served: bool) -> None:
        """One that is over, and what its caller came away with."""
        self._tx.insert(calls, Calls(self._tx).row(call) | {"served": served})

    def recurrence(self, found: Recurrence) -> None:
        self._tx.insert(recurrences, {
            "ticket_id": found.ticket_id, "round": found.round, "noticed_by": found.noticed_by.value, "again_id": found.again_id,
            "at": found.at,
        })  # fmt: skip

    def flag(self, flag: Flag) -> None:
        values = {each.name: getattr(flag, each.name) for each in fields(Flag)}
        self._tx.insert(flags, {**values, "kind": flag.kind.value, "facts": dict(flag.facts)})
