"""A message has arrived or is lost: its last state, and what follows from it, in one transaction."""

import logging

from hotline.domain.delivery import Fail, Forward
from hotline.domain.errors import Conflict
from hotline.domain.message import Message
from hotline.services.parts import Parts
from hotline.services.steps.outcome import follow
from hotline.services.work import working

log = logging.getLogger(__name__)

TRIES = 3


def finish_message(parts: Parts, message: Message, outcome: Fail | Forward) -> None:
    """Does nothing where the message is that far already."""
    error, why = (outcome.error, outcome.why) if isinstance(outcome, Fail) else (None, "")
    for _ in range(TRIES):
        try:
            with working(parts) as work:
                moved = work.store.outbox.forward(message.id, outcome.state, work.now, error, why)
                if moved is not None:
                    follow(work, moved)
        except Conflict:
            continue  # somebody else was at the ticket; what follows is worked out anew
        return
    log.error("what follows from message %s was not noted: its ticket is being changed all the time", message.id)
    with parts.database.writing() as store:
        store.outbox.forward(message.id, outcome.state, parts.clock.now(), error, why)
