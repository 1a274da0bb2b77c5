"""REPRISAL and what its sender texts after it: for protection officers alone. No other matter is touched by surprise, nothing
is told of it by its number, and no word of it is lost."""

from dataclasses import replace
from datetime import datetime

from hotline.domain import handling
from hotline.domain.call import REPRISAL
from hotline.domain.clock_row import ClockKind
from hotline.domain.deadline import due
from hotline.domain.event import Change, Event
from hotline.domain.message import Purpose
from hotline.domain.ticket import IN_WORK, Kind, Ticket
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
    running = _running(work, letter)
    if running is None:
        mine = work.store.tickets.open_of(letter.reporter.id) or work.store.tickets.latest_of(letter.reporter.id, 1)
        about = next(iter(mine), None)
        return report.new_ticket(work, letter, letter.text, follows=about, kind=Kind.PROTECTION).id
    told = isinstance(letter.meaning, said.Reprisal) and letter.meaning.told
    return again(work, letter, running, letter.text if told else "").id


def again(work: Work, letter: Letter, ticket: Ticket, words: str = "", *, quiet: bool = False) -> Ticket:
    """``quiet``: without an answer of its own, which would give it away."""
    after, events = handling.chase(ticket)
    events += handling.add(after, words)[1] if words.strip() else ()
    made = _apply(work, letter, ticket, after, events, quiet=quiet)
    waiting = [c for c in work.store.callbacks.open_of(made.reporter_id or "") if c.ticket_id == made.id]
    if not waiting:
        work.due_call_back(REPRISAL, _promised(work, made) or work.now, reporter_id=made.reporter_id, ticket_id=made.id)
    return made


def recent(work: Work, letter: Letter) -> Ticket | None:
    """Their protection ticket, where it is what they spoke of last, some minutes ago, and this text says of nothing else
    that it is meant."""
    if letter.new or not _may_belong(letter):
        return None
    ticket = _running(work, letter)
    if ticket is None:
        return None
    spoke = [entry.at for entry in work.store.inbound.of_ticket(ticket.id)]
    last = max(ticket.received_at, *spoke) if spoke else ticket.received_at
    newest = next(iter(work.store.tickets.latest_of(ticket.reporter_id or "", 1)), None)
    if newest is not None and newest.received_at > last:
        return None
    return ticket if work.now <= due(last, work.parts.promises.add_within, work.parts.calendar) else None


def take(work: Work, letter: Letter, ticket: Ticket) -> str:
    """What was texted right after it, taken for it."""
    meaning = letter.meaning
    if is_alone(letter):
        work.tell(letter.reporter, "photo_noted", {}) if letter.reporter else None
    elif isinstance(meaning, said.Status):
        by = _promised(work, ticket)
        if by is None:
            again(work, letter, ticket)
        elif letter.reporter is not None:
            text = True if not letter.reporter.called else None
            work.tell(letter.reporter, "reprisal", {"by": by.isoformat(), "text": text}, Purpose.ANSWER, ticket_id=ticket.id)
    elif isinstance(meaning, said.Chase | said.Again):
        again(work, letter, ticket)
    else:
        words = meaning.words if isinstance(meaning, said.Add) else letter.text
        pass_on(work, letter, ticket, words or letter.text)
    return ticket.id


def pass_on(work: Work, letter: Letter, ticket: Ticket, words: str, *, quiet: bool = False) -> None:
    """More words for whoever speaks with them."""
    after, events = handling.add(ticket, words)
    _apply(work, letter, ticket, after, events, quiet=quiet)


def quietly(work: Work, letter: Letter, ticket: Ticket, word: str, words: str) -> None:
    """A word that can only mean it, or names its number: done, and answered as if there were nothing."""
    if ticket.state not in IN_WORK or word not in _ACTS:
        return
    if word == "add" and words.strip():
        pass_on(work, letter, ticket, words, quiet=True)
    else:
        again(work, letter, ticket, quiet=True)


def running(work: Work, letter: Letter, word: str) -> Ticket | None:
    """Their protection ticket in work, which a word without a number may mean as well."""
    return _running(work, letter) if word in _ACTS else None


def _running(work: Work, letter: Letter) -> Ticket | None:
    ticket = work.store.tickets.protected_of(letter.reporter.id) if letter.reporter is not None else None
    return ticket if ticket is not None and ticket.state in IN_WORK else None


def _may_belong(letter: Letter) -> bool:
    meaning = letter.meaning
    if isinstance(meaning, _WORDS):
        return meaning.number is None
    if isinstance(meaning, said.Report) and meaning.explicit:
        return False
    words = isinstance(meaning, _FREE) and (letter.scored.best is None or letter.part > 1)
    return words or is_alone(letter)


def _apply(
    work: Work, letter: Letter, ticket: Ticket, after: Ticket, events: tuple[Event, ...], *, quiet: bool,
) -> Ticket:
    told = tuple(replace(each, facts={**each.facts, "quiet": True}) for each in events) if quiet else events
    return work.apply(Change(before=ticket, after=after, events=told, actor=report.actor(letter), at=work.now))


def _promised(work: Work, ticket: Ticket) -> datetime | None:
    owed = [c.due_at for c in work.store.clocks.of_ticket(ticket.id) if c.kind is ClockKind.RESPONSE and c.met_at is None]
    return min((at for at in owed if at > work.now), default=None)
