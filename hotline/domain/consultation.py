"""A consultation (议事): a question to everybody, its options, and until when one may answer. One vote per number,
changeable until it closes (product.md, Participation)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What the city decided after a consultation: ``option`` counts from 1."""

    option: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Consultation:
    """``question`` and each option by language. Open from ``opens`` up to, not at, ``closes``."""

    id: str
    question: Mapping[str, str]
    options: Sequence[Mapping[str, str]]
    opens: datetime
    closes: datetime
    decision: Decision | None = None

    @property
    def last(self) -> datetime:
        """A moment of the last day on which one may vote."""
        return self.closes - timedelta(seconds=1)

    def is_open(self, at: datetime) -> bool:
        return self.opens <= at < self.closes


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """``option`` counts from 1."""

    consultation: str
    reporter_id: str
    option: int
    at: datetime


def follows(decision: Decision, votes: Mapping[int, int]) -> bool | None:
    """Did the city decide what most had voted for? Where two have as many, either will do; None where nobody voted."""
    most = max(votes.values(), default=0)
    return votes.get(decision.option, 0) == most if most else None


def open_now(all_of_them: Sequence[Consultation], at: datetime) -> tuple[Consultation, ...]:
    """Those that can be answered now, the one that closes first in front."""
    return tuple(sorted((one for one in all_of_them if one.is_open(at)), key=lambda one: one.closes))
