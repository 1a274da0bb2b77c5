"""One-word commands of officers and heads, from the number registered to them."""

from collections.abc import Sequence
from datetime import datetime

from hotline.domain import handling
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import RuleError
from hotline.domain.message import FINAL, Message
from hotline.domain.number import is_valid
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import WITH_DEPARTMENT, Kind, Ticket
from hotline.services.steps import bridges
from hotline.services.steps.doing import Deed, Done, do
from hotline.services.take_text import links
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said

LISTED = 3


def act(work: Work, letter: Letter) -> tuple[bool, str | None]:
    """(True, ticket id) when the text was an officer's; else the text is anybody's (STOP, danger, an answer)."""
    assert letter.staff is not None
    match letter.meaning:
        case said.OfficerWord():
            return True, _word(work, letter.staff, letter.meaning, len(set(letter.media)))
        case said.OfficerOther():
            work.tell_staff(letter.staff, "officer_not_report", {})
            work.ask("is_report", staff_id=letter.staff.id, words=letter.meaning.words)
            return True, None
        case said.Status(number=None):
            _list(work, letter.staff)
            return True, None
        case _:
            return False, None


def _word(work: Work, staff: Staff, word: said.OfficerWord, photos: int) -> str | None:
    ticket = _ticket(work, staff, word.number)
    if ticket is None:
        return None
    actor = Actor(kind=ActorKind.STAFF, id=staff.id, via="sms")
    if word.word is said.OfficerVerb.LINK:
        return links.give(work, staff, ticket, word.words)
    try:
        if word.word is said.OfficerVerb.CALL:
            handling.must_hold(ticket, staff.department)
            _call(work, staff, ticket)
        else:
            do(work, staff, ticket, Done(deed=Deed(word.word.value), words=word.words, photos=photos), actor)
    except RuleError as fault:
        error(work, staff, fault.code, ticket.number, by=str(fault.facts.get("by") or "") or None)
    return ticket.id


def _ticket(work: Work, staff: Staff, number: str | None) -> Ticket | None:
    """The ticket meant. Without a number: the one open ticket; with several the officer is asked which."""
    if number is not None:
        ticket = work.store.tickets.by_number(number) if is_valid(number) else None
        if ticket is None or ticket.kind is Kind.PROTECTION:
            error(work, staff, "unknown_number", number)
            return None
        return ticket
    mine = _mine(work, staff)
    if len(mine) == 1:
        return mine[0]
    if mine:
        _list(work, staff, "which")
    else:
        error(work, staff, "no_ticket", None)
    return None


def _mine(work: Work, staff: Staff) -> Sequence[Ticket]:
    """What they hold; a head who holds nothing answers for what the department does."""
    mine = work.store.tickets.of_officer(staff.id)
    if staff.role is Role.HEAD and not mine:
        return work.store.tickets.listing(states=WITH_DEPARTMENT, department=staff.department, limit=LISTED + 1)
    return mine


def _list(work: Work, staff: Staff, code: str = "list") -> None:
    mine = _mine(work, staff)[:LISTED]
    items = [
        {"number": t.number, "category": work.city.category_name(t.category, staff.language) or "", "state": t.state.value}
        for t in mine
    ]
    if code == "which":
        work.tell_staff(staff, "officer_error", {"code": code, "number": None, "items": items})
    elif items:
        of_unit = all(t.officer_id != staff.id for t in mine)
        work.tell_staff(staff, "officer_list", {"items": items, "unit": True if of_unit else None})
    else:
        error(work, staff, "no_ticket", None)


# The rules' codes that the texts word the same way.
SAID_AS = {
    "no_reason": "no_words", "already_returned": "wrong_state", "not_in_work": "not_open", "no_return": "not_returned",
    "which_department": "no_department", "no_department_named": "no_department",
}


def error(work: Work, staff: Staff, code: str, number: str | None, by: str | None = None) -> None:
    """A word that could not be carried out, and why; ``by``: from when it can."""
    work.tell_staff(staff, "officer_error", {"code": SAID_AS.get(code, code), "number": number, "items": [], "by": by})


def _call(work: Work, staff: Staff, ticket: Ticket) -> None:
    """The officer's phone rings, then the resident's. Who said STOP to texts may be rung; at night only where it is urgent."""
    reporter = work.reporter(ticket.reporter_id)
    if ticket.sealed:
        raise RuleError("call_sealed")
    if reporter is None:
        raise RuleError("call_no_number")
    if not reporter.called:
        raise RuleError("call_text_only")
    allowed = work.parts.quiet_hours.allowed_at(work.now)
    if allowed > work.now and not ticket.urgent:
        raise RuleError("call_quiet", {"by": allowed.isoformat()})
    if any(_rings(message, staff, work.now) for message in work.store.outbox.of_ticket(ticket.id)):
        raise RuleError("call_ringing")
    bridges.order(work, staff, reporter, ticket_id=ticket.id)


def _rings(message: Message, staff: Staff, now: datetime) -> bool:
    """Is this phone being rung for it already? A talk of long ago whose end nobody told us stands in no one's way."""
    mine = message.template == bridges.BRIDGE and message.staff_id == staff.id
    return mine and message.state not in FINAL and now - message.created_at < bridges.AT_MOST

