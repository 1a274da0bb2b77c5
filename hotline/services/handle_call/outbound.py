"""A call we place: what its flow is told, and who picked up."""

from hotline.domain.call import Call
from hotline.domain.message import Message
from hotline.services.handle_call.facts import common
from hotline.services.steps import spoken
from hotline.services.work import Work

MACHINE = ("machine", "fax")


def is_machine(answered_by: str | None) -> bool:
    """A machine hears nothing of the case. "unknown" may well be a person."""
    return (answered_by or "").lower().startswith(MACHINE)


def facts(work: Work, call: Call, message: Message) -> dict[str, object]:
    """Facts for the flows ``survey`` and ``status``."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    base = common(work, call)
    if ticket is None:
        return base | {"number": "", "category": None, "department": None, "words": None, "news": None}
    parts, city = work.parts, work.city
    category = spoken.category(city, ticket.category)
    department = spoken.department(parts, city, ticket.handler or ticket.owner, work.now)
    named = {
        lang: {
            "number": ticket.number, "department": department[lang], "by": message.values.get("by"),
            "kind": message.values.get("kind"),
        }
        for lang in parts.languages
    }
    news = message.values.get("news")
    words = message.values.get("words")
    return base | {
        "number": ticket.number, "category": category, "department": department,
        "words": {lang: words for lang in parts.languages} if words else None,
        "news": spoken.news(parts, str(news), named, work.now) if news else None,
    }
