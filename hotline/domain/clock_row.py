"""A running promise: when it warns, when it is late, when it was met."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.domain.event import EventKind


class ClockKind(StrEnum):
    PLACE = "place"        # waiting for the resident to say where; then dispatched without
    ACCEPT = "accept"
    RESPONSE = "response"
    RESULT = "result"
    RULING = "ruling"      # a return waits for the coordinator
    CHASE = "chase"        # the time given to somebody who chased
    DESK = "desk"          # nobody is named for it: the coordinator must say who acts
    DISPUTE = "dispute"    # a second return: the committee rules, else the district of the grid owns it
    REQUEST = "request"    # an extension or a plan waits for the supervisor
    OBJECTION = "objection"
    PLANNED = "planned"    # the resident is told again that it is planned
    FINAL = "final"        # the committee's written answer
    TOLD = "told"          # whether that answer arrived is looked at, and it is told again


# What those who decide owe each other; of these the resident was told no time.
OWN = frozenset({
    ClockKind.PLACE, ClockKind.RULING, ClockKind.DESK, ClockKind.DISPUTE, ClockKind.REQUEST, ClockKind.PLANNED,
    ClockKind.TOLD,
})
# What the acting department owes: these escalate to its head and then to the committee.
OF_HANDLER = frozenset({ClockKind.ACCEPT, ClockKind.RESPONSE, ClockKind.RESULT, ClockKind.CHASE})


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


def next_rung(clock: Clock, now: datetime) -> EventKind | None:
    """Rungs are climbed one at a time; a warning that was missed is skipped once it is late."""
    if clock.late_at is not None:
        due_now = clock.committee_at is not None and clock.committee_at <= now and clock.committee_told_at is None
        return EventKind.COMMITTEE if due_now else None
    if clock.due_at <= now:
        return EventKind.LATE
    warn = clock.warn_at is not None and clock.warn_at <= now and clock.warned_at is None
    return EventKind.WARNED if warn else None
