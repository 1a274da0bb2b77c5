"""What is asked about a ticket and must be decided by somebody else than the one who asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RequestKind(StrEnum):
    EXTENSION = "extension"  # a supervisor decides
    PLAN = "plan"            # a supervisor decides
    OBJECTION = "objection"  # a coordinator who did not decide the first time


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """``asked_by``: a staff id, None for the reporter; ``until``: the day wanted, or granted."""

    id: str
    ticket_id: str
    kind: RequestKind
    asked_by: str | None
    asked_at: datetime
    until: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    granted: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Assist:
    """Another department helps; the handler stays the one who answers."""

    ticket_id: str
    department: str
    officer_id: str | None
    asked_by: str
    asked_at: datetime
    done_at: datetime | None = None
