"""When a silent ticket may close: told, or truly tried."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.domain.hours import OfficeHours, WorkCalendar
from hotline.domain.promises import Promises
from hotline.domain.reach import Attempt, closing, next_attempt, next_evening
from hotline.domain.ticket import ClosedAs

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(region="CN", office=OfficeHours.parse("mon-fri 09:00-17:00", "Asia/Shanghai"))


def tried(day: int, hour: int, *, arrived: bool = False, over: bool = True) -> Attempt:
    return Attempt(at=datetime(2026, 11, day, hour, 30, tzinfo=ZONE).astimezone(UTC), arrived=arrived, over=over)


@pytest.mark.parametrize(
    ("attempts", "how"),
    [
        ([tried(23, 10, arrived=True)], ClosedAs.SILENCE),
        ([tried(23, 10), tried(24, 15), tried(24, 18)], ClosedAs.UNREACHABLE),
        ([tried(23, 10), tried(23, 15), tried(23, 18)], None),  # one day only
        ([tried(23, 10), tried(24, 15), tried(25, 16)], None),  # never in the evening
        ([tried(23, 18), tried(24, 18), tried(25, 18)], None),  # always at the same hour
        ([tried(23, 10), tried(24, 18)], None),  # two are not three
        ([tried(23, 10), tried(24, 15), tried(24, 18, over=False)], None),  # the third still rings
        ([], None),
    ],
)
def test_how_a_silent_ticket_closes(attempts: list[Attempt], how: ClosedAs | None) -> None:
    assert closing(attempts, has_number=True, promises=Promises(), calendar=CALENDAR) is how


def test_without_a_number_there_is_nothing_to_try() -> None:
    assert closing([], has_number=False, promises=Promises(), calendar=CALENDAR) is ClosedAs.NO_CHANNEL


def test_the_next_try_is_on_another_day_in_the_evening() -> None:
    now = datetime(2026, 11, 23, 20, 0, tzinfo=ZONE).astimezone(UTC)
    later = next_evening(now, CALENDAR).astimezone(ZONE)
    assert (later.day, later.hour) == (24, 18)
    assert later - now > timedelta(hours=12)


@pytest.mark.parametrize(
    ("tried_at", "now", "again"),
    [
        ([(23, 10)], (23, 10), (23, 18)),
        ([(23, 10), (23, 18)], (23, 18), (24, 15)),
        ([(23, 19)], (23, 19), (24, 10)),
        ([(23, 15), (23, 18)], (23, 18), (24, 10)),
    ],
)
def test_the_next_call_is_at_another_hour_one_of_them_in_the_evening(
    tried_at: list[tuple[int, int]], now: tuple[int, int], again: tuple[int, int]
) -> None:
    moment = datetime(2026, 11, *now, 40, tzinfo=ZONE).astimezone(UTC)
    found = next_attempt([tried(*t) for t in tried_at], moment, CALENDAR).astimezone(ZONE)
    assert (found.day, found.hour) == again
