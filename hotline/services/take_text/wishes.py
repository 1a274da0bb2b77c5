"""SEAL, ANON, WITHDRAW, DISAGREE, FOLLOW and the ways chosen: what a resident wishes for a ticket or for themselves."""

from dataclasses import replace

from hotline.domain import handling, ruling
from hotline.domain.aftermath import BACK
from hotline.domain.clock_row import ClockKind
from hotline.domain.deadline import due
from hotline.domain.errors import RuleError
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.message import Purpose
from hotline.domain.number import is_valid
from hotline.domain.question import OpenQuestion
from hotline.domain.reporter import Prefers
from hotline.domain.request import RequestKind
from hotline.domain.ticket import IN_WORK, Kind, State, Ticket
from hotline.services.steps import earning
from hotline.services.steps.attempts import told_by_text
from hotline.services.steps.joined import worked_on
from hotline.services.steps.objecting import objected
from hotline.services.take_text import commands
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said

_NO_OBJECTION = {"objection_too_late": "objection_late", "objection_last": "objection_last"}


def seal(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Seal)
    ticket = _last(work, letter, meaning.number)
    if ticket is None:
        return None
    act = handling.anonymise if meaning.anonymous else handling.seal
    try:
        after, events = act(ticket)
    except RuleError:
        _say(work, letter, "anonymous" if meaning.anonymous else "sealed_before", ticket)
        return ticket.id
    work.apply(Change(before=ticket, after=after, events=events, actor=letter.actor, at=work.now))
    return ticket.id


def withdraw(work: Work, letter: Letter) -> str | None:
    """Asked back once: a ticket is not to be lost by a slip."""
    meaning = letter.meaning
    assert isinstance(meaning, said.Withdraw)
    asked = letter.question
    if asked is not None and asked.kind == "withdraw" and meaning.number is None:
        return withdrawn(work, letter, asked, 1)  # the word once more is a yes
    return commands.with_ticket(work, letter, meaning.number, "withdraw", "")


def ask_withdraw(work: Work, letter: Letter, ticket: Ticket, words: str) -> None:
    if ticket.state is State.MERGED and worked_on(work.store, ticket).state in IN_WORK:
        _say(work, letter, "withdraw_merged", ticket)
        return
    if letter.reporter is None or ticket.state not in IN_WORK:
        commands.tell_status(work, letter, ticket)
        return
    category = commands.sayable(work, ticket, letter.reporter.language)
    _say(work, letter, "withdraw_ask", ticket, category=category)
    work.ask("withdraw", reporter_id=letter.reporter.id, ticket_id=ticket.id)


def joined(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """Is it what others have reported already? Whoever says so joins them, and stays told; else theirs goes on alone."""
    work.store.questions.close(question.id, work.now)
    ticket = work.store.tickets.get(question.ticket_id or "")
    if ticket is None or letter.reporter is None or ticket.reporter_id != letter.reporter.id:
        return None
    parent = work.store.tickets.get(question.options[0]) if value == 1 else None
    try:
        if parent is None or ticket.sealed or work.store.tickets.merged_into(ticket.id):
            raise RuleError("parent_over")
        after, events = ruling.merge(ticket, worked_on(work.store, parent), work.now)
    except RuleError:
        _say(work, letter, "same_kept", ticket)
        return ticket.id
    work.apply(Change(before=ticket, after=after, events=events, actor=letter.actor, at=work.now))
    return ticket.id


def withdrawn(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """Confirmed or not. What others wait for goes on without its first reporter."""
    work.store.questions.close(question.id, work.now)
    ticket = work.store.tickets.get(question.ticket_id or "")
    if ticket is None or letter.reporter is None or ticket.reporter_id != letter.reporter.id:
        return None
    if value != 1:
        _say(work, letter, "withdraw_kept", ticket)
        return ticket.id
    others = [one for one in work.store.followers.of_ticket(ticket.id) if one != letter.reporter.id]
    others += [one.id for one in work.store.tickets.merged_into(ticket.id)]
    met = [c.met_at for c in work.store.clocks.of_ticket(ticket.id) if c.kind is ClockKind.RESPONSE and c.met_at is not None]
    try:
        after, events = handling.leave(ticket) if others else handling.withdraw(ticket, max(met, default=None), work.now)
    except RuleError:
        commands.tell_status(work, letter, ticket)
        return ticket.id
    work.apply(Change(before=ticket, after=after, events=events, actor=letter.actor, at=work.now))
    if others:
        _say(work, letter, "withdraw_left", ticket)
    return ticket.id


def disagree(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Disagree)
    ticket = _last(work, letter, meaning.number)
    if ticket is None:
        return None
    waiting = work.store.handling.open_request(ticket.id, RequestKind.OBJECTION)
    by = due(waiting.asked_at if waiting else work.now, work.parts.promises.objection_answer, work.parts.calendar)
    try:
        after, events = objected(work, ticket)
    except RuleError as error:
        if waiting is not None:
            _say(work, letter, "objection_noted", ticket, by=by.isoformat())
        else:
            _say(work, letter, _NO_OBJECTION.get(error.code, "objection_none"), ticket)
        return ticket.id
    work.apply(Change(before=ticket, after=after, events=events, actor=letter.actor, at=work.now))
    _say(work, letter, "objection_noted", ticket, by=by.isoformat())
    return ticket.id


def looked_back(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """A month later: it holds, or it is in work again."""
    work.store.questions.close(question.id, work.now)
    ticket = work.store.tickets.get(question.ticket_id or "")
    if ticket is None or letter.reporter is None or ticket.reporter_id != letter.reporter.id:
        return None
    if not work.store.aftermath.answered(ticket.id, ticket.round, value, work.now):
        _say(work, letter, "already_answered", ticket)
        return ticket.id
    earning.earn_lookback(work.store, work.parts, ticket)
    if value == BACK:
        return commands.reopen(work, letter, ticket, "lookback").id
    event = Event(kind=EventKind.LOOKED_BACK, facts={"holds": True})
    work.apply(Change(before=ticket, after=ticket, events=(event,), actor=letter.actor, at=work.now))
    return ticket.id


def follow(work: Work, letter: Letter) -> str | None:
    """Told, too, when it is mended. What is not public gets the same answer as what does not exist."""
    meaning = letter.meaning
    assert isinstance(meaning, said.Follow)
    number = meaning.number
    ticket = work.store.tickets.by_number(number) if number is not None and is_valid(number) else None
    own = ticket is not None and letter.reporter is not None and ticket.reporter_id == letter.reporter.id
    if ticket is None or letter.reporter is None or ((ticket.sealed or ticket.kind is Kind.PROTECTION) and not own):
        _say(work, letter, "follow_which", None)
        return None
    if ticket.state not in IN_WORK:
        _say(work, letter, "follow_over", ticket)
        return ticket.id
    if not own and work.store.followers.add(ticket.id, letter.reporter.id, work.now):
        work.audit(f"ticket:{ticket.id}", "followed", letter.actor, {})
    _say(work, letter, "followed", ticket)
    return ticket.id


def prefer(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Prefer)
    if letter.reporter is None:
        return None
    wanted = Prefers.TEXT if meaning.text else Prefers.CALL
    reporter = letter.reporter
    if reporter.prefers is not wanted:
        reporter = work.know(work.store.reporters.save(replace(reporter, prefers=wanted)))
        if meaning.text:
            work.store.outbox.cancel_calls(reporter.id, "text_only", work.now)
        work.audit(f"reporter:{reporter.id}", "prefers", letter.actor, {"way": wanted.value})
    work.tell(reporter, "prefers_text" if meaning.text else "prefers_call", {})
    if meaning.text:
        told_by_text(work, reporter)
    return None


def _last(work: Work, letter: Letter, number: str | None) -> Ticket | None:
    """The ticket named, if it is the sender's; else the newest of theirs."""
    if letter.reporter is None:
        return None
    if number is None:
        ticket = next(iter(work.store.tickets.latest_of(letter.reporter.id, 1)), None)
        if ticket is None:
            _say(work, letter, "no_ticket", None)
        return ticket
    if not is_valid(number):
        work.tell(letter.reporter, "bad_number", {"number": number})
        return None
    ticket = work.store.tickets.by_number(number)
    if ticket is None or ticket.reporter_id != letter.reporter.id:
        _say(work, letter, "not_yours", None)
        return None
    return ticket


def _say(work: Work, letter: Letter, template: str, ticket: Ticket | None, **values: object) -> None:
    if letter.reporter is not None:
        named = {"number": ticket.number, **values} if ticket is not None else values
        work.tell(letter.reporter, template, named, Purpose.ANSWER, ticket_id=ticket.id if ticket else None)
