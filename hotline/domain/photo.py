"""A photo somebody texted: where it is on its way home, and what was kept of its facts before they were stripped."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# Pictures that differ in so few of 64 bits are taken for one and the same (product: Honest figures).
SAME_WITHIN = 4


class PhotoState(StrEnum):
    DUE = "due"          # still at the carrier
    STORED = "stored"
    REFUSED = "refused"  # no picture, or too large: told to whoever sent it
    GONE = "gone"        # the carrier has it no more
    EXPIRED = "expired"  # kept no longer


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a camera wrote into the file. ``taken_at`` is the camera's own clock, of no zone."""

    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Photo:
    """``message`` and ``sid``: the carrier's names for the text and for the file. ``looks``: a perceptual hash, 16 hex digits."""

    id: str
    message: str
    sid: str
    ticket_id: str | None = None
    reporter_id: str | None = None
    staff_id: str | None = None
    state: PhotoState = PhotoState.DUE
    sha256: str | None = None
    looks: str | None = None
    facts: Facts = Facts()
    attempts: int = 0
    next_at: datetime
    created_at: datetime
    deleted_at: datetime | None = None  # at the carrier


def alike(one: str | None, other: str | None) -> bool:
    """Do two pictures look the same?"""
    return one is not None and other is not None and (int(one, 16) ^ int(other, 16)).bit_count() <= SAME_WITHIN
