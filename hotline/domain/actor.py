"""Who did something: the hand behind an audit entry."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    RESIDENT = "resident"
    STAFF = "staff"
    SYSTEM = "system"
    CARRIER = "carrier"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """``id`` is a reporter's or staff member's id, or the name of a system part; never a phone number."""

    kind: ActorKind
    id: str = ""
    via: str = ""  # sms, voice, console, sweep …


SWEEP = Actor(kind=ActorKind.SYSTEM, id="sweep", via="sweep")
INTAKE = Actor(kind=ActorKind.SYSTEM, id="intake", via="intake")
