"""What a month's report holds, whatever paper it is put on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.domain.board import Board
from hotline.domain.flag import FlagKind
from hotline.domain.kpi import Figure
from hotline.domain.period import Period

TREND = ("response_in_time", "result_in_time", "solved", "satisfied")
MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthReport:
    """``year``: the same month a year earlier, against ``city``. ``trend``: the months up to this one, oldest first."""

    city_name: Mapping[str, str]
    city: Board
    year: Board
    departments: Board
    grids: Board
    trend: Sequence[tuple[Period, Mapping[str, Figure]]]
    flags: Mapping[FlagKind, int]

    @property
    def period(self) -> Period:
        return self.city.asked.period

    @property
    def boards(self) -> tuple[Board, ...]:
        return self.city, self.departments, self.grids

    def trend_of(self, name: str) -> list[tuple[str, Figure]]:
        """Month by month, under the month's number."""
        return [(period.name[2:], figures[name]) for period, figures in self.trend]
