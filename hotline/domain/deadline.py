"""When a promise is due, and when it is to be warned of, each measured in the promise's own unit."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hotline.domain.duration import Duration, Unit
from hotline.domain.hours import WorkCalendar


def due(start: datetime, duration: Duration, calendar: WorkCalendar) -> datetime:
    """Working days end at closing time of the Nth working day after the start; working hours count
    office time only; the rest runs on by the clock."""
    if duration.unit is Unit.WORKING_DAYS:
        return calendar.end_of_working_day(start, duration.amount)
    if duration.unit is Unit.WORKING_HOURS:
        return calendar.add_working_hours(start, duration.amount)
    return start.astimezone(UTC) + duration.as_timedelta()


def unpublished_years(at: datetime, results: Iterable[Duration], extension: Duration, calendar: WorkCalendar) -> tuple[int, ...]:
    """The years that deadlines begun now may fall into, extended, and of which nobody has said yet which days are moved."""
    last = max((due(due(at, result, calendar), extension, calendar) for result in results), default=at)
    return calendar.unpublished(at, last)


def at_fraction(
    start: datetime, due_at: datetime, duration: Duration, percent: float, calendar: WorkCalendar
) -> datetime:
    """The moment this part of a deadline has passed: of working time where the promise is given in it."""
    part = percent / 100
    if not duration.in_working_time:
        return start.astimezone(UTC) + (due_at - start) * part
    passed = calendar.working_time(start, due_at) * part
    # whole seconds: a fraction of one would make the row differ from what is shown
    whole = timedelta(seconds=int(passed.total_seconds()))
    return min(calendar.add_working_time(start, whole), due_at.astimezone(UTC))
