"""What the line tells and asks by itself: rules and answers, and the city's consultations with their votes."""

from collections.abc import Mapping

from hotline.domain.consultation import Consultation, Vote, open_now
from hotline.domain.place import find_place
from hotline.domain.topic import Topic, topic_of
from hotline.domain.words import plain
from hotline.services.handle_call.doing import finish, lookup, type_done
from hotline.services.handle_call.line import Line
from hotline.services.steps import spoken
from sms.spoken import Said, read_wish

LISTED = 4


def topic(found: Topic) -> dict[str, object]:
    """A topic as flows speak of it."""
    hints = {language: list(words) for language, words in found.words.items()}
    return {"id": found.id, "name": dict(found.name), "says": dict(found.says), "hints": hints}


@lookup("", {"some": "topics", "none": ""})
def topics(line: Line, said: Mapping[str, object]) -> type_done:
    """What can be told at once, by key: those that have one, in its order."""
    keyed = sorted((one for one in line.work.parts.topics if one.key), key=lambda one: str(one.key))[:LISTED]
    return ("some", {"topics": [topic(one) | {"key": one.key} for one in keyed]}) if keyed else ("none", {})


@lookup("speech confidence?", {"known": "topic", "report": "category place?", "person": "", "unclear": ""})
def which_topic(line: Line, said: Mapping[str, object]) -> type_done:
    """What somebody wants to know, in words; a matter they would rather report is one."""
    words, parts = str(said.get("speech") or "").strip(), line.work.parts
    if read_wish(words) is Said.PERSON:
        return "person", {}
    found = topic_of(words, parts.topics)
    if found is not None:
        return "known", {"topic": topic(found)}
    category = parts.categorise(words).best
    if category is not None:
        place = find_place(words, parts.gazetteer)
        named = {"category": {"id": category.id, "name": dict(category.name)}}
        return "report", named if place is None else named | {"place": place.words}
    return "unclear", {}


@lookup("", {"none": "", "one": "consultation voted?", "several": "consultations"})
def consultations(line: Line, said: Mapping[str, object]) -> type_done:
    """What the city asks everybody now."""
    work = line.work
    found = open_now(work.parts.consultations, work.now)
    if not found:
        return "none", {}
    if len(found) == 1:
        return "one", _asked(line, found[0])
    listed = [{"key": str(n), "id": one.id, "about": dict(one.question)} for n, one in enumerate(found[:LISTED], 1)]
    return "several", {"consultations": listed}


@lookup("consultation", {"open": "consultation voted?", "closed": ""})
def consultation(line: Line, said: Mapping[str, object]) -> type_done:
    """One of them, chosen from the list."""
    found = _open(line, said)
    return ("open", _asked(line, found)) if found is not None else ("closed", {})


@lookup("speech confidence? consultation", {"known": "option", "person": "", "unclear": ""})
def option(line: Line, said: Mapping[str, object]) -> type_done:
    """An option in words: the longest one that was said whole, else its number."""
    words, found = plain(str(said.get("speech") or "")), _open(line, said)
    if read_wish(words) is Said.PERSON:
        return "person", {}
    named = [
        (len(plain(name)), n)
        for n, each in enumerate(found.options if found else (), 1)
        for name in each.values()
        if plain(name) in words
    ]
    if not named or found is None:
        return "unclear", {}
    return "known", {"option": _option(found, max(named)[1])}


@finish("consultation option", {"counted": "until", "closed": "", "no_number": ""})
def vote(line: Line, said: Mapping[str, object]) -> type_done:
    """One vote per number, the last one counts until the consultation closes."""
    work, found = line.work, _open(line, said)
    number = str(said.get("option") or "")
    if found is None or not number.isdigit() or not 1 <= int(number) <= len(found.options):
        return "closed", {}
    reporter = line.reporter()
    if reporter is None:
        return "no_number", {}
    work.store.votes.cast(Vote(consultation=found.id, reporter_id=reporter.id, option=int(number), at=work.now))
    # That somebody voted is proved; for what, is nobody's business.
    work.audit(f"consultation:{found.id}", "voted", line.actor, {})
    return "counted", {"until": spoken.day(work.parts, found.last, work.now)}


def _open(line: Line, said: Mapping[str, object]) -> Consultation | None:
    wanted = str(said.get("consultation") or "")
    return next((one for one in open_now(line.work.parts.consultations, line.work.now) if one.id == wanted), None)


def _asked(line: Line, found: Consultation) -> dict[str, object]:
    options = [_option(found, n) for n in range(1, len(found.options) + 1)]
    asked: dict[str, object] = {"consultation": {"id": found.id, "question": dict(found.question), "options": options}}
    known = line.call.reporter_id
    before = line.work.store.votes.of_reporter(found.id, known) if known else None
    return asked | ({"voted": dict(found.options[before - 1])} if before and before <= len(found.options) else {})


def _option(found: Consultation, number: int) -> dict[str, object]:
    name = dict(found.options[number - 1])
    return {"key": str(number), "name": name, "hints": {language: [words] for language, words in name.items()}}
