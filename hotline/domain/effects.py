"""What a change asks for, as values. Work carries them out in the change's own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hotline.domain.aftermath import NoticedBy
from hotline.domain.clock_row import ClockKind
from hotline.domain.duty import Ended
from hotline.domain.flag import FlagKind
from hotline.domain.message import Purpose
from hotline.domain.request import RequestKind


@dataclass(frozen=True, kw_only=True, slots=True)
class TellReporter:
    """A text to the ticket's reporter. ``at`` None: as soon as quiet hours allow."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    purpose: Purpose = Purpose.STATUS
    proves: str = ""
    survey_id: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallReporter:
    """A call to the reporter running ``flow``; the values are the flow's facts."""

    flow: str
    values: Mapping[str, object] = field(default_factory=dict)
    purpose: Purpose = Purpose.STATUS
    proves: str = ""
    survey_id: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TellStaff:
    template: str
    staff_id: str
    values: Mapping[str, object] = field(default_factory=dict)
    purpose: Purpose = Purpose.STAFF


@dataclass(frozen=True, kw_only=True, slots=True)
class StartClock:
    kind: ClockKind
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    committee_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetClocks:
    kinds: tuple[ClockKind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StopClocks:
    """Nothing of them warns or is late any more. ``kinds`` empty: the round is over, all of them."""

    kinds: tuple[ClockKind, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StartSurvey:
    id: str
    asked_at: datetime
    call_at: datetime
    close_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AskReporter:
    """Open a question with the reporter by text: an answer goes to the newest one."""

    kind: str
    survey_id: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteAgeAsked:
    """The reporter was asked for their age: that is done once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndQuestions:
    """Close what stands open about the ticket. ``kinds`` empty: all."""

    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class EndSurvey:
    """Close the open survey and cancel what is still planned for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DueCallBack:
    """``reporter_id``: another than the ticket's own, one of those whose report was merged into it."""

    reason: str
    due_at: datetime
    reporter_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TellFollowers:
    """Everybody who follows the ticket: a text, or by one call where a text can't go (then ``news`` names its words)."""

    template: str
    news: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class EndKnownEvent:
    """What callers of an area were told is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RingDuty:
    """Whoever is on duty is rung, one after the other, until somebody takes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndDuty:
    """Nobody need be rung any more. ``by``: who has it now."""

    how: Ended
    by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TellMerged:
    """Everybody whose report was merged into this one is told; ``asks``: and is asked for a verdict of their own, or
    told in the words of ``told`` who wants no questions. Where a text can't go: ``step``, a step on the way, is no call;
    ``news`` is one call in these words; anything else a person tells. The reporter ``by`` whom it is hears ``own``."""

    template: str
    told: str = "done"
    values: Mapping[str, object] = field(default_factory=dict)
    asks: bool = False
    step: bool = False
    news: str = ""
    by: str | None = None
    own: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenRequest:
    kind: RequestKind
    asked_by: str | None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EndRequests:
    """Decided, or over with the ticket (``granted`` None). ``kinds`` empty: all that stand open."""

    kinds: tuple[RequestKind, ...] = ()
    granted: bool | None = None
    by: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenAssist:
    department: str
    officer_id: str | None
    asked_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EndAssist:
    """``department`` empty: all that still help, and they hear that they need not."""

    department: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanLookback:
    """Whether it holds is asked then."""

    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DropLookbacks:
    """It is in work again: nobody is asked whether it holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteRecurrence:
    """The closing of ``ticket_id`` did not last. Noted once per closing."""

    ticket_id: str
    round: int
    noticed_by: NoticedBy
    again_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteClosing:
    """It stays counted, also when the ticket is reopened. ``how``: what it was closed as."""

    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseFlag:
    """Once for each ``key``."""

    kind: FlagKind
    key: str
    staff_id: str | None = None
    department: str | None = None
    facts: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


Effect = (
    TellReporter | CallReporter | TellStaff | StartClock | MeetClocks | StopClocks | StartSurvey
    | AskReporter | NoteAgeAsked | EndQuestions | EndSurvey | DueCallBack | TellFollowers | EndKnownEvent | RingDuty | EndDuty
    | TellMerged | OpenRequest | EndRequests | OpenAssist | EndAssist | PlanLookback | DropLookbacks
    | NoteRecurrence | NoteClosing | RaiseFlag
)


def survey_call(
    words: str | None, survey_id: str | None, at: datetime | None = None, *, last: bool = False,
) -> CallReporter:
    """One call for result and survey together; heard through, it proves that the result was told. ``last``: nobody was
    reached so far, and this is the last try before the rules call it enough."""
    values: dict[str, object] = {"words": words} | ({"last": True} if last else {})
    return CallReporter(
        flow="survey", values=values, purpose=Purpose.SURVEY, proves="result", survey_id=survey_id, at=at,
    )
