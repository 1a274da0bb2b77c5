"""A call that joins somebody of the city with a resident: neither sees the other's number, and what came of it is kept."""

from contextlib import suppress
from datetime import timedelta

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import RuleError
from hotline.domain.event import Change, Event, EventKind, Json
from hotline.domain.message import Means, Message, Purpose
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Staff
from hotline.domain.ticket import Ticket
from hotline.services.steps.called_back import finish
from hotline.services.steps.promised import awaits_response
from hotline.services.work import Work

BRIDGE = "bridge"  # the flow, and the outbox's name for it
OUTCOMES = frozenset({"talked", "busy", "no_answer", "failed"})
AT_MOST = timedelta(minutes=10)  # nobody else rings the same person meanwhile, even where the end is never told


def order(
    work: Work, staff: Staff, reporter: Reporter, *, ticket_id: str | None, callback_id: str | None = None,
    draft_id: str | None = None,
) -> None:
    """The phone of ``staff`` rings first, at once and at whatever hour: they have just asked for it. Without a call-back it
    is a department's officer who wants to speak with them. RuleError: no_own_phone, text_only."""
    if staff.phone is None:
        raise RuleError("no_own_phone")
    if not reporter.called:
        raise RuleError("text_only")
    work.post(Message(
        id=work.parts.ids.new(), means=Means.CALL, purpose=Purpose.DUTY, template=BRIDGE, language=staff.language,
        values={"reporter": reporter.id, "callback": callback_id, "draft": draft_id}, to=staff.phone, staff_id=staff.id,
        ticket_id=ticket_id, due_at=work.now, created_at=work.now,
    ))


def keep(work: Work, message: Message, outcome: str, seconds: int) -> None:
    """What came of it: told in the ticket's story; a talk is what was promised, a mere ring is nothing."""
    callback_id, talked = _callback(message), outcome == "talked"
    actor = Actor(kind=ActorKind.STAFF, id=message.staff_id or "", via="voice")
    facts: dict[str, Json] = {"outcome": outcome, "seconds": seconds, "why": "call_back" if callback_id else "officer"}
    ticket = work.store.tickets.get(message.ticket_id) if message.ticket_id else None
    if ticket is None:
        work.audit(f"callback:{callback_id}", EventKind.BRIDGED.value, actor, facts)
    else:
        events = (Event(kind=EventKind.BRIDGED, facts=facts), *_response(work, ticket, by_officer=talked and not callback_id))
        work.apply(Change(before=ticket, after=ticket, events=events, actor=actor, at=work.now))
    if callback_id is not None:
        work.store.callbacks.rest(callback_id, tries=0 if talked else 1)
        if talked:
            _called_back(work, message, callback_id, actor)


def let_go(work: Work, message: Message) -> None:
    """The resident was never rung: their call-back is anybody's again."""
    callback_id = _callback(message)
    if callback_id is not None:
        work.store.callbacks.rest(callback_id, tries=0)


def over(work: Work, message: Message) -> bool:
    """Somebody else has rung them since, or they want no calls any more."""
    reporter = work.reporter(str(message.values.get("reporter") or ""))
    if reporter is not None and not reporter.called:
        return True
    callback = work.store.callbacks.get(_callback(message) or "")
    return callback is not None and callback.done_at is not None


def _response(work: Work, ticket: Ticket, *, by_officer: bool) -> tuple[Event, ...]:
    """Contact by the department is its response; the desk's is not."""
    if not by_officer or not awaits_response(work.store, ticket):
        return ()
    return (Event(kind=EventKind.RESPONDED, facts={"by": "call", "proof": "talked"}),)


def _called_back(work: Work, message: Message, callback_id: str, actor: Actor) -> None:
    staff = work.city.person(message.staff_id)
    if staff is None:
        return
    with suppress(RuleError):  # somebody else said so while the two were talking
        finish(work, staff, callback_id, actor)


def _callback(message: Message) -> str | None:
    found = message.values.get("callback")
    return str(found) if found else None
