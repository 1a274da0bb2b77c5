"""What happened in the simulated year, counted as it was drawn: what the city's figures are held against.

It reads no row and knows no SQL. A thing is noted with its own date; its department is known when its ticket is finished.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hotline.domain.reporter import Age

type_counts = dict[str, int]
type_noted = tuple[str, datetime, tuple[str, ...]]
WHOLE = ""  # the whole city


class Truth:
    """Name → month → department → part → number."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._counts: dict[tuple[str, str, str], type_counts] = defaultdict(lambda: defaultdict(int))
        self._people: dict[tuple[str, str], dict[str, Age | None]] = defaultdict(dict)
        self.totals: dict[str, int] = defaultdict(int)

    def take(self, noted: Iterable[type_noted], department: str | None) -> None:
        """What was noted of one ticket, for its department and for the whole city."""
        for name, at, parts in noted:
            month = self._month(at)
            for group in (WHOLE, department or "-"):
                counts = self._counts[name, month, group]
                for part in parts:
                    counts[part] += 1

    def city(self, name: str, at: datetime, *parts: str) -> None:
        """What has no department: the line."""
        counts = self._counts[name, self._month(at), WHOLE]
        for part in parts:
            counts[part] += 1

    def reported(self, reporter: str, at: datetime, department: str | None, age: Age | None) -> None:
        """A reporter counts once a month, however much they report."""
        for group in (WHOLE, department or "-"):
            self._people[self._month(at), group][reporter] = age

    def total(self, name: str) -> None:
        """A number told for the whole year only."""
        self.totals[name] += 1

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for (name, month, group), counts in sorted(self._counts.items()):
            found.setdefault(name, {}).setdefault(month, {})[group] = dict(sorted(counts.items()))
        for (month, group), people in sorted(self._people.items()):
            known = list(people.values())
            counts = {"numerator": known.count(Age.OVER_60), "denominator": len(known), "beside": known.count(None)}
            found.setdefault("reporters_over_60", {}).setdefault(month, {})[group] = counts
        return {"by_month": found, "totals": dict(sorted(self.totals.items()))}

    def _month(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m}"
