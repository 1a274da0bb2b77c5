"""A link for a contractor: one ticket, one answer, for some days; whoever holds it needs no account."""

from dataclasses import dataclass
from datetime import datetime

from hotline.domain.errors import RuleError


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """``key``: a keyed hash of the secret in its address, which is kept nowhere."""

    id: str
    ticket_id: str
    key: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


def usable(link: Link, now: datetime) -> None:
    """RuleError: link_used, link_expired."""
    if link.used_at is not None:
        raise RuleError("link_used")
    if now >= link.expires_at:
        raise RuleError("link_expired")
