"""May a ticket close without a verdict? Only when its reporter was reached, or enough was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hotline.domain.hours import WorkCalendar
from hotline.domain.promises import Promises
from hotline.domain.ticket import ClosedAs

AGAIN_AT = (10, 15, 11, 16, 9)  # hours of the day at which somebody not reached is rung next
EVENING = time(18, 0)  # one attempt after 18:00 (product: Every report gets an answer)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One try at telling the result, by text or by call."""

    at: datetime
    arrived: bool
    over: bool


def closing(attempts: Sequence[Attempt], *, has_number: bool, promises: Promises, calendar: WorkCalendar) -> ClosedAs | None:
    """How a silent ticket closes: ``silence`` when told, ``unreachable`` after 3 attempts on 2 days at different hours
    (one in the evening), ``no_channel`` when there is no number at all; None while it may not close."""
    if not has_number:
        return ClosedAs.NO_CHANNEL
    if any(a.arrived for a in attempts):
        return ClosedAs.SILENCE
    failed = [a.at.astimezone(calendar.office.zone) for a in attempts if a.over]
    days, hours = {f.date() for f in failed}, {f.hour for f in failed}
    evening = any(f.time() >= EVENING for f in failed)
    enough = len(failed) >= promises.close_attempts and len(days) >= promises.close_days and len(hours) > 1 and evening
    return ClosedAs.UNREACHABLE if enough else None


def next_attempt(attempts: Sequence[Attempt], now: datetime, calendar: WorkCalendar) -> datetime:
    """When to ring again: this evening where nobody tried in an evening yet, else tomorrow at another hour."""
    zone = calendar.office.zone
    local, tried = now.astimezone(zone), [a.at.astimezone(zone) for a in attempts]
    if local.time() < EVENING and not any(t.time() >= EVENING for t in tried):
        return datetime.combine(local.date(), time(18, 30), tzinfo=zone).astimezone(UTC)
    hours = {t.hour for t in tried}
    hour = next(h for h in AGAIN_AT if h not in hours or len(hours) >= len(AGAIN_AT))
    return datetime.combine(local.date() + timedelta(days=1), time(hour, 30), tzinfo=zone).astimezone(UTC)


def next_evening(now: datetime, calendar: WorkCalendar) -> datetime:
    """The next evening on another day, half an hour after the hour from which an attempt counts as one."""
    local = now.astimezone(calendar.office.zone)
    day = local.date() + timedelta(days=1)
    return datetime.combine(day, time(18, 30), tzinfo=calendar.office.zone).astimezone(UTC)
