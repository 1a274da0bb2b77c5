"""What a coordinator rules by text: who acts, and whether a return is right."""

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import RuleError
from hotline.domain.number import is_valid
from hotline.domain.staff import Staff
from hotline.domain.ticket import Kind, State, Ticket
from hotline.services.steps import ruling
from hotline.services.take_text import officer
from hotline.services.take_text.letter import Letter
from hotline.services.take_text.officer import error
from hotline.services.work import Work
from sms import inbound as said

RETURNABLE = frozenset({State.DISPATCHED, State.ACCEPTED})


def act(work: Work, letter: Letter) -> tuple[bool, str | None]:
    """(True, ticket id) when the text was a ruling."""
    assert letter.staff is not None
    if isinstance(letter.meaning, said.OfficerOther):
        return officer.act(work, letter)  # no word of theirs: is it a report?
    if not isinstance(letter.meaning, said.CoordinatorWord):
        return False, None
    word, staff = letter.meaning, letter.staff
    ticket = _ticket(work, staff, word)
    if ticket is None:
        return True, None
    actor = Actor(kind=ActorKind.STAFF, id=staff.id, via="sms")
    try:
        ruling.must_rule(ticket, work.city.roles(staff))
        made = _rule(work, ticket, word, actor)
    except RuleError as fault:
        error(work, staff, fault.code, ticket.number)
        return True, ticket.id
    work.tell_staff(staff, "coordinator_confirm", {
        "number": ticket.number, "word": word.word.value,
        "department": work.city.department_name(made.handler, staff.language),
    }, ticket_id=ticket.id)
    return True, ticket.id


def _rule(work: Work, ticket: Ticket, word: said.CoordinatorWord, actor: Actor) -> Ticket:
    match word.word:
        case said.CoordinatorVerb.REJECT_RETURN:
            return ruling.refuse(work, ticket, actor)
        case said.CoordinatorVerb.UPHOLD:
            return ruling.uphold(work, ticket, work.city.department_named(word.words), actor)
        case said.CoordinatorVerb.DISPATCH:
            return ruling.send_to(work, ticket, work.city.department_named(word.words) or "", actor)


def _ticket(work: Work, staff: Staff, word: said.CoordinatorWord) -> Ticket | None:
    """By number; without one, the only ticket that waits for this kind of ruling."""
    if word.number is not None:
        ticket = work.store.tickets.by_number(word.number) if is_valid(word.number) else None
        if ticket is None or ticket.kind is Kind.PROTECTION:
            error(work, staff, "unknown_number", word.number)
            return None
        return ticket
    if word.word is said.CoordinatorVerb.DISPATCH:
        waiting = list(work.store.tickets.listing(states={State.RECEIVED}, limit=2))
    else:
        waiting = [t for t in work.store.tickets.listing(states=RETURNABLE, limit=200) if t.return_pending]
    if len(waiting) == 1:
        return waiting[0]
    error(work, staff, "which" if waiting else "no_ticket", None)
    return None
