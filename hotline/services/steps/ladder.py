"""The calls about an urgent ticket, as rows: written at once with the times at which they are due, so that nobody need
remember the next. Whoever answers, declines or does not answer only moves them."""

from datetime import datetime

from hotline.domain import duty
from hotline.domain.city import City
from hotline.domain.duty import Ended, Ladder
from hotline.domain.message import Means, Message, Purpose
from hotline.domain.promises import Promises
from hotline.domain.ticket import Ticket
from hotline.services.parts import NewIds
from hotline.services.ports import Store


def begin(store: Store, ids: NewIds, city: City, promises: Promises, ticket: Ticket, now: datetime) -> tuple[Message, ...]:
    """Everybody is to be rung, one after the other. None where nobody in the whole city can be: that is a problem at once."""
    end(store, ticket, Ended.OVER, None, now)
    who = duty.people(city, ticket)
    over = None if who else now
    ladder = Ladder(
        id=ids.new(), ticket_id=ticket.id, department=ticket.handler, began_at=now, ended_at=over,
        how=None if who else Ended.UNANSWERED,
    )
    store.duty.add(ladder)
    after = promises.duty_next_after.as_timedelta()
    return tuple(
        Message(
            id=ids.new(), means=Means.CALL, purpose=Purpose.DUTY, template=duty.FLOW, language=rung.person.language,
            values={"ladder": ladder.id, "round": rung.round, "after": after.total_seconds()}, to=rung.person.phone or "",
            staff_id=rung.person.id, ticket_id=ticket.id, due_at=rung.due_at, created_at=now,
        )
        for rung in duty.rungs(who, now, after, promises.duty_rounds)
    )


def end(store: Store, ticket: Ticket, how: Ended, by: str | None, now: datetime) -> None:
    """Somebody has it, or nobody is needed: who was not rung yet will not be."""
    ladder = store.duty.latest(ticket.id)
    if ladder is None or not store.duty.end(ladder.id, how, by, now):
        return
    left = duty.waiting(store.outbox.of_ticket(ticket.id), ladder.id)
    store.outbox.cancel(ids=[m.id for m in left], reason="taken" if how is Ended.TAKEN else "over", at=now)


def bring_forward(store: Store, message: Message, now: datetime) -> bool:
    """This one will not take it: the next is rung now. False where nobody is left."""
    ladder_id = str(message.values.get("ladder"))
    messages = store.outbox.of_ticket(message.ticket_id or "")
    _move(store, duty.brought_forward(messages, ladder_id, now))
    return not duty.is_over(messages, ladder_id)


def space(store: Store, message: Message, now: datetime) -> None:
    """This one is about to ring: the next has its distance from now."""
    messages = store.outbox.of_ticket(message.ticket_id or "")
    _move(store, duty.spaced(messages, str(message.values.get("ladder")), now))


def _move(store: Store, times: dict[str, datetime]) -> None:
    """Guarded by the number of tries: one that a worker has just taken is left alone."""
    for message_id, due_at in times.items():
        store.outbox.postpone(message_id, due_at, "", None, 0)
