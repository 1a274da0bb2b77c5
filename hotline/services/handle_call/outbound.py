"""A call we place to a resident: what its flow is told."""

from datetime import datetime

from hotline.domain.call import Call
from hotline.domain.errors import NotFound
from hotline.domain.message import Message
from hotline.services.handle_call.facts import common
from hotline.services.steps import spoken
from hotline.services.work import Work


def facts(work: Work, call: Call, message: Message) -> dict[str, object]:
    """Facts for the flows ``survey`` and ``status``."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    base = common(work, call)
    if ticket is None:
        raise NotFound("ticket")
    parts, city = work.parts, work.city
    category = spoken.category(city, ticket.category) or spoken.phrase(parts, "your_report", work.now)
    department = spoken.department(parts, city, ticket.handler or ticket.owner, work.now)
    news, by = message.values.get("news"), message.values.get("by")
    at = datetime.fromisoformat(str(by)) if by else work.now
    about = {"number": ticket.number, "department": department, "name": message.values.get("name")}
    return base | {
        "number": ticket.number, "category": category, "department": department,
        "words": spoken.readable(message.values.get("words"), call.language),
        "news": spoken.news(parts, str(news), about, at, work.now) if news else None,
    }
