"""A phone call as the hotline keeps it, its draft, its recordings, and the call-backs that are due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


class CallState(StrEnum):
    UP = "up"
    ENDED = "ended"


REPRISAL = "reprisal"  # a call-back that is a protection officer's alone


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Keyed by the carrier's ``sid``. ``session`` is the flow engine's plain JSON; ``answer`` the last outputs as
    plain JSON (said again to a repeated webhook); ``turn`` the turn awaited next; ``hung_at``: when it was ended by us,
    because it had lasted longer than any call does."""

    id: str
    sid: str
    direction: Direction
    phone: str | None          # E.164, None when withheld
    reporter_id: str | None = None
    staff_id: str | None = None
    message_id: str | None = None   # the outbox message that caused an outbound call
    ticket_id: str | None = None
    language: str
    session: Mapping[str, object] = field(default_factory=dict)
    answer: object = None
    turn: int = 0
    state: CallState = CallState.UP
    started_at: datetime
    ended_at: datetime | None = None
    hung_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Call(id={self.id!r}, state={self.state.value!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A call that dropped before it became a ticket: what was said is kept, a call-back is due."""

    id: str
    call_id: str
    reporter_id: str | None
    language: str
    category: str | None
    known: Mapping[str, object] = field(default_factory=dict)  # words said so far
    state: str = "draft"       # draft | received | expired
    ticket_id: str | None = None
    created_at: datetime


class RecordingState(StrEnum):
    DUE = "due"          # still at the carrier
    STORED = "stored"
    GONE = "gone"        # the carrier says there is none
    EXPIRED = "expired"  # kept as long as configured, then removed


class Talk(StrEnum):
    """Who of the city spoke with the resident: what the desk talked about is no business of a department's."""

    DESK = "desk"
    OFFICER = "officer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """A caller's own voice. ``sha256`` names the stored file; ``deleted_at``: since when the carrier has no copy."""

    id: str
    sid: str
    call_id: str
    ticket_id: str | None = None
    draft_id: str | None = None
    seconds: int = 0
    state: RecordingState = RecordingState.DUE
    sha256: str | None = None
    attempts: int = 0
    next_at: datetime
    created_at: datetime
    talk: Talk | None = None  # two people's talk, and who of the city it was; else somebody's own report
    deleted_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallBack:
    """Somebody must ring this person by ``due_at``.

    ``reason`` is a code: person, draft, not_solved, unhappy, third_contact, reprisal."""

    id: str
    reason: str
    reporter_id: str | None
    ticket_id: str | None = None
    draft_id: str | None = None
    due_at: datetime
    created_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None
    tried: int = 0                       # rung from here without a talk
    ringing_until: datetime | None = None  # somebody is at it
