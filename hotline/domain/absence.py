"""Who is away from when until when, and what becomes of what lies with them. Days are the city's, moments are UTC."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.domain.errors import RuleError
from hotline.domain.event import Event, EventKind
from hotline.domain.handling import Step
from hotline.domain.span import local_moment
from hotline.domain.ticket import State, Ticket

LONGEST = timedelta(days=400)  # what is longer is a slip of the pen, or somebody who has left


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """``until_at`` is the first moment back. ``handed_at``: when what lay with them was looked through."""

    id: str
    staff_id: str
    from_at: datetime
    until_at: datetime
    made_by: str
    made_at: datetime
    handed_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.from_at <= at < self.until_at

    def __repr__(self) -> str:
        return f"Absence(id={self.id!r}, staff_id={self.staff_id!r})"


def away(absences: Iterable[Absence], at: datetime) -> dict[str, datetime]:
    """Who is away at this moment, and until when; two absences that meet are one."""
    mine: dict[str, list[Absence]] = {}
    for absence in absences:
        mine.setdefault(absence.staff_id, []).append(absence)
    back = {staff_id: _back(rows, at) for staff_id, rows in mine.items()}
    return {staff_id: until for staff_id, until in back.items() if until > at}


def _back(rows: Iterable[Absence], at: datetime) -> datetime:
    back = at
    for row in sorted(rows, key=lambda row: row.from_at):
        if row.from_at <= back < row.until_at:
            back = row.until_at
    return back


def check(from_at: datetime, until_at: datetime, now: datetime) -> None:
    """RuleError: absence_order, absence_over, absence_long."""
    if until_at <= from_at:
        raise RuleError("absence_order")
    if until_at <= now:
        raise RuleError("absence_over")
    if until_at - max(from_at, now) > LONGEST:
        raise RuleError("absence_long")


def ended(absence: Absence, now: datetime) -> Absence:
    """Back now; one that had not begun never does."""
    return replace(absence, until_at=max(now, absence.from_at) if absence.from_at <= now else absence.from_at)


def moment(written: str, zone: ZoneInfo, now: datetime, *, until: bool = False) -> datetime:
    """``now``, a day, or a day and a time of the city's clock. A day as the end is the last one away: they are back on the
    next. RuleError("bad_moment")."""
    said = " ".join(written.split())
    if said.casefold() in ("now", "现在"):
        return now.astimezone(UTC)
    try:
        if len(said) <= len("2026-12-01"):
            day = date.fromisoformat(said) + timedelta(days=until)
            return local_moment(day, time(0), zone)
        read = datetime.fromisoformat(said)
    except (ValueError, OverflowError):
        raise RuleError("bad_moment") from None
    return local_moment(read.date(), read.time(), zone) if read.tzinfo is None else read.astimezone(UTC)


def waits_too_long(ticket: Ticket, accept_by: datetime | None, until_at: datetime) -> bool:
    """Nobody has taken it yet, and whoever is to is away for the rest of the time that was promised."""
    waiting = ticket.state is State.DISPATCHED and not ticket.return_pending
    return waiting and (accept_by is None or until_at > accept_by)


def hand_over(ticket: Ticket, officer_id: str | None) -> Step:
    """To whoever acts instead, in the same department and on the same clock; None: there is nobody."""
    facts = {"from": ticket.officer_id, "officer": officer_id, "department": ticket.handler}
    return replace(ticket, officer_id=officer_id), (Event(kind=EventKind.HANDED_OVER, facts=facts),)
