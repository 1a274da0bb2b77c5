"""An officer gives a contractor a link: texted to the contractor's phone, or to the officer to pass on."""

from hotline.domain import handling
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.deadline import due
from hotline.domain.duration import Duration
from hotline.domain.errors import RuleError
from hotline.domain.link import Link
from hotline.domain.message import Means, Message, Purpose
from hotline.domain.phone import parse_phone
from hotline.domain.staff import Staff
from hotline.domain.ticket import Ticket
from hotline.services.work import Work

VALID_FOR = Duration.parse("7d")


def give(work: Work, staff: Staff, ticket: Ticket, words: str) -> str:
    """``words``: the contractor's number, or nothing."""
    try:
        handling.must_hold(ticket, staff.department)
    except RuleError as fault:
        code = {"wrong_state": "not_open"}.get(fault.code, fault.code)
        work.tell_staff(staff, "officer_error", {"code": code, "number": ticket.number, "items": [], "by": None})
        return ticket.id
    phone = parse_phone(words, work.parts.region) if words.strip() else None
    if words.strip() and phone is None:
        work.tell_staff(staff, "officer_link_how", {"number": ticket.number})
        return ticket.id
    secret = work.parts.ids.secret()
    link = Link(
        id=work.parts.ids.new(), ticket_id=ticket.id, key=work.store.links.key(secret), made_by=staff.id, made_at=work.now,
        expires_at=due(work.now, VALID_FOR, work.parts.calendar),
    )
    work.store.links.add(link)
    work.audit(f"ticket:{ticket.id}", "link_given", Actor(kind=ActorKind.STAFF, id=staff.id, via="sms"), {})
    values = {
        "number": ticket.number, "category": work.city.category_name(ticket.category, staff.language), "place": ticket.place,
        "url": f"{work.parts.public_url}/w/{secret}", "by": link.expires_at.isoformat(),
    }
    if phone is None:
        work.tell_staff(staff, "contractor_link", values, ticket_id=ticket.id)
        return ticket.id
    work.post(Message(
        id=work.parts.ids.new(), means=Means.TEXT, purpose=Purpose.DUTY, template="contractor_link", values=values,
        language=staff.language, to=phone.e164, ticket_id=ticket.id, due_at=work.now, created_at=work.now,
    ))
    work.tell_staff(staff, "officer_link_sent", {"number": ticket.number, "tail": phone.last4})
    return ticket.id
