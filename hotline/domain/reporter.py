"""Who reports, and by which ways they can be told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Line(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter:
    """A resident known by number. ``phone`` is E.164, decrypted only here; never log it."""

    id: str
    phone: str
    language: str
    line: Line = Line.MOBILE
    stopped_at: datetime | None = None
    created_at: datetime
    version: int = 0

    @property
    def texts(self) -> bool:
        """Can this reporter be told by text now?"""
        return self.line is Line.MOBILE and self.stopped_at is None

    def __repr__(self) -> str:
        return f"Reporter(id={self.id!r})"
