"""Who reports, and by which ways they can be told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Line(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"


class Prefers(StrEnum):
    """Chosen by a word: never a call; or news by call rather than by text."""

    TEXT = "text"
    CALL = "call"


class Age(StrEnum):
    """By an operator's tick, or the reporter's own answer."""

    OVER_60 = "over_60"
    UNDER_60 = "under_60"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporter:
    """A resident known by number. ``phone`` is E.164, decrypted only here; never log it."""

    id: str
    phone: str
    language: str
    line: Line = Line.MOBILE
    stopped_at: datetime | None = None
    simple: bool | None = None  # chosen by `#`: slow and simple, or not; None: never chosen
    age: Age | None = None
    age_asked: bool = False  # once, and never again
    prefers: Prefers | None = None
    refuses: frozenset[str] = frozenset()  # purposes refused alone: survey, broadcast
    created_at: datetime
    version: int = 0

    @property
    def texts(self) -> bool:
        """Can this reporter be told by text now?"""
        return self.line is Line.MOBILE and self.stopped_at is None

    @property
    def called(self) -> bool:
        """May we ring this reporter of our own accord? Whoever is text-only is never called."""
        return self.prefers is not Prefers.TEXT

    @property
    def news_by_call(self) -> bool:
        """Is the result told by call? To a landline, after STOP, and to who wished it."""
        return self.called and (not self.texts or self.prefers is Prefers.CALL)

    def takes(self, purpose: str) -> bool:
        """May this one be texted for this purpose, as far as it was refused alone?"""
        return purpose not in self.refuses

    @property
    def slow(self) -> bool:
        """Does the line speak slowly and simply with this one? Their own choice, else by age."""
        return self.age is Age.OVER_60 if self.simple is None else self.simple

    @property
    def asks_age(self) -> bool:
        """Is the age not known, and was it never asked for?"""
        return self.age is None and not self.age_asked

    def __repr__(self) -> str:
        return f"Reporter(id={self.id!r})"
