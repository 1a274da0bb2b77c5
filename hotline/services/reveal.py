"""A reporter's number, shown to somebody of the desk for a reason: the reason, the person and the moment are audited."""

from enum import StrEnum

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.phone import PhoneNumber
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import department_of, hand, may_call_back, may_see
from hotline.services.work import Work, working

REVEALED = "revealed"


class Reason(StrEnum):
    """Codes, so that a city can count them; free words would end up holding names."""

    CALL_BACK = "call_back"
    ASK_PLACE = "ask_place"
    DANGER = "danger"
    COMPLAINT = "complaint"
    OWN_REQUEST = "own_request"  # the reporter asks what is kept about them


def reveal_reporter(parts: Parts, staff: Staff, number: str, reason: str) -> str:
    """The whole number, of a ticket's reporter. NotFound; RuleError: reason_missing, sealed, anonymous."""
    return retried(lambda: _of_ticket(parts, staff, number, _reason(reason)))


def reveal_called(parts: Parts, staff: Staff, callback_id: str, reason: str) -> str:
    """The same, of whoever is to be called back."""
    return retried(lambda: _of_callback(parts, staff, callback_id, _reason(reason)))


def _reason(code: str) -> Reason:
    if code not in set(Reason):
        raise RuleError("reason_missing")
    return Reason(code)


def _of_ticket(parts: Parts, staff: Staff, number: str, reason: Reason) -> str:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or not may_see(staff, ticket):
            raise NotFound("ticket")
        if ticket.anonymous:
            raise RuleError("anonymous")
        return _revealed(work, staff, ticket.reporter_id, f"ticket:{ticket.id}", reason)


def _of_callback(parts: Parts, staff: Staff, callback_id: str, reason: Reason) -> str:
    with working(parts) as work:
        callback = work.store.callbacks.get(callback_id)
        if callback is None or not may_call_back(staff, callback):
            raise NotFound("callback")
        ticket = work.store.tickets.get(callback.ticket_id) if callback.ticket_id else None
        if ticket is not None and ticket.anonymous:
            raise RuleError("anonymous")  # rung through the hotline, and shown to nobody
        chain = f"ticket:{callback.ticket_id}" if callback.ticket_id else f"callback:{callback.id}"
        return _revealed(work, staff, callback.reporter_id, chain, reason)


def _revealed(work: Work, staff: Staff, reporter_id: str | None, chain: str, reason: Reason) -> str:
    if department_of(staff) is not None:
        raise RuleError("sealed")
    reporter = work.reporter(reporter_id)
    if reporter is None:
        raise RuleError("anonymous")
    work.audit(chain, REVEALED, hand(staff), {"reporter": reporter.id, "reason": reason.value})
    return PhoneNumber(reporter.phone).e164


__all__ = ["REVEALED", "Reason", "reveal_called", "reveal_reporter"]
