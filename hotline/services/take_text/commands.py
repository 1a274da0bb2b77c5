"""STATUS, CHASE, ADD, AGAIN by text: which ticket is meant, then what the word does to it."""


from hotline.domain import handling
from hotline.domain.deadline import due
from hotline.domain.errors import RuleError
from hotline.domain.event import Change
from hotline.domain.message import Purpose
from hotline.domain.number import is_valid
from hotline.domain.survey import NOT_SOLVED, Question
from hotline.domain.ticket import IN_WORK, Kind, State, Ticket
from hotline.services.steps.joined import worked_on
from hotline.services.steps.objecting import may_object
from hotline.services.steps.promised import promised
from hotline.services.steps.verdict import give
from hotline.services.take_text import protection, report, wishes
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said

LISTED = 3  # contract: several open: a list of 3 to choose from


def status(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Status)
    return with_ticket(work, letter, meaning.number, "status", "")


def chase(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Chase)
    return with_ticket(work, letter, meaning.number, "chase", "")


def add(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Add)
    return with_ticket(work, letter, meaning.number, "add", meaning.words)


def again(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Again)
    return with_ticket(work, letter, meaning.number, "again", "")


def bad_number(work: Work, letter: Letter) -> str | None:
    """A slip in a ticket number: the check digit says so at once."""
    meaning = letter.meaning
    assert isinstance(meaning, said.BadNumber)
    _say(work, letter, "bad_number", number=meaning.number)
    return None


def run(work: Work, letter: Letter, word: str, ticket: Ticket, words: str) -> str | None:
    """Do ``word`` to the reporter's own ``ticket``."""
    acts = {"status": _status, "chase": _chase, "add": _add, "again": _again, "withdraw": wishes.ask_withdraw}
    acts[word](work, letter, ticket, words)
    return ticket.id


def with_ticket(work: Work, letter: Letter, number: str | None, word: str, words: str) -> str | None:
    if letter.reporter is None:
        return None
    if number is not None:
        return _by_number(work, letter, number, word, words)
    mine = work.store.tickets.open_of(letter.reporter.id, limit=LISTED + 1)
    if not mine:
        mine = work.store.tickets.latest_of(letter.reporter.id, 1)
    threatened = protection.running(work, letter, word)
    if not mine:
        if threatened is not None:
            protection.quietly(work, letter, threatened, word, words)
        _say(work, letter, "no_ticket")
        return None
    if len(mine) > 1 or threatened is not None:  # it may be meant: nothing happens to another matter by surprise
        choose(work, letter, tuple(t.id for t in mine[:LISTED]), word, words)
        return None
    return run(work, letter, word, mine[0], words)


def _by_number(work: Work, letter: Letter, number: str, word: str, words: str) -> str | None:
    """A number somebody wrote. A wrong check digit says so at once; of another's ticket only the state is told, of protection
    nothing, whoever asks."""
    if not is_valid(number):
        _say(work, letter, "bad_number", number=number)
        return None
    ticket = work.store.tickets.by_number(number)
    own = ticket is not None and letter.reporter is not None and ticket.reporter_id == letter.reporter.id
    if ticket is not None and ticket.kind is Kind.PROTECTION:
        if own:
            protection.quietly(work, letter, ticket, word, words)
    elif ticket is not None and own:
        return run(work, letter, word, ticket, words)
    elif ticket is not None and word == "status":
        tell_status(work, letter, ticket)
        return ticket.id
    _say(work, letter, "not_yours")
    return None


def choose(work: Work, letter: Letter, ticket_ids: tuple[str, ...], word: str, words: str) -> None:
    """Ask which of these tickets is meant; ``word`` waits for the answer."""
    assert letter.reporter is not None
    language = letter.reporter.language
    found = work.store.tickets.get_many(ticket_ids)
    items = [
        {"number": t.number, "category": sayable(work, t, language), "state": t.state.value}
        for t in (found[each] for each in ticket_ids)
    ]
    _say(work, letter, "status_list", items=items)
    work.ask("choose_ticket", reporter_id=letter.reporter.id, options=ticket_ids, word=word, words=words)


def sayable(work: Work, ticket: Ticket, language: str) -> str | None:
    """The matter; of a sealed ticket our texts say nothing but its number."""
    return None if ticket.sealed else work.city.category_name(ticket.category, language)


def _say(work: Work, letter: Letter, template: str, ticket_id: str | None = None, **values: object) -> None:
    if letter.reporter is not None:
        work.tell(letter.reporter, template, values, Purpose.ANSWER, ticket_id=ticket_id)


def tell_status(work: Work, letter: Letter, ticket: Ticket) -> None:
    assert letter.reporter is not None
    language = letter.reporter.language
    acted = worked_on(work.store, ticket)
    when = promised(work.store, acted, work.now)
    own = ticket.reporter_id == letter.reporter.id
    _say(
        work, letter, "status", ticket.id, number=ticket.number, state=acted.state.value,
        category=sayable(work, ticket, language) if own else None,
        department=work.city.department_name(acted.handler, language), late=when.missed is not None,
        by=when.answer_by.isoformat() if when.answer_by else None,
        finish=when.finish_by.isoformat() if when.finish_by else None, committee=True if when.committee else None,
        gone=None if own and not ticket.anonymous else True,
    )


def _status(work: Work, letter: Letter, ticket: Ticket, words: str) -> None:
    tell_status(work, letter, ticket)


def _chase(work: Work, letter: Letter, ticket: Ticket, words: str) -> None:
    acted = worked_on(work.store, ticket)
    if acted.state not in IN_WORK:
        tell_status(work, letter, ticket)
        return
    after, events = handling.chase(acted)
    made = work.apply(Change(before=acted, after=after, events=events, actor=report.actor(letter), at=work.now))
    if acted.id != ticket.id and letter.reporter is not None:
        by = promised(work.store, made, work.now).answer_by or work.now
        department = work.city.department_name(made.handler, letter.reporter.language)
        _say(work, letter, "chased", ticket.id, number=ticket.number, department=department, by=by.isoformat())


def _add(work: Work, letter: Letter, ticket: Ticket, words: str) -> None:
    if not words.strip():
        _say(work, letter, "hello", ticket.id)
        return
    acted = worked_on(work.store, ticket)
    report.add_words(work, letter, acted, words)
    if acted.id != ticket.id:
        _say(work, letter, "added", ticket.id, number=ticket.number)


def _again(work: Work, letter: Letter, ticket: Ticket, words: str) -> None:
    """In work: a chase; verdict open: not solved; closed within 90 days: reopens; later: a new, linked ticket."""
    acted = worked_on(work.store, ticket)
    if acted.state in IN_WORK:
        _chase(work, letter, ticket, words)
        return
    if ticket.kind is Kind.PRAISE:
        _say(work, letter, "hello", ticket.id)  # there is nothing to mend about thanks: what is it, and where?
        return
    if ticket.state is State.REJECTED and may_object(work, ticket):
        _say(work, letter, "rejected_object", ticket.id, number=ticket.number)
        return
    survey = work.store.surveys.open_of(ticket.id)
    if ticket.state in (State.RESOLVED, State.MERGED) and survey is not None and survey.solved is None:
        give(work, ticket, survey, Question.SOLVED, NOT_SOLVED, "sms", report.actor(letter))
        return
    limit = due(acted.closed_at or acted.received_at, work.parts.promises.reopen_within, work.parts.calendar)
    if acted.state in (State.CLOSED, State.RESOLVED) and work.now <= limit:
        reopen(work, letter, acted, "again")
        return
    same_matter = letter.about(ticket, work.city.categories.get(ticket.category or ""))
    report.new_ticket(work, same_matter, letter.text, follows=ticket)


def reopen(work: Work, letter: Letter, ticket: Ticket, why: str) -> Ticket:
    """Not after the committee's final answer: that stands, and says what is left to do."""
    try:
        after, events = handling.reopen(ticket, why, work.city.officer_id(ticket.owner, ticket.category), work.now)
    except RuleError as error:
        if error.code == "committee_answered":
            _say(work, letter, "final_stands", ticket.id, number=ticket.number)
        else:
            tell_status(work, letter, ticket)
        return ticket
    return work.apply(Change(before=ticket, after=after, events=events, actor=report.actor(letter), at=work.now))
