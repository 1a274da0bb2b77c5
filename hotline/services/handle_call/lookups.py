"""What a flow may read: nothing changes here."""

from collections.abc import Mapping

from hotline.domain.call import RecordingState
from hotline.domain.category import categorise
from hotline.domain.danger import danger
from hotline.domain.entry import EntryKind
from hotline.domain.number import is_valid, read_number
from hotline.domain.ticket import IN_WORK, Ticket
from hotline.services.handle_call.line import Line
from hotline.services.steps import spoken
from hotline.services.steps.promised import promised
from sms.inbound import Question
from sms.spoken import Said, read_answer, read_wish

LISTED = 3
type_found = tuple[str, Mapping[str, object]]


def understand(line: Line, said: Mapping[str, object]) -> type_found:
    """The greeting was answered in words: a report, with or without a category, or something else."""
    words = _speech(said)
    wish = read_wish(words)
    if _in_danger(line, words):
        return "danger", {}
    found = categorise(words, line.work.parts.categories).best
    if found is not None and wish is not Said.PERSON:
        return "report", {"category": {"id": found.id, "name": dict(found.name)}}
    outcomes = {
        Said.PERSON: "person", Said.PROGRESS: "progress", Said.ENGLISH: "english", Said.CHINESE: "chinese",
        Said.REPORT: "report_unknown", Said.CHASE: "progress",
    }
    if wish is not None:
        return outcomes[wish], {}
    return ("report_unknown" if len(words) >= 4 else "unclear"), {}


def category(line: Line, said: Mapping[str, object]) -> type_found:
    """What is wrong, in words."""
    words = _speech(said)
    if _in_danger(line, words):
        return "danger", {}
    if read_wish(words) is Said.PERSON:
        return "person", {}
    found = categorise(words, line.work.parts.categories).best
    if found is not None:
        return "known", {"category": {"id": found.id, "name": dict(found.name)}}
    return ("unknown" if len(words) >= 2 else "unclear"), {}


def own_tickets(line: Line, said: Mapping[str, object]) -> type_found:
    reporter_id = line.call.reporter_id
    if reporter_id is None:
        return "none", {}
    mine = line.work.store.tickets.open_of(reporter_id, limit=LISTED) or line.work.store.tickets.latest_of(reporter_id, 1)
    if not mine:
        return "none", {}
    if len(mine) == 1:
        line.about_only(mine[0])
        return "one", told(line, mine[0])
    rows = [{"key": str(n), "number": t.number, "about": about(line, t)} for n, t in enumerate(mine, 1)]
    return "several", {"tickets": rows}


def ticket(line: Line, said: Mapping[str, object]) -> type_found:
    """A ticket by keyed or spoken number. Of another's: state, department, deadline and no more."""
    number = _number(said)
    if number is None:
        wish = read_wish(_speech(said))
        return ("person" if wish is Said.PERSON else "unclear"), {}
    if not is_valid(number):
        return "bad_check", {}
    found = line.work.store.tickets.by_number(number)
    if found is None:
        return "unknown", {}
    if line.call.reporter_id is not None and found.reporter_id == line.call.reporter_id:
        line.about_only(found)
        return "own", told(line, found)
    return "other", _public(line, found)


def officer_ticket(line: Line, said: Mapping[str, object]) -> type_found:
    """The recordings of a ticket, for the department that handles it."""
    number = _number(said)
    if number is None:
        wish = read_wish(_speech(said))
        return ("person" if wish is Said.PERSON else "unclear"), {}
    if not is_valid(number):
        return "bad_check", {}
    found = line.work.store.tickets.by_number(number)
    if found is None:
        return "unknown", {}
    staff = line.work.city.person(line.call.staff_id)
    if staff is None or staff.department is None or found.handler != staff.department:
        return "not_allowed", {}
    work = line.work
    kept = (r for r in work.store.recordings.of_ticket(found.id) if r.state is RecordingState.STORED)
    stored = [work.parts.sounds.ref(r.id, work.now) for r in kept]
    return ("allowed", {"number": number, "recordings": stored}) if stored else ("no_recording", {"number": number})


def chase_words(line: Line, said: Mapping[str, object]) -> type_found:
    wish = read_wish(_speech(said))
    outcomes = {Said.CHASE: "chase", Said.PROGRESS: "another", Said.PERSON: "person"}
    return outcomes.get(wish, "unclear") if wish else "unclear", {}


def answer_words(line: Line, said: Mapping[str, object]) -> type_found:
    """A survey answer in plain words: the same reader as for texts."""
    words = _speech(said)
    if read_wish(words) is Said.PERSON:
        return "person", {}
    value = read_answer(Question(str(said.get("question"))), words)
    return (str(value) if value is not None else "unclear"), {}


def told(line: Line, found: Ticket) -> dict[str, object]:
    """What its own reporter hears about a ticket; the department's latest words where they can be understood."""
    values = _public(line, found) | {"about": about(line, found), "open": found.state in IN_WORK}
    said = [e.words for e in line.work.store.entries.of_ticket(found.id) if e.kind is EntryKind.PROGRESS]
    news = spoken.readable(said[-1], line.call.language) if said and found.state in IN_WORK else None
    return values if news is None else values | {"news": news}


def about(line: Line, found: Ticket) -> Mapping[str, str]:
    work = line.work
    name = spoken.category(work.city, found.category)
    return name or spoken.phrase(work.parts, "your_report", work.now)


def _public(line: Line, found: Ticket) -> dict[str, object]:
    work = line.work
    values: dict[str, object] = {
        "number": found.number, "state": spoken.state(work.parts, found, work.now),
        "department": spoken.department(work.parts, work.city, found.handler, work.now),
    }
    when = promised(work.store, found, work.now)
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


def _in_danger(line: Line, words: str) -> bool:
    return danger(words, line.work.parts.danger_words) is not None
