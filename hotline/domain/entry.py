"""A line of a ticket's story: words somebody said or wrote about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    REPORT = "report"
    ADDITION = "addition"
    PROGRESS = "progress"
    RESULT = "result"
    RETURN = "return"
    COMMENT = "comment"
    TRANSCRIPT = "transcript"
    CONTRACTOR = "contractor"
    DECISION = "decision"
    QUESTION = "question"
    ASSIST = "assist"
    REQUEST = "request"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """``words`` are stored encrypted; ``by`` is a staff or reporter id, never a name or number."""

    id: str
    ticket_id: str
    kind: EntryKind
    words: str
    by: str
    at: datetime
