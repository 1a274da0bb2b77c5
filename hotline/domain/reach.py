"""May a ticket close without a verdict? Only when its reporter was reached, or enough was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hotline.domain.hours import WorkCalendar
from hotline.domain.promises import Promises
from hotline.domain.ticket import ClosedAs

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


def next_evening(now: datetime, calendar: WorkCalendar) -> datetime:
    """The next evening on another day, half an hour after the hour from which an attempt counts as one."""
    local = now.astimezone(calendar.office.zone)
    day = local.date() + timedelta(days=1)
    return datetime.combine(day, time(18, 30), tzinfo=calendar.office.zone).astimezone(UTC)
