"""What becomes of a message after a refusal or a receipt. With domain/calling.py the only place that counts attempts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.domain.errors import CarrierError, Permanent, Temporary
from hotline.domain.errors import Uncertain as Unanswered
from hotline.domain.message import Delivery, Message


class Next(StrEnum):
    """What a carrier's code says about the next step."""

    RECIPIENT = "recipient"  # will never reach this number
    MESSAGE = "message"  # the text itself is refused
    SETUP = "setup"  # nothing of ours gets through: stop the batch, tell staff
    PERMISSION = "permission"  # our account may not reach this number: tell staff, the others go on
    LATER = "later"  # the carrier is busy
    FEW = "few"  # the phone is: a few tries
    TOMORROW = "tomorrow"  # the day's allowance is used up
    UNCERTAIN = "uncertain"  # may have been done: ask before trying again


class NumberFact(StrEnum):
    """What a refusal tells about the number, whatever was sent."""

    LANDLINE = "landline"
    STOPPED = "stopped"


CODES: dict[Next, frozenset[int]] = {
    Next.RECIPIENT: frozenset({21211, 21214, 21216, 21217, 21610, 21612, 21614, 30004, 30005, 30006}),
    Next.MESSAGE: frozenset({21602, 21617, 30007, 30019, 30045, 32018, 90007}),
    Next.SETUP: frozenset(
        {
            20003,
            20005,
            21205,
            21210,
            21212,
            21603,
            21606,
            21703,
            21704,
            21705,
            30002,
            30018,
            30024,
            30032,
            30034,
            30035,
        }
    ),
    Next.PERMISSION: frozenset({13227, 21215, 21219, 21408, 21608, 30450}),
    Next.LATER: frozenset({10004, 20429, 20503, 21611, 30001, 30017, 30022, 30410, 30500}),
    Next.FEW: frozenset({30003, 30008, 30036}),
    Next.TOMORROW: frozenset({30023}),
    Next.UNCERTAIN: frozenset({20500}),
}
_NEXT = {code: advice for advice, codes in CODES.items() for code in codes}
_SCHEDULING = range(35000, 36000)
_HTTP = range(400, 600)

_WAITING = frozenset({Next.LATER, Next.FEW, Next.TOMORROW, Next.SETUP})

FACTS = {21614: NumberFact.LANDLINE, 30006: NumberFact.LANDLINE, 21610: NumberFact.STOPPED}

# A busy or broken carrier is waited for this long, at these distances (the last repeats).
PATIENCE = timedelta(hours=24)
# Somebody of the city stands beside the phone: later it would ring for nothing.
AT_ONCE = frozenset({"bridge"})
PATIENCE_AT_ONCE = timedelta(minutes=2)
BACK_OFF = tuple(timedelta(seconds=s) for s in (15, 30, 60, 120, 300, 600, 900))
FEW_WAITS = (timedelta(minutes=15), timedelta(hours=1))
NEXT_DAY = timedelta(hours=24)
SETUP_WAIT = timedelta(minutes=5)
LONGEST_RETRY_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Postpone:
    """Back to waiting until ``at``; ``stop`` ends the batch, because the others would fare no better; ``untried``: it was
    never handed to the carrier, so that was no try."""

    at: datetime
    held: str
    error: int | None = None
    stop: bool = False
    alert: bool = False
    untried: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fail:
    """Over. ``fact`` is what it taught about the number; ``why`` a call came to nothing: busy, machine …"""

    state: Delivery
    error: int | None = None
    fact: NumberFact | None = None
    alert: bool = False
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """Nobody knows whether it went out: the carrier is asked first."""

    error: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Forward:
    """News that moves the message on (never back: the shelf compares ranks)."""

    state: Delivery


Outcome = Postpone | Fail | Uncertain | Forward


def classify(code: int | None, http_status: int | None) -> Next:
    """A known code decides; else the HTTP status; what nobody answered for is uncertain."""
    if code in _NEXT:
        return _NEXT[code]
    if code is not None and code in _SCHEDULING:
        return Next.MESSAGE
    if code is not None and code in _HTTP:
        http_status = code  # an answer without a code of its own carries its status as one
    if http_status == 429:
        return Next.LATER
    if http_status in (401, 403, 404):
        return Next.SETUP
    if http_status is not None and 400 <= http_status < 500 and http_status != 408:
        return Next.MESSAGE
    if http_status is None and code:
        return Next.RECIPIENT  # a receipt with a code nobody has heard of: it did not arrive
    return Next.UNCERTAIN


def number_fact(code: int | None) -> NumberFact | None:
    return FACTS.get(code) if code is not None else None


def after_failure(message: Message, error: CarrierError, now: datetime) -> Postpone | Fail | Uncertain:
    """The carrier did not take it. ``message.attempts`` counts the one that just failed."""
    code = error.code or None
    if isinstance(error, Unanswered):
        return Uncertain(error=code)
    if isinstance(error, Temporary):
        advice = _NEXT.get(error.code, Next.LATER)
        return _later(message, advice, code, now, error.retry_after)
    advice = classify(code, 400) if isinstance(error, Permanent) else Next.UNCERTAIN
    if advice is Next.UNCERTAIN:
        return Uncertain(error=code)
    if advice in _WAITING:
        return _later(message, advice, code, now, None)
    return Fail(state=Delivery.FAILED, error=code, fact=number_fact(code), alert=advice is Next.PERMISSION)


def after_receipt(message: Message, state: Delivery, error: int | None, now: datetime) -> Postpone | Fail | Forward:
    """A receipt for a text. What a dead battery or a full queue undid is worth another try."""
    if state not in (Delivery.UNDELIVERED, Delivery.FAILED):
        return Forward(state=state)
    advice = classify(error, None) if error else Next.RECIPIENT
    if advice in _WAITING - {Next.SETUP}:
        decided = _later(message, advice, error, now, None)
        return decided if isinstance(decided, Postpone) else Fail(state=state, error=error)
    return Fail(state=state, error=error, fact=number_fact(error), alert=advice in (Next.SETUP, Next.PERMISSION))


def _later(message: Message, advice: Next, code: int | None, now: datetime, retry_after: float | None) -> Postpone | Fail:
    tried = max(message.attempts, 1)
    setup = advice is Next.SETUP
    waits = {Next.FEW: FEW_WAITS, Next.TOMORROW: (NEXT_DAY,), Next.SETUP: (SETUP_WAIT,)}.get(advice, BACK_OFF)
    limited = advice in (Next.FEW, Next.TOMORROW)
    if message.template in AT_ONCE and now + waits[min(tried, len(waits)) - 1] - message.created_at > PATIENCE_AT_ONCE:
        return Fail(state=Delivery.FAILED, error=code, alert=setup)
    if (limited and tried > len(waits)) or (not limited and now - message.created_at > PATIENCE and tried > len(waits)):
        return Fail(state=Delivery.FAILED, error=code, alert=setup)
    wait = waits[min(tried, len(waits)) - 1]
    if retry_after is not None:
        wait = min(max(wait, timedelta(seconds=retry_after)), LONGEST_RETRY_AFTER)
    busy = advice is Next.LATER and code in (20429, 21611)
    held = "setup" if setup else "retry"
    return Postpone(at=now + wait, held=held, error=code, stop=setup or busy, alert=setup)


_RECEIPTS = {
    "accepted": Delivery.QUEUED,
    "scheduled": Delivery.QUEUED,
    "queued": Delivery.QUEUED,
    "sending": Delivery.QUEUED,
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
    "undelivered": Delivery.UNDELIVERED,
    "partially_delivered": Delivery.UNDELIVERED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}


def receipt_state(status: str) -> Delivery | None:
    """A carrier's word for a text; None where it says nothing about one of ours."""
    return _RECEIPTS.get(status.lower())
