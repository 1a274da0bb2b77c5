"""Too many texts from one number: kept and listed, never lost; a robot that answers ours is answered no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LOOP_WITHIN = timedelta(minutes=10)
LOOP_AFTER = 3  # the same words this often, and then once more
HOUR = timedelta(hours=1)
LIMITED, REPEATED = "Limited", "Repeated"  # what such a text was taken for


class Pace(StrEnum):
    USUAL = "usual"
    FIRST_OVER = "first_over"  # told once that there are too many
    OVER = "over"
    LOOP = "loop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A text of this number lately: what it was taken for, and a keyed hash of its words."""

    understood: str
    words: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A text that was kept and not acted on."""

    id: str
    reporter_id: str | None
    words: str
    at: datetime


def pace(seen: Sequence[Seen], words: str, now: datetime, most_an_hour: int) -> Pace:
    """``seen``: those of the last hour."""
    same = [one for one in seen if one.words == words and now - one.at <= LOOP_WITHIN]
    if len(same) >= LOOP_AFTER:
        return Pace.LOOP
    if len(seen) < most_an_hour:
        return Pace.USUAL
    told = any(one.understood == LIMITED for one in seen)
    return Pace.OVER if told else Pace.FIRST_OVER
