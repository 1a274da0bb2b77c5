"""Rings operators for whoever waits: decided by one rule, in the transaction of whatever changed the queue."""

from collections.abc import Sequence
from dataclasses import replace

from hotline.domain.message import Means, Message, Purpose
from hotline.domain.staff import Role, Staff
from hotline.domain.waiting import OPEN, Offer, Operator, Wait, WaitState, offered, offers
from hotline.services.work import Work

FLOW = "operator"


def on_duty(staff: Sequence[Staff]) -> tuple[Staff, ...]:
    """Operators who can be rung now."""
    return tuple(one for one in staff if one.role is Role.OPERATOR and one.on_duty and one.phone)


def staffed(work: Work) -> bool:
    """Is there anybody to wait for?"""
    return work.parts.calendar.is_open(work.now) and bool(on_duty(work.store.city.staff()))


def ring_operators(work: Work) -> int:
    """Offer callers to operators, as many as there are. Conflict where somebody else was quicker: the whole work is done
    again and sees what the other did."""
    waiting = work.store.waits.open()
    if not any(one.state is WaitState.WAITING for one in waiting):
        return 0
    people = {one.id: one for one in on_duty(work.store.city.staff())}
    rung = work.store.waits.rings(people)
    operators = [
        Operator(id=one.id, speaks=one.speaks or (one.language,), busy=False, rung_at=rung.get(one.id)) for one in people.values()
    ]
    made = offers(waiting, operators, work.now, work.parts.desk.rest)
    for offer in made:
        _ring(work, offer, people[offer.operator.id])
    return len(made)


def _ring(work: Work, offer: Offer, operator: Staff) -> None:
    message = Message(
        id=work.parts.ids.new(), means=Means.CALL, purpose=Purpose.DUTY, template=FLOW, values={"wait": offer.wait.id},
        language=operator.language, to=operator.phone or "", staff_id=operator.id, due_at=work.now, created_at=work.now,
    )
    work.post(message)
    work.store.waits.save(offered(offer.wait, operator.id, message.id, work.now), WaitState.WAITING)
    work.store.waits.rung(operator.id, work.now)


def not_taken(work: Work, message_id: str) -> None:
    """The operator's telephone was not picked up, or they did not want it: whoever waits goes to the next at once."""
    wait = work.store.waits.of_message(message_id)
    if wait is not None and wait.state is WaitState.OFFERED:
        back = replace(wait, state=WaitState.WAITING, operator_id=None, message_id=None, offered_at=None)
        work.store.waits.save(back, WaitState.OFFERED)
    ring_operators(work)


def over(work: Work, wait: Wait, state: WaitState) -> None:
    """The waiting, or the talk, has ended; the operator is free for the next."""
    if wait.state in OPEN:
        work.store.waits.save(replace(wait, state=state, ended_at=work.now), wait.state)
    ring_operators(work)
