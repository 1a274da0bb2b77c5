"""An outbox message: what is to be said to whom, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Means(StrEnum):
    TEXT = "text"
    CALL = "call"


class Purpose(StrEnum):
    ANSWER = "answer"    # to somebody who just wrote or called: never held by quiet hours
    STATUS = "status"
    SURVEY = "survey"
    DUTY = "duty"        # a dispatch to whoever is on duty: never held
    URGENT = "urgent"    # to a resident about danger: never held
    NIGHT = "night"      # to a resident who reported this night, about what is judged at night: never held
    STAFF = "staff"
    BROADCAST = "broadcast"  # the city's words to many at once


# Calls to somebody of the city for a talk that is wanted now: rung again later they would be about nothing.
OF_THE_MOMENT = frozenset({"bridge", "duty", "operator"})
# What no hour holds back, neither a text nor a call.
NEVER_HELD = frozenset({Purpose.ANSWER, Purpose.DUTY, Purpose.URGENT, Purpose.NIGHT})


class Delivery(StrEnum):
    """How far a message has come; the order of ``RANK`` is the only direction."""

    WAITING = "waiting"
    SENDING = "sending"        # claimed, lease running
    UNCERTAIN = "uncertain"    # left, fate unknown: the carrier is asked before anything else
    QUEUED = "queued"          # the carrier has it
    SENT = "sent"
    PRESUMED = "presumed"      # sent, and 24 h without a failure
    DELIVERED = "delivered"    # receipt; for a call: answered
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


RANK = {
    Delivery.WAITING: 0, Delivery.SENDING: 1, Delivery.UNCERTAIN: 1, Delivery.QUEUED: 2, Delivery.SENT: 3,
    Delivery.PRESUMED: 4, Delivery.DELIVERED: 5, Delivery.UNDELIVERED: 5, Delivery.FAILED: 5, Delivery.CANCELLED: 5,
}
FINAL = frozenset({Delivery.DELIVERED, Delivery.UNDELIVERED, Delivery.FAILED, Delivery.CANCELLED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One row of the outbox. ``to`` is E.164 (decrypted only here). ``template`` names a text of sms.catalog,
    or for a call the flow to run; ``values`` are its facts. ``body`` is what was rendered: kept, so that a retry says the same.

    ``proves``: what a delivery of it proves for the ticket: "" | "response" | "result" (a result is a response too).
    """

    id: str
    means: Means
    purpose: Purpose
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    language: str
    to: str
    reporter_id: str | None = None
    staff_id: str | None = None
    ticket_id: str | None = None
    survey_id: str | None = None
    broadcast_id: str | None = None
    proves: str = ""
    state: Delivery = Delivery.WAITING
    due_at: datetime
    created_at: datetime
    held: str = ""             # why it waits: quiet_hours, call_hours, retry …
    attempts: int = 0
    lease_until: datetime | None = None
    carrier_sid: str | None = None
    error: int | None = None   # carrier's code
    body: str | None = None
    sent_at: datetime | None = None
    final_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Message(id={self.id!r}, template={self.template!r}, state={self.state.value!r})"
