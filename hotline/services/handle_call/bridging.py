"""Somebody of the city is rung to be joined with a resident: what the flow is told, and what it finishes with."""

from collections.abc import Mapping

from hotline.domain.call import Call
from hotline.domain.message import Message
from hotline.services.handle_call.doing import finish, type_done
from hotline.services.handle_call.facts import common
from hotline.services.handle_call.line import Line
from hotline.services.steps import bridges, spoken
from hotline.services.work import Work


def facts(work: Work, call: Call, message: Message) -> dict[str, object]:
    """The ticket's number and its category, nothing of who reported it but the number to ring."""
    reporter = work.reporter(_id(message, "reporter"))
    ticket = work.store.tickets.get(message.ticket_id) if message.ticket_id else None
    draft = work.store.drafts.get(_id(message, "draft") or "")
    category = ticket.category if ticket else (draft.category if draft else None)
    return common(work, call) | {
        "phone": reporter.phone if reporter else "", "english": reporter is not None and reporter.language == "en",
        "number": ticket.number if ticket else None, "about": spoken.category(work.city, category),
        "over": bridges.over(work, message),
    }


@finish("how? seconds?", {"talked": "", "busy": "", "no_answer": "", "failed": "", "declined": ""})
def bridged(line: Line, said: Mapping[str, object]) -> type_done:
    """The two have talked, or could not; or the resident was not rung after all."""
    message = line.work.store.outbox.get(line.call.message_id or "")
    if message is None:
        return "declined", {}
    outcome = str(said.get("how") or "")
    if outcome not in bridges.OUTCOMES:
        bridges.let_go(line.work, message)
        return "declined", {}
    bridges.keep(line.work, message, outcome, int(str(said.get("seconds") or 0)))
    return outcome, {}


def left(line: Line, said: Mapping[str, object]) -> type_done:
    """The phone was put down. While the other line rings or talks its own end is still to be told, and counts."""
    if said.get("step") != "ring":
        bridged(line, said)
    return "nothing", {}


def _id(message: Message, name: str) -> str | None:
    found = message.values.get(name)
    return str(found) if found else None
