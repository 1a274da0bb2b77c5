"""REPRISAL and what its sender texts after it: for protection officers alone. No other matter is touched by surprise, nothing
is told of it by its number, and no word of it is lost."""

from hotline.domain.deadline import due
from hotline.domain.message import Purpose
from hotline.domain.ticket import IN_WORK, Kind, Ticket
from hotline.services.steps import reprisal as steps
from hotline.services.take_text import report
from hotline.services.take_text.letter import Letter
from hotline.services.take_text.photos import is_alone
from hotline.services.work import Work
from sms import inbound as said

# Words of their own, which belong to what was spoken of last.
_FREE = (said.Report, said.PlaceAnswer, said.Details, said.CategoryAnswer, said.Comment)
_WORDS = (said.Status, said.Chase, said.Add, said.Again)
_ACTS = frozenset({"chase", "add", "again"})


def reprisal(work: Work, letter: Letter) -> str | None:
    """A ticket only protection officers see; a person within two hours. Said again: they hear of it again, and a time that
    lies ahead is promised."""
    if letter.reporter is None:
        return None
    known = steps.running(work, letter.reporter.id)
    if known is None:
        mine = work.store.tickets.open_of(letter.reporter.id) or work.store.tickets.latest_of(letter.reporter.id, 1)
        about = next(iter(mine), None)
        return report.new_ticket(work, letter, letter.text, follows=about, kind=Kind.PROTECTION).id
    told = isinstance(letter.meaning, said.Reprisal) and letter.meaning.told
    return steps.again(work, known, letter.actor, letter.text if told else "").id


def recent(work: Work, letter: Letter) -> Ticket | None:
    """Their protection ticket, where it is what they spoke of last, some minutes ago, and this text says of nothing else
    that it is meant."""
    if letter.new or letter.reporter is None or not _may_belong(letter):
        return None
    ticket = steps.running(work, letter.reporter.id)
    if ticket is None:
        return None
    last = max((ticket.received_at, *(entry.at for entry in work.store.inbound.of_ticket(ticket.id))))
    newest = next(iter(work.store.tickets.latest_of(letter.reporter.id, 1)), None)
    if newest is not None and newest.received_at > last:
        return None
    return ticket if work.now <= due(last, work.parts.promises.add_within, work.parts.calendar) else None


def take(work: Work, letter: Letter, ticket: Ticket) -> str:
    """What was texted right after it, taken for it."""
    meaning, reporter = letter.meaning, letter.reporter
    by = steps.promised(work, ticket)
    if is_alone(letter):
        work.tell(reporter, "photo_noted", {}) if reporter else None
    elif isinstance(meaning, said.Status) and by is not None and reporter is not None:
        values = {"by": by.isoformat(), "text": None if reporter.called else True}
        work.tell(reporter, "reprisal", values, Purpose.ANSWER, ticket_id=ticket.id)
    elif isinstance(meaning, said.Status | said.Chase | said.Again):
        steps.again(work, ticket, letter.actor)
    else:
        words = meaning.words if isinstance(meaning, said.Add) else ""
        steps.pass_on(work, ticket, letter.actor, words or letter.text)
    return ticket.id


def kept(work: Work, letter: Letter) -> bool:
    """What is too much is put with their protection ticket, where its officers read it; nobody is texted about each."""
    ticket = steps.running(work, letter.reporter.id) if letter.reporter is not None else None
    if ticket is None or not letter.text.strip():
        return False
    steps.pass_on(work, ticket, letter.actor, letter.text, quiet=True, untold=True)
    return True


def quietly(work: Work, letter: Letter, ticket: Ticket, word: str, words: str) -> None:
    """A word that can only mean it, or names its number: done, and answered as if there were nothing."""
    if ticket.state not in IN_WORK or word not in _ACTS:
        return
    if word == "add" and words.strip():
        steps.pass_on(work, ticket, letter.actor, words, quiet=True)
    else:
        steps.again(work, ticket, letter.actor, quiet=True)


def running(work: Work, letter: Letter, word: str) -> Ticket | None:
    """Their protection ticket in work, which a word without a number may mean as well."""
    return steps.running(work, letter.reporter.id) if word in _ACTS and letter.reporter is not None else None


def _may_belong(letter: Letter) -> bool:
    meaning = letter.meaning
    if isinstance(meaning, _WORDS):
        return meaning.number is None
    if isinstance(meaning, said.Report) and meaning.explicit:
        return False
    words = isinstance(meaning, _FREE) and (letter.scored.best is None or letter.part > 1)
    return words or is_alone(letter)
