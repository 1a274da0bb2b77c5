"""A call we place to a resident: what its flow is told."""

from collections.abc import Mapping
from datetime import datetime

from hotline.domain.call import Call
from hotline.domain.errors import NotFound
from hotline.domain.message import Message
from hotline.domain.ticket import Ticket
from hotline.domain.waiting import WaitState
from hotline.services.handle_call import bridging
from hotline.services.handle_call.facts import common, matter
from hotline.services.steps import spoken
from hotline.services.steps.bridges import BRIDGE
from hotline.services.steps.offering import FLOW
from hotline.services.work import Work
from ivr_flows.model import Session


def facts(work: Work, call: Call, message: Message) -> dict[str, object]:
    """Facts for the flow that the message names."""
    if message.template == FLOW:
        return common(work, call) | _offer(work, message)
    if message.template == BRIDGE:
        return bridging.facts(work, call, message)
    ticket = work.store.tickets.get(message.ticket_id or "")
    base = common(work, call)
    if ticket is None:
        raise NotFound("ticket")
    parts, city = work.parts, work.city
    category = None if ticket.sealed else spoken.category(city, ticket.category)
    department = spoken.department(parts, city, ticket.handler or ticket.owner, work.now)
    news, by = message.values.get("news"), message.values.get("by")
    at = datetime.fromisoformat(str(by)) if by else work.now
    about = {"number": ticket.number, "department": department, "name": message.values.get("name")}
    return base | {
        "number": ticket.number, "category": category, "department": department,
        "words": spoken.readable(message.values.get("words"), call.language),
        "news": spoken.news(parts, str(news), about, at, work.now) if news else None,
    } | ({"ask_age": True} if message.template == "survey" and _asks_age(work, ticket) else {})


def _asks_age(work: Work, ticket: Ticket) -> bool:
    reporter = work.reporter(ticket.reporter_id)
    return work.parts.promises.ask_age == "everywhere" and reporter is not None and reporter.asks_age and not ticket.anonymous


def _offer(work: Work, message: Message) -> dict[str, object]:
    """What an operator hears of a caller: the language, the matter, how long; nothing of who it is."""
    wait = work.store.waits.of_message(message.id)
    if wait is None or wait.state is not WaitState.OFFERED:
        return {"still": False, "speaks": None, "minutes": 0}
    caller = work.store.calls.get(wait.call_id)
    answers = Session.from_json(caller.session).answers if caller is not None and caller.session else {}
    chosen = answers.get("category")
    ticket = work.store.tickets.get(caller.ticket_id) if caller is not None and caller.ticket_id else None
    about = chosen.get("name") if isinstance(chosen, Mapping) else matter(work, ticket) if ticket is not None else None
    voice = work.parts.flows["intake"].voices.get(wait.language)
    return {
        "still": True, "speaks": dict(voice.names) if voice else None,
        "minutes": int(wait.waited(work.now).total_seconds() // 60),
        "about": about,
    }
