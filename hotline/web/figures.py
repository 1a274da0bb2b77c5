"""How pages and the interface ask for figures: what an address may say, and the answers kept for a minute."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from hotline.domain.board import Asked, Board
from hotline.domain.errors import RuleError, Unavailable
from hotline.domain.kpi import Dimension
from hotline.domain.period import Baseline, Period, Span, months_up_to

FRESH = 60.0  # seconds an answer is kept: nobody can tire the database by asking
STALE = 600.0  # and is still shown while another is being counted
MOST_KEPT = 200
PATIENCE = 2.0  # seconds to wait for a count that is under way
PUBLIC_SPANS = frozenset({Span.MONTH, Span.QUARTER, Span.YEAR})


class Kept:
    """Boards by what was asked. One is counted at a time, so that the other doors stay free."""

    def __init__(self, read: Callable[[Asked], Board], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._read, self._monotonic = read, monotonic
        self._boards: dict[Asked, tuple[float, Board]] = {}
        self._counting = threading.Lock()

    def board(self, asked: Asked) -> Board:
        """Raises Unavailable("figures") while others are being counted and there is none to show."""
        found = self._of(asked, FRESH)
        if found is not None:
            return found
        stale = self._of(asked, STALE)
        if not self._counting.acquire(timeout=0 if stale else PATIENCE):
            if stale is None:
                raise Unavailable("figures")
            return stale
        try:
            return self._of(asked, FRESH) or self._count(asked)
        finally:
            self._counting.release()

    def _of(self, asked: Asked, age: float) -> Board | None:
        at, board = self._boards.get(asked, (float("-inf"), None))
        return board if self._monotonic() - at < age else None

    def _count(self, asked: Asked) -> Board:
        board = self._read(asked)
        if len(self._boards) >= MOST_KEPT:
            del self._boards[min(self._boards, key=lambda key: self._boards[key][0])]
        self._boards[asked] = self._monotonic(), board
        return board


def asked_in(words: Mapping[str, str], now: datetime, zone: ZoneInfo, department: str | None, *, public: bool) -> Asked:
    """``period`` (2026-11, 2026-Q4, 2026; the last 30 days without), ``by``, ``baseline``. Inside also a week, and
    ``since`` with ``until``: outside, and to its own people, two windows a day apart would tell what happened on that day.
    RuleError ``not_a_period``, ``not_a_group``."""
    own = department is not None and not public
    period = _period(words, now, zone, whole=public or own)
    by, baseline = words.get("by") or Dimension.CITY.value, words.get("baseline") or ""
    if by not in set(Dimension) or (baseline and baseline not in set(Baseline)):
        raise RuleError("not_a_group")
    return Asked(
        period=period, by=Dimension(by), department=department, public=public, own=own,
        baseline=Baseline(baseline) if baseline else None,
    )  # fmt: skip


def choices(now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The periods a page offers: a year of months, the quarters and years they lie in."""
    month = Period.read(f"{now.astimezone(zone):%Y-%m}", zone)
    months = [each.name for each in reversed(months_up_to(month, 12))]
    quarter = Period.read(f"{month.first.year}-Q{(month.first.month + 2) // 3}", zone)
    quarters = [each.name for each in reversed(months_up_to(quarter, 4))]
    return (*months, *quarters, str(month.first.year), str(month.first.year - 1))


def _period(words: Mapping[str, str], now: datetime, zone: ZoneInfo, *, whole: bool) -> Period:
    named, since, until = (words.get(name, "") for name in ("period", "since", "until"))
    if named:
        period = Period.read(named, zone)
        if whole and period.span not in PUBLIC_SPANS:
            raise RuleError("not_a_period")
        return period
    if not since and not until:
        return Period.latest(now, zone)
    if whole:
        raise RuleError("not_a_period")
    try:
        first, last = datetime.strptime(since, "%Y-%m-%d"), datetime.strptime(until, "%Y-%m-%d")  # noqa: DTZ007  # days
    except ValueError:
        raise RuleError("not_a_period") from None
    return Period.days(first.date(), last.date(), zone)
