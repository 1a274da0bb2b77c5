"""A duty call: what is told of the ticket, who takes it, and who lets the next be rung."""

from collections.abc import Mapping
from dataclasses import replace

from hotline.domain import duty
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Call, RecordingState
from hotline.domain.danger import danger
from hotline.domain.duty import Ended, Rang
from hotline.domain.entry import EntryKind
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change
from hotline.domain.message import Delivery, Message
from hotline.domain.ticket import Ticket
from hotline.services.handle_call.doing import finish, lookup, type_done
from hotline.services.handle_call.facts import common
from hotline.services.handle_call.line import Line
from hotline.services.steps import spoken
from hotline.services.steps.looked import note_heard
from hotline.services.steps.outcome import follow
from hotline.services.work import Work

SAID = frozenset({EntryKind.REPORT, EntryKind.ADDITION, EntryKind.TRANSCRIPT})
MOST_WORDS = 40  # characters: a call in the night is short


def facts(work: Work, call: Call, message: Message) -> dict[str, object]:
    """Of a sealed ticket nothing that its reporter said."""
    ticket = work.store.tickets.get(message.ticket_id or "")
    if ticket is None:
        raise NotFound("ticket")
    language, sealed = call.language, ticket.sealed
    said = [] if sealed else [e.words for e in work.store.entries.of_ticket(ticket.id) if e.kind in SAID]
    said.sort(key=lambda words: danger(words, work.parts.danger_words) is None)  # what raised the alarm comes first
    kept = () if sealed else work.store.recordings.of_ticket(ticket.id)
    words = spoken.readable(said[0], language) if said else None
    return common(work, call) | {
        "number": ticket.number, "place": spoken.readable(ticket.place, language), "taken_by": _taken_by(work, ticket),
        "category": spoken.category(work.city, ticket.category) or spoken.phrase(work.parts, "no_category", work.now),
        "words": words[:MOST_WORDS].rstrip("。.！!") if words else None,
        "recorded": any(r.state is not RecordingState.GONE for r in kept),
    }


@finish("", {"taken": "", "taken_before": "taken_by", "over": ""})
def take(line: Line, said: Mapping[str, object]) -> type_done:
    """The first who presses 1 has it; everybody after hears who. Its row, the ticket, the other calls: one commit."""
    work, ticket, message = line.work, _ticket(line), _message(line)
    taken_by = _taken_by(work, ticket)
    if taken_by is not None:
        return "taken_before", {"taken_by": taken_by}
    person = work.city.person(message.staff_id)
    if person is None:
        raise NotFound("person")
    actor = Actor(kind=ActorKind.STAFF, id=person.id, via="voice")
    try:
        after, events = duty.take(ticket, person)
    except RuleError:
        return "over", {}
    work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))
    moved = work.store.outbox.forward(message.id, Delivery.DELIVERED, work.now)
    if moved is not None:
        follow(work, moved)
    return "taken", {}


@finish("", {"noted": ""})
def decline(line: Line, said: Mapping[str, object]) -> type_done:
    """The next is rung at once, not when this one has put the phone down."""
    work, message = line.work, _message(line)
    moved = work.store.outbox.forward(message.id, Delivery.UNDELIVERED, work.now, None, Rang.DECLINED)
    if moved is not None:
        follow(work, moved)
    return "noted", {}


@lookup("", {"some": "recordings", "none": ""})
def recordings(line: Line, said: Mapping[str, object]) -> type_done:
    """What the reporter recorded, as far as it is here by now."""
    work, ticket = line.work, _ticket(line)
    kept = () if ticket.sealed else work.store.recordings.of_ticket(ticket.id)
    stored = [r for r in kept if r.state is RecordingState.STORED]
    note_heard(work, _message(line).staff_id, ticket.id, stored)
    refs = [work.parts.sounds.ref(r.id, work.now) for r in stored]
    return ("some", {"recordings": refs}) if refs else ("none", {})


def _taken_by(work: Work, ticket: Ticket) -> str | None:
    """Whoever has it: by a duty call, or by a text in the meantime."""
    ladder = work.store.duty.latest(ticket.id)
    if ladder is None or ladder.how is not Ended.TAKEN:
        return None
    person = work.city.person(ladder.taken_by)
    return person.name if person is not None else None


def _ticket(line: Line) -> Ticket:
    found = line.work.store.tickets.get(line.call.ticket_id or "")
    if found is None:
        raise NotFound("ticket")
    return found


def _message(line: Line) -> Message:
    found = line.work.store.outbox.get(line.call.message_id or "")
    if found is None or not duty.is_duty(found):
        raise NotFound("message")
    return replace(found, to="")
