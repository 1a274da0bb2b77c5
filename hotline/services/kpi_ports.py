"""What a use case may ask of the database about figures."""

from datetime import datetime, timedelta
from typing import Protocol

from hotline.domain.flag import FlagKind
from hotline.domain.kpi import Dimension, Value
from hotline.domain.period import Period


class Kpis(Protocol):
    def of_tickets(
        self, period: Period, now: datetime, by: Dimension, department: str | None = None
    ) -> dict[str, dict[str, Value]]: ...
    def of_line(self, period: Period, now: datetime, answer_within: timedelta) -> dict[str, dict[str, Value]]: ...
    def silent_grids(self, period: Period) -> tuple[tuple[str, ...], int]: ...
    def flags(self, period: Period) -> dict[FlagKind, int]: ...
