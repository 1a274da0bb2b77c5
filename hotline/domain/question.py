"""The one question that stands open with a number by text: an answer goes to the newest one, for 48 hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OPEN_FOR = timedelta(hours=48)  # contract: how a text is understood, 5


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenQuestion:
    """``kind``: place, solved, contacted, satisfied, choose_ticket, is_report. ``options`` are ticket ids to choose from;
    ``word`` is the command that waits for the choice."""

    id: str
    reporter_id: str | None
    staff_id: str | None
    kind: str
    ticket_id: str | None = None
    survey_id: str | None = None
    options: Sequence[str] = ()
    word: str = ""
    words: str = ""            # free text kept for it (stored encrypted)
    asked_at: datetime
    expires_at: datetime
    closed_at: datetime | None = None
