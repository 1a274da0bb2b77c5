"""News from the carrier of one try of a message: is it of the try that counts, and what it changes."""

from hotline.domain.delivery import Fail, Forward, Postpone
from hotline.domain.message import Delivery, Message
from hotline.services.steps.outcome import follow
from hotline.services.work import Work

UNSENT = frozenset({Delivery.WAITING, Delivery.SENDING, Delivery.UNCERTAIN})


def of_this_try(work: Work, message: Message, sid: str, *, arrived: bool) -> bool:
    """False for late news of a try that was given up. A reference not known yet is adopted: it overtook the answer."""
    if message.carrier_sid == sid:
        return message.state is not Delivery.WAITING
    if message.carrier_sid is None or message.state in UNSENT:
        work.store.outbox.note_sent(message.id, sid, Delivery.QUEUED, work.now)
        return True
    return arrived  # whichever try brought it, the person has it


def change(work: Work, message: Message, sid: str, outcome: Postpone | Fail | Forward | None) -> None:
    """Move the row, forward only, and see to what follows from its fate."""
    match outcome:
        case Postpone():
            work.store.outbox.again(message.id, sid, outcome.at, outcome.held, outcome.error)
        case Fail():
            moved = work.store.outbox.forward(message.id, outcome.state, work.now, outcome.error, outcome.why)
            if moved is not None:
                follow(work, moved)
        case Forward():
            moved = work.store.outbox.forward(message.id, outcome.state, work.now, None)
            if moved is not None:
                follow(work, moved)
        case None:
            pass
