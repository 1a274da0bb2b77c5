"""A message that was lost is tried once more, where that can neither send it twice nor say what is no longer true."""

from datetime import datetime

from hotline.domain.actor import Actor
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.message import NEVER_HELD, OF_THE_MOMENT, Delivery, Means, Message
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Kind
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import Work, working

LOST = frozenset({Delivery.FAILED, Delivery.UNDELIVERED})


def try_again(parts: Parts, by: Staff | Actor, message_id: str) -> datetime:
    """When it will go. NotFound, also for what is not theirs to know of.

    RuleError: uncertain (the carrier is being asked), not_lost, stopped, survey_over.
    """
    return retried(lambda: _try(parts, by, message_id))


def _try(parts: Parts, by: Staff | Actor, message_id: str) -> datetime:
    actor = by if isinstance(by, Actor) else hand(by)
    with working(parts) as work:
        message = work.store.outbox.get(message_id)
        if message is None or _protected(work, message) is not (isinstance(by, Staff) and by.role is Role.PROTECTION):
            raise NotFound("message")
        _may(work, message)
        hours = parts.call_hours if message.means is Means.CALL else parts.quiet_hours
        at = work.now if message.purpose in NEVER_HELD else hours.allowed_at(work.now)
        if not work.store.outbox.retry(message.id, at):
            raise RuleError("not_lost")
        chain = f"ticket:{message.ticket_id}" if message.ticket_id else f"message:{message.id}"
        work.audit(chain, "tried_again", actor, {"message": message.id, "template": message.template})
        if at <= work.now:
            work.lanes.add(message.means.value)
        return at


def _protected(work: Work, message: Message) -> bool:
    ticket = work.store.tickets.get(message.ticket_id) if message.ticket_id else None
    return ticket is not None and ticket.kind is Kind.PROTECTION


def _may(work: Work, message: Message) -> None:
    if message.state is Delivery.UNCERTAIN:
        raise RuleError("uncertain")
    if message.state not in LOST or message.template in OF_THE_MOMENT:
        raise RuleError("not_lost")
    reporter = work.reporter(message.reporter_id)
    if reporter is not None and reporter.stopped_at is not None and message.means.value == "text":
        raise RuleError("stopped")
    survey = work.store.surveys.get(message.survey_id) if message.survey_id else None
    if survey is not None and survey.closed_at is not None:
        raise RuleError("survey_over")
