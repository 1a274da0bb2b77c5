"""A call we place: what its flow is told, and who picked up."""

from datetime import datetime

from hotline.domain.call import Call
from hotline.domain.errors import NotFound
from hotline.domain.message import Message
from hotline.services.handle_call import bridging
from hotline.services.handle_call.facts import common
from hotline.services.steps import spoken
from hotline.services.steps.bridges import BRIDGE
from hotline.services.work import Work

MACHINE = ("machine", "fax")


def is_machine(answered_by: str | None) -> bool:
    """A machine hears nothing of the case. "unknown" may well be a person."""
    return (answered_by or "").lower().startswith(MACHINE)


def facts(work: Work, call: Call, message: Message) -> dict[str, object]:
    """Facts for the flows ``survey``, ``status`` and ``bridge``."""
    if message.template == BRIDGE:
        return bridging.facts(work, call, message)
    ticket = work.store.tickets.get(message.ticket_id or "")
    base = common(work, call)
    if ticket is None:
        raise NotFound("ticket")
    parts, city = work.parts, work.city
    category = spoken.category(city, ticket.category) or spoken.phrase(parts, "your_report", work.now)
    department = spoken.department(parts, city, ticket.handler or ticket.owner, work.now)
    news, by = message.values.get("news"), message.values.get("by")
    about = {"number": ticket.number, "department": department}
    return base | {
        "number": ticket.number, "category": category, "department": department,
        "words": spoken.readable(message.values.get("words"), call.language),
        "news": spoken.news(parts, str(news), about, datetime.fromisoformat(str(by)), work.now) if news and by else None,
    }
