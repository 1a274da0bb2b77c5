"""RULES and VOTE by text, and whose matter it is that is not the city's."""

from collections.abc import Mapping, Sequence

from hotline.domain.consultation import Consultation, Vote, open_now
from hotline.domain.event import Change
from hotline.domain.handling import receive
from hotline.domain.kind import kind_of
from hotline.domain.message import Purpose
from hotline.domain.ruling import told_at_once
from hotline.domain.ticket import Channel, Kind, Ticket
from hotline.domain.topic import topic_of
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said


def rules(work: Work, letter: Letter) -> str | None:
    """What the city can tell of a topic; else which topics there are."""
    meaning = letter.meaning
    assert isinstance(meaning, said.Rules)
    topics = work.parts.topics
    topic = topic_of(meaning.words, topics) if meaning.words else None
    if topic is not None:
        _say(work, letter, "rules", says=_in(topic.written, _language(work, letter)))
    elif topics:
        language = _language(work, letter)
        _say(work, letter, "rules_list", topics=[{"key": one.id, "name": _in(one.name, language)} for one in topics])
    else:
        _say(work, letter, "not_understood")
    return None


def not_ours(work: Work, letter: Letter) -> bool:
    """Another office's matter: who, and which number. A category of the city's own goes before."""
    if letter.scored.best is not None or letter.reporter is None:
        return False
    topic = topic_of(letter.text, [one for one in work.parts.topics if not one.ours])
    if topic is None:
        return False
    _say(work, letter, "not_ours", says=_in(topic.written, _language(work, letter)))
    return True


def enquiry(work: Work, letter: Letter, words: str) -> str | None:
    """A question the city's own topics answer is answered by the text that answers it; the id of its ticket."""
    if letter.scored.best is not None or letter.reporter is None or kind_of(words) is not Kind.ENQUIRY:
        return None
    topic = topic_of(words, [one for one in work.parts.topics if one.ours])
    if topic is None:
        return None
    ticket = Ticket(
        id=work.parts.ids.new(), number=work.new_number(), kind=Kind.ENQUIRY, channel=Channel.SMS,
        language=letter.reporter.language, reporter_id=letter.reporter.id, received_at=work.now,
    )
    received, events = receive(ticket, words)
    after, more = told_at_once(received, _in(topic.written, letter.reporter.language).rstrip("。."), work.now)
    made = work.apply(Change(before=None, after=after, events=(*events, *more), actor=letter.actor, at=work.now))
    return made.id


def vote(work: Work, letter: Letter) -> str | None:
    """One vote a number, the last one counts. Without an option: what is asked, and how to answer."""
    meaning = letter.meaning
    assert isinstance(meaning, said.Vote)
    found = open_now(work.parts.consultations, work.now)
    if letter.reporter is None:
        return None
    wanted = _wanted(found, meaning)
    if not found:
        _say(work, letter, "vote_none")
    elif wanted is None:
        language = _language(work, letter)
        _say(work, letter, "vote_list", topics=[
            {"key": str(place), "name": _in(one.question, language)} for place, one in enumerate(found, start=1)
        ])
    elif 1 <= meaning.option <= len(wanted.options):
        _cast(work, letter, wanted, meaning.option)
    else:
        _ask(work, letter, wanted, str(found.index(wanted) + 1) if len(found) > 1 else None)
    return None


def _wanted(found: Sequence[Consultation], meaning: said.Vote) -> Consultation | None:
    """By its id or its place; where only one is open, that one."""
    which = meaning.consultation
    if which.isdigit() and 1 <= int(which) <= len(found):
        return found[int(which) - 1]
    if which:
        return next((one for one in found if one.id.casefold() == which), None)
    return found[0] if len(found) == 1 else None


def _cast(work: Work, letter: Letter, wanted: Consultation, option: int) -> None:
    assert letter.reporter is not None
    work.store.votes.cast(Vote(consultation=wanted.id, reporter_id=letter.reporter.id, option=option, at=work.now))
    # That somebody voted is proved; for what, is nobody's business.
    work.audit(f"consultation:{wanted.id}", "voted", letter.actor, {})
    name = _in(wanted.options[option - 1], _language(work, letter))
    _say(work, letter, "vote_counted", option=name, until=wanted.last.isoformat())


def _ask(work: Work, letter: Letter, wanted: Consultation, place: str | None) -> None:
    language = _language(work, letter)
    options = [{"key": str(n), "name": _in(one, language)} for n, one in enumerate(wanted.options, start=1)]
    question = _in(wanted.question, language).rstrip("?？")
    _say(work, letter, "vote_open", consultation=place, question=question, topics=options, until=wanted.last.isoformat())


def _language(work: Work, letter: Letter) -> str:
    return letter.reporter.language if letter.reporter else work.parts.languages[0]


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()))


def _say(work: Work, letter: Letter, template: str, **values: object) -> None:
    if letter.reporter is not None:
        work.tell(letter.reporter, template, values, Purpose.ANSWER)
