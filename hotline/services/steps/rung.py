"""What a duty call came to: noted in the ticket's story; the next is rung, or the desk told that nobody took it."""

from hotline.domain.actor import SWEEP, Actor, ActorKind
from hotline.domain.duty import Ended, Rang
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.message import Delivery, Message
from hotline.domain.ticket import IN_WORK
from hotline.services.steps import ladder
from hotline.services.work import Work

CARRIER = Actor(kind=ActorKind.CARRIER, via="voice")
WORDED = frozenset(Rang)


def rung(work: Work, message: Message) -> None:
    """Once for each call that has come to its end."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    kept = work.store.duty.latest(message.ticket_id or "")
    if ticket is None or message.state is Delivery.CANCELLED:
        return
    came_to = _came_to(message)
    over = kept is None or kept.id != message.values.get("ladder") or kept.how is not None
    if over and came_to is Rang.SILENT:
        came_to = Rang.LATE
    facts = {"officer": message.staff_id, "came_to": came_to.value, "round": message.values.get("round")}
    work.audit(f"ticket:{ticket.id}", EventKind.DUTY_RUNG.value, CARRIER, facts)
    if over or kept is None or came_to is Rang.TAKEN:
        return
    if ladder.bring_forward(work.store, message, work.now):
        work.lanes.add(message.means.value)
        return
    unanswered(work, kept.id, ticket.id)


def unanswered(work: Work, ladder_id: str, ticket_id: str) -> None:
    """Everybody was rung as often as the rules say, or there is nobody: a person at the desk must find somebody."""
    if not work.store.duty.end(ladder_id, Ended.UNANSWERED, None, work.now):
        return
    ticket = work.store.tickets.get(ticket_id)
    if ticket is not None and ticket.state in IN_WORK:
        event = Event(kind=EventKind.DUTY_UNANSWERED)
        work.apply(Change(before=ticket, after=ticket, events=(event,), actor=SWEEP, at=work.now))


def _came_to(message: Message) -> Rang:
    if message.state is Delivery.DELIVERED:
        return Rang.TAKEN
    return Rang(message.held) if message.held in WORDED else Rang.FAILED
