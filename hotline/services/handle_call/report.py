"""A report made by voice becomes a ticket: the words are in the recording, what was said to questions goes along."""

from collections.abc import Mapping
from dataclasses import replace

from hotline.domain.call import Draft
from hotline.domain.category import Category
from hotline.domain.clock_row import ClockKind
from hotline.domain.event import Change
from hotline.domain.intake import seals, take_in
from hotline.domain.kind import kind_of
from hotline.domain.place import find_place
from hotline.domain.ticket import Channel, Kind, Ticket
from hotline.services.handle_call.doing import finish, type_done
from hotline.services.handle_call.line import Line
from hotline.services.steps import spoken
from hotline.services.steps.in_danger import in_danger
from ivr_flows.model import Session


@finish(
    "category recording seconds? heard urgent? kind? draft? sealed? reason?",
    {"registered": "number department by texting landline code?"},
)
def report(line: Line, said: Mapping[str, object]) -> type_done:
    """Finish "report": {category, recording, seconds, heard, urgent} → registered {number, department, by, code?, …}."""
    ticket, code = register(line, said)
    work = line.work
    reporter = work.reporter(ticket.reporter_id)
    due = [c.due_at for c in work.store.clocks.of_ticket(ticket.id) if c.kind is ClockKind.RESPONSE]
    values: dict[str, object] = {
        "number": ticket.number,
        "department": spoken.department(work.parts, work.city, ticket.handler, work.now),
        "by": spoken.time(work.parts, min(due, default=work.now), work.now),
        "texting": reporter is not None and reporter.texts,
        "landline": reporter is not None and not reporter.texts,
    }
    return "registered", values if code is None else values | {"code": code}


def register(line: Line, said: Mapping[str, object]) -> tuple[Ticket, str | None]:
    """Make the ticket. A caller without a number gets a look-up code, kept only as a keyed hash. What a call that broke off
    had said belongs to it (``draft``)."""
    work, parts = line.work, line.work.parts
    words = heard_words(said)
    category = _category(line, said, words)
    place = find_place(words, parts.gazetteer) if words else None
    reporter = line.reporter(_language(line))
    before = _begun(line, said)
    kind = _kind(said, words, before)
    number, code = work.new_number(), None if reporter is not None else parts.ids.code()
    ticket = Ticket(
        id=parts.ids.new(), number=number, kind=kind, channel=Channel.VOICE,
        language=_language(line), reporter_id=reporter.id if reporter else None,
        code_hash=work.store.tickets.code_hash(number, code) if code is not None else None,
        category=category.id if category else None, place=place.words if place else None,
        grid=place.grid_id if place else None, lat=place.lat if place else None, lon=place.lon if place else None,
        urgent=bool(said.get("urgent") or (category and category.urgent) or in_danger(words, parts.danger_words)),
        sealed=bool(said.get("sealed") or (before and before.known.get("sealed"))) or seals(kind, category, words),
        about=work.city.unit_in(words) if kind is Kind.COMPLAINT else None, received_at=work.now,
    )
    after, events = take_in(ticket, words, work.city, work.now)
    recorded = bool(said.get("recording"))
    made = work.apply(Change(before=None, after=after, events=events, actor=line.actor, at=work.now), recorded=recorded)
    line.about(made)
    if said.get("draft"):
        _taken_up(line, str(said["draft"]), made)
    return made, code


def alarm(line: Line, draft: Draft) -> None:
    """Danger that only a message or a broken-off recording tells of is no call-back: a ticket at once, and the duty is rung."""
    heard = str(draft.known.get("heard") or "")
    register(line, {"category": draft.category, "heard": [heard], "recording": True, "urgent": True, "draft": draft.id})


def _begun(line: Line, said: Mapping[str, object]) -> Draft | None:
    """What the call that broke off had asked for goes on with it."""
    found = line.work.store.drafts.get(str(said["draft"])) if said.get("draft") else None
    return found if found is not None and found.reporter_id == line.call.reporter_id else None


def _kind(said: Mapping[str, object], words: str, before: Draft | None) -> Kind:
    """What the menu was asked for decides; else the words."""
    asked = str(said.get("kind") or "")
    if asked in set(Kind):
        return Kind(asked)
    return Kind.SUGGESTION if before is not None and before.known.get("suggestion") else kind_of(words)


def _taken_up(line: Line, draft_id: str, made: Ticket) -> None:
    """The caller went on where the last call broke off: that draft is this ticket now, and nobody need ring about it."""
    work = line.work
    draft = work.store.drafts.get(draft_id)
    if draft is None or draft.state != "draft" or draft.reporter_id != made.reporter_id:
        return
    work.store.drafts.save(replace(draft, state="received", ticket_id=made.id))
    work.store.recordings.attach(draft.call_id, made.id)
    work.store.recordings.attach_draft(draft.id, made.id)
    for due in work.store.callbacks.open_of(draft.reporter_id) if draft.reporter_id else ():
        if due.draft_id == draft.id:
            work.store.callbacks.done(due.id, "intake", work.now)


def heard_words(said: Mapping[str, object]) -> str:
    """What was said to the questions, where the carrier wrote it down."""
    heard = said.get("heard")
    return "；".join(str(words) for words in heard) if isinstance(heard, list | tuple) else ""


def _language(line: Line) -> str:
    session = line.call.session
    return Session.from_json(session).language if session else line.call.language


def _category(line: Line, said: Mapping[str, object], words: str) -> Category | None:
    chosen = line.work.city.categories.get(str(said.get("category") or ""))
    return chosen or (line.work.parts.categorise(words).best if words else None)
