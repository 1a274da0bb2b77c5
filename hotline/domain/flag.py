"""Signs that figures are made to look better than the work: shown to supervisor and auditor, each with its facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Json = str | int | float | bool | None


class FlagKind(StrEnum):
    NO_PHOTO = "no_photo"              # closed without the photo its category wants
    PROMISE_ONLY = "promise_only"      # a result that only promises
    WITHDRAWN_SOON = "withdrawn_soon"  # withdrawn soon after an officer's contact
    STAFF_VERDICT = "staff_verdict"    # judged from the number of somebody of the city
    QUICK_VERDICT = "quick_verdict"    # judged within minutes of the result, while the officer may stand there
    SAME_PHOTO = "same_photo"          # one picture on several tickets
    BULK_CLOSING = "bulk_closing"      # many results of one hand in a short time, just before their deadlines
    TO_AND_FRO = "to_and_fro"          # returned again and again
    MANY_EXTENSIONS = "many_extensions"
    PRAISE_CLUSTER = "praise_cluster"  # much praise of one officer from few numbers
    CALLS_WITHOUT_TICKET = "calls_without_ticket"
    HUNG_UP = "hung_up"
    REVEALS = "reveals"                # one person looked at many numbers
    RECURRED = "recurred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """``key`` makes it one and the same, so that it is raised once. ``facts`` are codes, ids and counts."""

    id: str
    key: str
    kind: FlagKind
    at: datetime
    ticket_id: str | None = None
    staff_id: str | None = None
    department: str | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)
    seen_by: str | None = None
    seen_at: datetime | None = None


def promises_only(words: str, promising: "re.Pattern[str]", done: "re.Pattern[str]") -> bool:
    """Does a result speak of what will be done, and of nothing that was?"""
    return promising.search(words) is not None and done.search(words) is None
