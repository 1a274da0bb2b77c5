"""Something in an area that the city knows of already: callers from there hear of it before anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownEvent:
    """``words``: language → what is said of it, a sentence without its full stop. It belongs to the ticket that is being
    worked on; whoever follows it is told when that is mended."""

    id: str
    ticket_id: str
    grid: str
    words: Mapping[str, str] = field(repr=False)
    began_at: datetime
    ended_at: datetime | None = None


def known_in(grid: str | None, events: Sequence[KnownEvent]) -> KnownEvent | None:
    """The newest event of somebody's grid."""
    here = [event for event in events if event.grid == grid and event.ended_at is None]
    return max(here, key=lambda event: event.began_at, default=None)
