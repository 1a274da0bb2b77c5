"""One ticket with its whole story, as far as the one who looks may see it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hotline.domain.actor import ActorKind
from hotline.domain.audit import AuditEntry
from hotline.domain.call import Recording, RecordingState, Talk
from hotline.domain.city import City
from hotline.domain.clock_row import Clock
from hotline.domain.duty import Rang, is_duty
from hotline.domain.entry import EntryKind
from hotline.domain.event import EventKind
from hotline.domain.evidence import LOOKS
from hotline.domain.message import FINAL, Delivery, Message
from hotline.domain.phone import PhoneNumber
from hotline.domain.photo import Photo, alike
from hotline.domain.reporter import Age, Reporter
from hotline.domain.staff import Staff
from hotline.domain.survey import Survey
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.calls_told import CallTold, calls_told
from hotline.services.steps.cost import Cost, cost_of_all
from hotline.services.steps.sight import department_of, may_hear, may_see, may_see_photo
from hotline.services.steps.story import Line, told

# Officers see reasons, never who voted how; and nothing of who looked at the reporter.
COMPARED_FOR = timedelta(days=180)  # one photo on many tickets is looked for this far back
MOST_COMPARED = 2000
_NOT_FOR_DEPARTMENTS = frozenset({
    "revealed", "age_noted", EventKind.ANSWERED.value, EventKind.HEARD.value, EventKind.CALL_BACK_DUE.value,
    EventKind.CALL_BACK_DONE.value,
})
# What a reporter is texted after they have judged: its very name tells how.
_AFTER_THE_VERDICT = frozenset({
    "ask_contacted", "ask_satisfied", "survey_thanks", "survey_unhappy", "comment_noted", "already_answered", "answer_late",
    "age_noted", "rejected_object", "lookback_thanks", "call_back_missed", "desk_words",
})

# Of a sealed ticket its department reads what the desk wrote, never what the reporter said.
_REPORTERS_OWN = frozenset({EntryKind.REPORT, EntryKind.ADDITION, EntryKind.COMMENT, EntryKind.TRANSCRIPT})
_WITH_WORDS = frozenset({"officer_dispatch", "officer_added", "officer_alarmed", "officer_reopened"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the desk sees of a reporter: enough to recognise them, too little to ring them."""

    masked: str
    line: str
    language: str
    stopped: bool
    age: Age | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoTold:
    """``same_as``: numbers of other tickets with the same picture."""

    photo: Photo
    same_as: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """A clock and what became of it: running, late, kept, kept_late, ended."""

    clock: Clock
    fate: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """``sealed``: the one who looks belongs to the department, the reporter is nobody's business there."""

    ticket: Ticket
    lines: Sequence[Line]
    promises: Sequence[Promise]
    messages: Sequence[Message]
    cost: Cost
    survey: Survey | None
    recordings: Sequence[Recording]
    photos: Sequence["PhotoTold"]
    calls: Sequence[CallTold]
    may_hear: bool
    sealed: bool
    reporter: Known | None
    linked: str | None
    announced: bool
    city: City
    now: datetime

    def name(self, staff_id: str | None) -> str | None:
        person = self.city.person(staff_id)
        return person.name if person else None


def open_ticket(parts: Parts, staff: Staff, number: str) -> Story | None:
    """None where there is no such ticket or it is not theirs to see: the same answer."""
    with parts.database.reading() as store:
        ticket = store.tickets.by_number(number)
        helps = [one.department for one in store.handling.assists_of(ticket.id)] if ticket is not None else []
        if ticket is None or not may_see(staff, ticket, helps):
            return None
        return _story(parts, store, staff, ticket)


def _story(parts: Parts, store: Store, staff: Staff, ticket: Ticket) -> Story:
    now, sealed, city = parts.clock.now(), department_of(staff) is not None, parts.city(store)
    chain, entries = store.audit.of_chain(f"ticket:{ticket.id}"), store.entries.of_ticket(ticket.id)
    lines = told([entry for entry in chain if not _said_twice(entry)], entries)
    if sealed:
        lines = tuple(line for line in lines if line.action not in _NOT_FOR_DEPARTMENTS and not line.facts.get("holds"))
    if sealed and ticket.sealed:
        lines = tuple(replace(line, words=None) if _said_by_reporter(line) else line for line in lines)
    running = {clock.id for clock in store.clocks.of_ticket(ticket.id)}
    reporter = store.reporters.get(ticket.reporter_id) if ticket.reporter_id and not sealed else None
    linked = store.tickets.get(ticket.linked_id) if ticket.linked_id else None
    return Story(
        ticket=ticket,
        lines=lines,
        promises=tuple(
            Promise(clock=c, fate=_fate(c, c.id in running, now)) for c in store.clocks.of_ticket(ticket.id, open_only=False)
        ),
        cost=cost_of_all(store.outbox.of_ticket(ticket.id), parts.segment_price),
        messages=tuple(
            _shown(m, sealed, ticket)
            for m in _worth_showing(store.outbox.of_ticket(ticket.id)) if not sealed or _for_department(m, city, staff)
        ),
        survey=None if sealed else store.surveys.latest_of(ticket.id),
        recordings=tuple(
            r for r in store.recordings.of_ticket(ticket.id)
            if r.state is not RecordingState.GONE and not (sealed and r.talk is Talk.DESK)
        ),
        photos=_photos(store, staff, ticket, now),
        calls=calls_told(store.calls.of_ticket(ticket.id), city, department_of(staff)),
        may_hear=may_hear(staff, ticket),
        sealed=sealed,
        reporter=_known(reporter),
        linked=linked.number if linked is not None and may_see(staff, linked) else None,
        announced=any(event.ticket_id == ticket.id for event in store.known_events.current()),
        city=city,
        now=now,
    )


def _photos(store: Store, staff: Staff, ticket: Ticket, now: datetime) -> tuple[PhotoTold, ...]:
    """What somebody may see, each with the tickets that show the very same (product: Honest figures)."""
    mine = [one for one in store.photos.of_ticket(ticket.id) if may_see_photo(staff, ticket, one)]
    others = store.photos.elsewhere(ticket.id, now - COMPARED_FOR, MOST_COMPARED) if any(one.looks for one in mine) else ()
    found = [(one, [other.ticket_id for other in others if other.ticket_id and alike(one.looks, other.looks)]) for one in mine]
    numbers = store.tickets.get_many(dict.fromkeys(each for _, ids in found for each in ids))
    return tuple(
        PhotoTold(photo=one, same_as=tuple(numbers[each].number for each in dict.fromkeys(ids) if may_see(staff, numbers[each])))
        for one, ids in found
    )


def _said_by_reporter(line: Line) -> bool:
    return line.kind in _REPORTERS_OWN and not (line.actor.kind is ActorKind.STAFF and line.kind is EntryKind.ADDITION)


def _said_twice(entry: AuditEntry) -> bool:
    """The call by which it was taken: that it was taken is a line of its own; and who only looked (evidence.py)."""
    taken = entry.action == EventKind.DUTY_RUNG.value and entry.facts.get("came_to") == Rang.TAKEN.value
    return taken or entry.action in LOOKS


def _worth_showing(messages: Sequence[Message]) -> Iterator[Message]:
    """What a duty call came to stands in the story. Of those to come the next is enough."""
    waiting = [m for m in messages if is_duty(m) and m.state is Delivery.WAITING]
    coming = min(waiting, key=lambda m: (m.due_at, m.id), default=None)
    return (m for m in messages if not is_duty(m) or m is coming or (m.state not in FINAL and m not in waiting))


def _for_department(message: Message, city: City, staff: Staff) -> bool:
    """Its own people's texts, and that its reporter was told; neither what the desk was, nor what tells of a verdict."""
    if message.staff_id is None:
        return message.template not in _AFTER_THE_VERDICT
    person = city.person(message.staff_id)
    return person is not None and person.department == staff.department


def _shown(message: Message, sealed: bool, ticket: Ticket) -> Message:
    """Numbers never reach a page; what the resident was asked and told is theirs and the desk's, also once they are forgotten;
    and what an officer was texted of the reporter's words before these were sealed is read here no more."""
    values: Mapping[str, object] = {}
    theirs = message.staff_id is None and message.template != "contractor_link"
    hidden = sealed and (theirs or (ticket.sealed and message.template in _WITH_WORDS))
    return replace(message, to="", values=values, body=None if hidden else message.body)


def _known(reporter: Reporter | None) -> Known | None:
    if reporter is None:
        return None
    return Known(
        masked=PhoneNumber(reporter.phone).masked, line=reporter.line.value, language=reporter.language,
        stopped=reporter.stopped_at is not None, age=reporter.age,
    )  # fmt: skip


def _fate(clock: Clock, running: bool, now: datetime) -> str:
    if clock.met_at is not None:
        return "kept" if clock.met_at <= clock.due_at else "kept_late"
    if not running:
        return "ended"
    return "late" if clock.due_at < now else "running"
