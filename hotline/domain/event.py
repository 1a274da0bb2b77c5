"""What happened to a ticket, as values: the input of the audit log and of the follow-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hotline.domain.actor import Actor
from hotline.domain.ticket import Ticket

Json = str | int | float | bool | None


class EventKind(StrEnum):
    RECEIVED = "received"
    DISPATCHED = "dispatched"
    UNROUTED = "unrouted"
    HANDED_OVER = "handed_over"  # whoever had it is away
    TAKEN_AWAY = "taken_away"    # from the unit it turned out to be about
    ACCEPTED = "accepted"
    STARTED = "started"
    PROGRESSED = "progressed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    RETURN_ASKED = "return_asked"
    RETURN_UPHELD = "return_upheld"
    RETURN_REFUSED = "return_refused"
    CHASED = "chased"
    ADDED = "added"
    PLACED = "placed"
    WORDED = "worded"
    ALARMED = "alarmed"
    SEALED = "sealed"
    ANONYMISED = "anonymised"
    WITHDRAWN = "withdrawn"
    LEFT = "left"  # its reporter wants no more of it, others do
    OBJECTED = "objected"
    CONTRACTOR_REPORTED = "contractor_reported"
    COMMENTED = "commented"
    WARNED = "warned"
    LATE = "late"
    COMMITTEE = "committee"
    ANSWERED = "answered"
    RESPONDED = "responded"
    BRIDGED = "bridged"  # somebody of the city rang the resident through the hotline, and what came of it
    CALL_BACK_DUE = "call_back_due"
    CALL_BACK_DONE = "call_back_done"
    RECORDED = "recorded"
    HEARD = "heard"
    DUTY_RUNG = "duty_rung"
    DUTY_TAKEN = "duty_taken"
    DUTY_UNANSWERED = "duty_unanswered"
    RECORDING_REMOVED = "recording_removed"
    # what is decided at the desk
    REJECTED = "rejected"
    MERGED = "merged"
    OBJECTION_UPHELD = "objection_upheld"
    OBJECTION_REFUSED = "objection_refused"
    RECLASSIFIED = "reclassified"
    ANSWERED_AT_DESK = "answered_at_desk"
    FINAL_DUE = "final_due"  # twice reopened and not solved: the committee answers
    FINAL_ANSWER = "final_answer"
    # what a department asks for
    ASKED = "asked"
    ASSIST_ASKED = "assist_asked"
    ASSISTED = "assisted"
    PROOF_ASKED = "proof_asked"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    PLAN_ASKED = "plan_asked"
    PLANNED = "planned"
    PLAN_REFUSED = "plan_refused"
    STILL_PLANNED = "still_planned"
    PLAN_OVER = "plan_over"  # its day has come
    # afterwards
    LOOKED_BACK = "looked_back"
    RECURRED = "recurred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """``facts`` are codes, ids and numbers (they go into the audit log as they are);
    ``words`` is free text (stored encrypted as an entry, only its keyed digest is audited)."""

    kind: EventKind
    facts: Mapping[str, Json] = field(default_factory=dict)
    words: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change of one ticket, by one hand, at one moment. ``before`` is None for a new ticket."""

    before: Ticket | None
    after: Ticket
    events: tuple[Event, ...]
    actor: Actor
    at: datetime
