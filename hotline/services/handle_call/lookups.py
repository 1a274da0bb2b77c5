"""What a flow may read: nothing changes here, but that it was read is noted where it must be."""

from collections.abc import Mapping

from hotline.domain.call import RecordingState, Talk
from hotline.domain.category import Category
from hotline.domain.entry import EntryKind
from hotline.domain.number import is_valid, read_number
from hotline.domain.place import find_place
from hotline.domain.ticket import IN_WORK, Kind, Ticket
from hotline.domain.topic import topic_of
from hotline.services.handle_call.doing import lookup, type_done
from hotline.services.handle_call.facts import dropped_draft, matter
from hotline.services.handle_call.line import Line
from hotline.services.handle_call.telling import topic as _topic
from hotline.services.steps import spoken
from hotline.services.steps.looked import note_heard
from hotline.services.steps.promised import promised
from ivr_flows.acts import only
from sms.inbound import Question
from sms.spoken import Said, read_answer, read_wish

LISTED = 3
LONG_ENOUGH = 4  # characters: less is a cough or a name, more is somebody telling what is wrong
WISHES = {
    Said.PERSON: "person", Said.PROGRESS: "progress", Said.CHASE: "progress", Said.ENGLISH: "english",
    Said.CHINESE: "chinese", Said.REPORT: "report_unknown", Said.SEAL: "report_unknown", Said.SUGGESTION: "suggestion",
    Said.CONSULTATIONS: "consultations", Said.INFORMATION: "information",
    Said.REPRISAL: "reprisal",
}
ABOVE_ALL = frozenset({Said.PERSON, Said.REPRISAL})  # whatever category is named beside it
OWN = "number about department state open late by? finish? news?"
PUBLIC = "number department state late by? finish?"
READS_NUMBER = "number? speech? confidence?"
SAID = only("", needs=("speech",))  # a number that was keyed is never unclear


@lookup("speech confidence?", {
    "report": "category place?", "report_unknown": "", "progress": "", "suggestion": "", "consultations": "",
    "information": "", "told_at_once": "topic", "person": "", "reprisal": "", "english": "", "chinese": "", "unclear": "",
})
def understand(line: Line, said: Mapping[str, object]) -> type_done:
    """The greeting was answered in words: a report, with or without a category, or something else."""
    words, parts = _speech(said), line.work.parts
    wish = read_wish(words)
    found = parts.categorise(words).best
    if found is not None and wish not in ABOVE_ALL:
        return "report", _matter(line, found, words)
    if wish is not None:
        return WISHES[wish], {}
    topic = topic_of(words, parts.topics)
    if topic is not None:
        return "told_at_once", {"topic": _topic(topic)}
    return ("report_unknown" if len(words) >= LONG_ENOUGH else "unclear"), {}


@lookup("speech confidence?", {
    "known": "category place?", "unknown": "", "sealed": "", "person": "", "reprisal": "", "unclear": "",
})
def category(line: Line, said: Mapping[str, object]) -> type_done:
    """What is wrong, in words."""
    words = _speech(said)
    wish = read_wish(words)
    if wish is not None and wish in ABOVE_ALL:
        return WISHES[wish], {}
    found = line.work.parts.categorise(words).best
    if found is not None:
        return "known", _matter(line, found, words)
    if wish is Said.SEAL:
        return "sealed", {}
    return ("unknown" if len(words) >= 2 else "unclear"), {}


@lookup("", {"known": "category draft heard?", "unknown": "draft? heard?"})
def go_on(line: Line, said: Mapping[str, object]) -> type_done:
    """What the call that broke off had said so far."""
    reporter = line.reporter()
    draft = dropped_draft(line.work, reporter, line.call) if reporter is not None else None
    if draft is None:
        return "unknown", {}
    heard = str(draft.known.get("heard") or "")
    kept: dict[str, object] = {"draft": draft.id} | ({"heard": [heard]} if heard else {})
    found = line.work.city.categories.get(draft.category or "")
    return ("unknown", kept) if found is None else ("known", kept | {"category": _named(found)})


def _matter(line: Line, found: Category, words: str) -> dict[str, object]:
    """The category, and the place where the words name one."""
    place = find_place(words, line.work.parts.gazetteer)
    return {"category": _named(found)} | ({"place": place.words} if place is not None else {})


def _named(found: Category) -> dict[str, object]:
    return {"id": found.id, "name": dict(found.name)}


@lookup("", {"none": "", "one": OWN, "several": "tickets"})
def own_tickets(line: Line, said: Mapping[str, object]) -> type_done:
    reporter_id = line.call.reporter_id
    if reporter_id is None:
        return "none", {}
    mine = line.work.store.tickets.open_of(reporter_id, limit=LISTED) or line.work.store.tickets.latest_of(reporter_id, 1)
    if not mine:
        return "none", {}
    if len(mine) == 1:
        line.about_only(mine[0])
        return "one", told(line, mine[0])
    rows = [{"key": str(n), "number": t.number, "about": matter(line.work, t)} for n, t in enumerate(mine, 1)]
    return "several", {"tickets": rows}


@lookup(READS_NUMBER, {
    "own": OWN, "other": PUBLIC, "unknown": "", "bad_check": "", "person": SAID, "reprisal": SAID, "unclear": SAID,
})
def ticket(line: Line, said: Mapping[str, object]) -> type_done:
    """A ticket by keyed or spoken number. Of another's: state, department, deadline and no more; of protection nothing, for
    whoever holds the phone is to learn nothing."""
    number = _number(said)
    if number is None:
        wish = read_wish(_speech(said))
        return (WISHES[wish] if wish is not None and wish in ABOVE_ALL else "unclear"), {}
    if not is_valid(number):
        return "bad_check", {}
    found = line.work.store.tickets.by_number(number)
    if found is None or found.kind is Kind.PROTECTION:
        return "unknown", {}
    if line.call.reporter_id is not None and found.reporter_id == line.call.reporter_id:
        line.about_only(found)
        return "own", told(line, found)
    return "other", _public(line, found)


@lookup(READS_NUMBER, {
    "allowed": "number recordings", "no_recording": "number", "sealed": "number", "not_allowed": "", "unknown": "",
    "bad_check": "", "person": SAID, "unclear": SAID,
})
def officer_ticket(line: Line, said: Mapping[str, object]) -> type_done:
    """The recordings of a ticket, for the department that handles it."""
    number = _number(said)
    if number is None:
        wish = read_wish(_speech(said))
        return ("person" if wish is Said.PERSON else "unclear"), {}
    if not is_valid(number):
        return "bad_check", {}
    found = line.work.store.tickets.by_number(number)
    if found is None or found.kind is Kind.PROTECTION:
        return "unknown", {}
    staff = line.work.city.person(line.call.staff_id)
    if staff is None or staff.department is None or found.handler != staff.department:
        return "not_allowed", {}
    if found.sealed:
        return "sealed", {"number": number}
    work = line.work
    # Of what was said to the desk, of them perhaps, they hear nothing.
    told_us = (r for r in work.store.recordings.of_ticket(found.id) if r.talk is not Talk.DESK)
    kept = [r for r in told_us if r.state is RecordingState.STORED]
    note_heard(work, staff.id, found.id, kept)
    stored = [work.parts.sounds.ref(r.id, work.now) for r in kept]
    return ("allowed", {"number": number, "recordings": stored}) if stored else ("no_recording", {"number": number})


@lookup("question speech confidence? unsure?", {
    "1": "", "2": "", "3": only("", question=("solved", "satisfied")), "4": only("", question="satisfied"),
    "5": only("", question="satisfied"), "person": "", "unclear": "",
})
def answer_words(line: Line, said: Mapping[str, object]) -> type_done:
    """A survey answer in plain words: the same reader as for texts."""
    words = _speech(said)
    if read_wish(words) is Said.PERSON:
        return "person", {}
    if said.get("unsure"):
        return "unclear", {}
    value = read_answer(Question(str(said.get("question"))), words)
    return (str(value) if value is not None else "unclear"), {}


def told(line: Line, found: Ticket) -> dict[str, object]:
    """What its own reporter hears about a ticket; the department's latest words where they can be understood."""
    values = _public(line, found) | {"about": matter(line.work, found), "open": found.state in IN_WORK}
    said = [e.words for e in line.work.store.entries.of_ticket(found.id) if e.kind is EntryKind.PROGRESS]
    news = spoken.readable(said[-1], line.call.language) if said and found.state in IN_WORK else None
    return values if news is None else values | {"news": news}


def _public(line: Line, found: Ticket) -> dict[str, object]:
    work = line.work
    values: dict[str, object] = {
        "number": found.number, "state": spoken.state(work.parts, found, work.now),
        "department": spoken.department(work.parts, work.city, found.handler, work.now),
    }
    when = promised(work.store, found, work.now)
    if when.committee:
        values["department"] = spoken.phrase(work.parts, "committee", work.now)
    if when.answer_by is not None:
        values["by"] = spoken.time(work.parts, when.answer_by, work.now)
    if when.finish_by is not None:
        values["finish"] = spoken.day(work.parts, when.finish_by, work.now)
    return values | {"late": when.missed is not None}


def _speech(said: Mapping[str, object]) -> str:
    return str(said.get("speech") or "").strip()


def _number(said: Mapping[str, object]) -> str | None:
    keyed = str(said.get("number") or "")
    return keyed or read_number(_speech(said))

