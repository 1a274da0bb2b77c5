"""What becomes of a call we place: at which hours, to whom one after the other, when a machine answers, when nobody does.

status          a machine hears a short message that says nothing of the case, and is tried once more later; three tries
                where it is busy or nobody answers: it is news, and who hears of us can ring.
survey          a machine is hung up on, and hears that message at the last try; each try is a message of its own, at
                another hour: a verdict needs a person.
duty, operator  a machine is hung up on; the next person is rung at once: somebody is waiting.
bridge          a machine is hung up on; whoever wanted the talk is told, and decides what then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hotline.domain.delivery import Fail, Forward, Postpone
from hotline.domain.message import NEVER_HELD, Delivery, Means, Message

RINGING = frozenset({"queued", "initiated", "ringing"})
MACHINES = ("machine", "fax")
# The end of one call and the beginning of the next to the same person.
APART = timedelta(minutes=1)
Allowed = Callable[[datetime], datetime]


class Detect(StrEnum):
    """What the carrier listens for, always while the call goes on: nobody who picks up waits in silence. START is known
    some seconds sooner, END lets a machine finish, so that it keeps what is said then."""

    START = "Enable"
    END = "DetectMessageEnd"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How the calls of one flow are made. ``leaves``: a machine hears a message, at every try or at the last one only."""

    tries: int = 1
    again: timedelta = timedelta(minutes=30)
    machine_tries: int = 1
    after_machine: timedelta = timedelta(hours=3)
    leaves: frozenset[str] = frozenset()


EVERY, LAST = "every", "last"
MANNERS = {
    "status": Manner(tries=3, machine_tries=2, leaves=frozenset({EVERY})),
    "survey": Manner(leaves=frozenset({LAST})),
    "duty": Manner(),
    "operator": Manner(),
    "bridge": Manner(),
}


def manner(message: Message) -> Manner:
    return MANNERS.get(message.template, Manner())


def leaves_message(message: Message) -> bool:
    """Does a machine hear anything at this try?"""
    leaves = manner(message).leaves
    return EVERY in leaves or (LAST in leaves and bool(message.values.get("last")))


def detection(message: Message) -> Detect:
    return Detect.END if leaves_message(message) else Detect.START


def is_machine(answered_by: str | None) -> bool:
    """"unknown" may well be a person."""
    return (answered_by or "").lower().startswith(MACHINES)


def held_back(message: Message, now: datetime, allowed: Allowed) -> Postpone | None:
    """At the very moment of dialling: a call that was due before the quiet hours began is not made in them."""
    if message.means is not Means.CALL or message.purpose in NEVER_HELD:
        return None
    at = allowed(now)
    return Postpone(at=at, held="call_hours", untried=True) if at > now else None


def already_called(message: Message, talking: bool, now: datetime) -> Postpone | Fail | None:
    """Another call of ours rings this person, or did a moment ago. Whoever is on duty counts as busy while it lasts, and
    the next is rung; anybody else is rung after it."""
    if message.purpose not in NEVER_HELD:
        return Postpone(at=now + APART, held="one_by_one", untried=True)
    if not talking:
        return None
    if manner(message).tries > 1:
        return Postpone(at=now + timedelta(seconds=5), held="one_by_one", untried=True)
    return Fail(state=Delivery.UNDELIVERED, why="busy")


def after_call(
    message: Message, status: str, answered_by: str | None, error: int | None, now: datetime, allowed: Allowed = lambda at: at,
) -> Postpone | Fail | Forward | None:
    """News of a call. ``allowed`` moves a time into the hours in which calls may be made."""
    status, how, machine = status.lower(), manner(message), is_machine(answered_by)
    if message.purpose in NEVER_HELD:
        allowed = _any_hour
    if status in RINGING:
        return Forward(state=Delivery.QUEUED)
    if machine:
        return _again(message, how.machine_tries, allowed(now + how.after_machine), "machine", error)
    if status == "in-progress":
        return Forward(state=Delivery.SENT)
    if status == "completed":
        return Forward(state=Delivery.DELIVERED)
    if status in ("busy", "no-answer"):
        return _again(message, how.tries, allowed(now + how.again), status.replace("-", "_"), error)
    if status == "failed":
        return Fail(state=Delivery.FAILED, error=error)
    return Fail(state=Delivery.CANCELLED, error=error) if status == "canceled" else None


def _any_hour(at: datetime) -> datetime:
    return at


def _again(message: Message, tries: int, at: datetime, why: str, error: int | None) -> Postpone | Fail:
    if message.attempts < tries:
        return Postpone(at=at, held=why, error=error)
    return Fail(state=Delivery.UNDELIVERED, error=error, why=why)
