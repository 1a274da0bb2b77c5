"""The ticket, its states and the only legal moves between them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum

from hotline.domain.errors import RuleError


class Kind(StrEnum):
    REPORT = "report"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    ENQUIRY = "enquiry"
    PRAISE = "praise"
    PROTECTION = "protection"


# What the desk itself may answer.
AT_THE_DESK = frozenset({Kind.ENQUIRY, Kind.PRAISE, Kind.PROTECTION})


class State(StrEnum):
    RECEIVED = "received"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    VOICE = "voice"
    SMS = "sms"
    STATION = "station"
    API = "api"
    CONSOLE = "console"


class Outcome(StrEnum):
    """What became of a suggestion."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


class Level(IntEnum):
    """Who answers for it now: escalation only ever raises it."""

    HANDLER = 0
    HEAD = 1
    COMMITTEE = 2


class ClosedAs(StrEnum):
    VERDICT = "verdict"
    SILENCE = "silence"
    UNREACHABLE = "unreachable"
    NO_CHANNEL = "no_channel"
    ANSWERED = "answered"


_S = State
LEGAL: dict[State, frozenset[State]] = {
    _S.RECEIVED: frozenset({_S.DISPATCHED, _S.RESOLVED, _S.REJECTED, _S.MERGED, _S.WITHDRAWN}),
    _S.DISPATCHED: frozenset({_S.DISPATCHED, _S.ACCEPTED, _S.REJECTED, _S.MERGED, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.IN_PROGRESS, _S.DISPATCHED, _S.REJECTED, _S.MERGED, _S.WITHDRAWN}),
    _S.IN_PROGRESS: frozenset({_S.RESOLVED, _S.PLANNED, _S.REJECTED, _S.MERGED, _S.WITHDRAWN}),
    _S.PLANNED: frozenset({_S.IN_PROGRESS, _S.WITHDRAWN}),
    _S.RESOLVED: frozenset({_S.CLOSED, _S.REOPENED}),
    _S.CLOSED: frozenset({_S.REOPENED}),
    _S.REOPENED: frozenset({_S.DISPATCHED}),
    _S.REJECTED: frozenset({_S.DISPATCHED}),
    _S.MERGED: frozenset({_S.DISPATCHED}),
    _S.WITHDRAWN: frozenset(),
}
IN_WORK = frozenset({_S.RECEIVED, _S.DISPATCHED, _S.ACCEPTED, _S.IN_PROGRESS, _S.PLANNED, _S.REOPENED})
WITH_DEPARTMENT = frozenset({_S.DISPATCHED, _S.ACCEPTED, _S.IN_PROGRESS, _S.PLANNED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket:
    """One matter of one reporter. Times are UTC; ``lat``/``lon`` are rounded to 10 m.

    ``owner`` is the first department (answers to the end), ``handler`` the one acting now; both are
    department ids. ``version`` grows with every change and guards the write.
    """

    id: str
    number: str
    kind: Kind = Kind.REPORT
    state: State = State.RECEIVED
    channel: Channel
    language: str
    reporter_id: str | None = None
    code_hash: str | None = None  # keyed hash of the look-up code of a caller without number
    category: str | None = None
    read_by: str | None = None  # the learnt model that named the category; None: its words, a key, a person
    place: str | None = None
    grid: str | None = None
    lat: float | None = None
    lon: float | None = None
    urgent: bool = False
    sealed: bool = False  # the department gets none of the reporter's own words, our texts name no place and no matter
    anonymous: bool = False  # the number is shown to nobody and not kept after closing
    owner: str | None = None
    handler: str | None = None
    officer_id: str | None = None
    received_at: datetime
    dispatched_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closed_as: ClosedAs | None = None
    return_pending: bool = False
    round: int = 0  # grows with every reopening and every decision taken back; clocks and surveys belong to a round
    chases: int = 0
    linked_id: str | None = None  # the older ticket this one follows
    parent_id: str | None = None  # the ticket it was merged into
    about: str | None = None  # the unit a complaint is about: it never handles it and never sees it
    outcome: Outcome | None = None  # what became of a suggestion
    planned_until: datetime | None = None
    level: Level = Level.HANDLER
    reopenings: int = 0
    returns: int = 0  # asked for so far; the second dispute is the committee's
    misrouted: int = 0  # upheld returns: our dispatch errors
    extensions: int = 0
    proof_asked: bool = False  # the photo its category wants was asked for once in this round
    version: int = 0


def moved(ticket: Ticket, *path: State) -> Ticket:
    """Walk ``ticket`` along ``path``, one legal move after another.

    Raises RuleError("wrong_state") naming the state it stood in, at the first move that is not legal.
    """
    state = ticket.state
    for step in path:
        if step not in LEGAL[state]:
            raise RuleError("wrong_state", {"state": state.value, "to": step.value})
        state = step
    return replace(ticket, state=state)
