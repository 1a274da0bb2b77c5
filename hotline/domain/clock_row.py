"""A running promise: when it warns, when it is late, when it was met."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClockKind(StrEnum):
    PLACE = "place"        # waiting for the resident to say where; then dispatched without
    ACCEPT = "accept"
    RESPONSE = "response"
    RESULT = "result"
    RULING = "ruling"      # a return waits for the coordinator
    CHASE = "chase"        # the time given to somebody who chased


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """One deadline of one round of a ticket. Every rung (warned, late, committee) happens once."""

    id: str
    ticket_id: str
    kind: ClockKind
    round: int
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    committee_at: datetime | None
    warned_at: datetime | None = None
    late_at: datetime | None = None
    committee_told_at: datetime | None = None
    met_at: datetime | None = None
