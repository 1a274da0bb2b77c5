"""An answer to the question that stands open with a number."""

from hotline.domain import handling
from hotline.domain.category import Category
from hotline.domain.errors import RuleError
from hotline.domain.event import Change
from hotline.domain.message import Purpose
from hotline.domain.place import read_place_answer
from hotline.domain.question import OpenQuestion
from hotline.domain.reporter import Age
from hotline.domain.survey import Question, Survey
from hotline.domain.ticket import IN_WORK, Ticket
from hotline.services.steps.promised import promised
from hotline.services.steps.verdict import give
from hotline.services.take_text import commands, report, wishes
from hotline.services.take_text.letter import Letter
from hotline.services.tick_age import note_age
from hotline.services.work import Work
from sms import inbound as said

VERDICTS = frozenset(q.value for q in Question)


def answer(work: Work, letter: Letter) -> str | None:
    meaning, question = letter.meaning, letter.question
    assert isinstance(meaning, said.Answer)
    if question is None:
        return None
    if question.kind == "choose_ticket":
        return _chosen(work, letter, question, meaning.value)
    if question.kind == "category":
        return _category(work, letter, question, meaning.value)
    if question.kind == "split":
        return _parted(work, letter, question, meaning.value)
    if question.kind == "age":
        return _age(work, letter, question, meaning.value)
    if question.kind == "same":
        return wishes.joined(work, letter, question, meaning.value)
    if question.kind == "withdraw":
        return wishes.withdrawn(work, letter, question, meaning.value)
    if question.kind == "lookback":
        return wishes.looked_back(work, letter, question, meaning.value)
    if question.kind == "is_report":
        return _is_report(work, letter, question, meaning.value)
    if question.kind in VERDICTS:
        return _verdict(work, letter, question, meaning.value)
    return None


def _ticket_of(work: Work, question: OpenQuestion) -> Ticket | None:
    return work.store.tickets.get(question.ticket_id) if question.ticket_id else None


def _verdict(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    ticket, survey = _judged(work, letter, question)
    if ticket is None or survey is None:
        return None
    words = letter.text if len(letter.text.strip()) > 4 else None  # plain words say more than a digit does
    try:
        give(work, ticket, survey, Question(question.kind), value, "sms", report.actor(letter), words)
    except RuleError:
        work.store.questions.close(question.id, work.now)
        _say(work, letter, "already_answered", number=ticket.number, gone=True if ticket.anonymous else None)
    return ticket.id


def _judged(work: Work, letter: Letter, question: OpenQuestion) -> tuple[Ticket | None, Survey | None]:
    """The ticket asked about; or, where the answer names another of the sender's own, that one."""
    meaning = letter.meaning
    named = work.store.tickets.by_number(meaning.number) if isinstance(meaning, said.Answer) and meaning.number else None
    if named is not None and letter.reporter is not None and named.reporter_id == letter.reporter.id:
        return named, work.store.surveys.open_of(named.id)
    ticket = _ticket_of(work, question)
    return ticket, work.store.surveys.get(question.survey_id) if question.survey_id else None


def _chosen(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """One of the listed tickets: the word that waited is done to it."""
    work.store.questions.close(question.id, work.now)
    meaning = letter.meaning
    if isinstance(meaning, said.Answer) and meaning.number:
        ticket = work.store.tickets.by_number(meaning.number)
        ticket = ticket if ticket is not None and ticket.id in question.options else None
    else:
        ticket = work.store.tickets.get(question.options[value - 1]) if 1 <= value <= len(question.options) else None
    if ticket is None:
        return None
    return commands.run(work, letter, question.word, ticket, question.words)


def _category(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """One of the categories offered."""
    work.store.questions.close(question.id, work.now)
    ticket = _ticket_of(work, question)
    category = work.city.categories.get(question.options[value - 1]) if 1 <= value <= len(question.options) else None
    if ticket is None or category is None:
        return None
    return _categorised(work, letter, ticket, category)


def category_words(work: Work, letter: Letter) -> str | None:
    """What is wrong, in other words: kept with the ticket, and read again for a category."""
    meaning, question = letter.meaning, letter.question
    assert isinstance(meaning, said.CategoryAnswer)
    ticket = _ticket_of(work, question) if question else None
    if ticket is None or question is None:
        return report.new_ticket(work, letter, letter.text).id
    work.store.questions.close(question.id, work.now)
    made = report.add_words(work, letter, ticket, meaning.words)
    best = letter.scored.best
    return _categorised(work, letter, made, best) if best is not None else made.id


def _categorised(work: Work, letter: Letter, ticket: Ticket, category: Category) -> str:
    if ticket.category is not None or ticket.state not in IN_WORK or letter.reporter is None:
        return ticket.id
    return report.categorise(work, letter, ticket, category).id


def _parted(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """Each further thing of that text becomes a ticket of its own, or stays with the first."""
    work.store.questions.close(question.id, work.now)
    if value != 1:
        return question.ticket_id
    made = [report.new_ticket(work, letter.saying(work.parts, words), words) for words in question.words.split("\n") if words]
    return made[-1].id if made else question.ticket_id


def _age(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """Asked once, with the thanks for the verdict."""
    work.store.questions.close(question.id, work.now)
    reporter = letter.reporter
    if reporter is None or question.ticket_id is None:
        return None
    note_age(work, reporter, Age.OVER_60 if value == 1 else Age.UNDER_60, question.ticket_id, letter.actor)
    work.tell(reporter, "age_noted", {"over_60": True if value == 1 else None})
    return question.ticket_id


def _is_report(work: Work, letter: Letter, question: OpenQuestion, value: int) -> str | None:
    """An officer said whether what they wrote was a report."""
    work.store.questions.close(question.id, work.now)
    if value != 1 or letter.reporter is None:
        return None
    return report.new_ticket(work, letter.saying(work.parts, question.words), question.words).id


def details(work: Work, letter: Letter) -> str | None:
    """What an officer or the desk wanted to know: it belongs to the ticket."""
    meaning, question = letter.meaning, letter.question
    assert isinstance(meaning, said.Details)
    ticket = _ticket_of(work, question) if question else None
    if ticket is None or question is None or ticket.state not in IN_WORK:
        return report.new_ticket(work, letter, letter.text).id
    work.store.questions.close(question.id, work.now)
    return report.add_words(work, letter, ticket, meaning.words).id


def comment(work: Work, letter: Letter) -> str | None:
    """Free text while a verdict is open: kept as a comment, the question comes once more."""
    meaning, question = letter.meaning, letter.question
    assert isinstance(meaning, said.Comment)
    ticket = _ticket_of(work, question) if question else None
    if ticket is not None and question is not None and question.kind == "category":
        _ask_category_again(work, letter, ticket, question)
        return ticket.id
    if ticket is None:
        _ask_again(work, letter, question)
        return None
    after, events = handling.comment(ticket, meaning.words)
    work.apply(Change(before=ticket, after=after, events=events, actor=report.actor(letter), at=work.now))
    _say(work, letter, "comment_noted", number=ticket.number, question=question.kind if question else "solved")
    return ticket.id


def _ask_category_again(work: Work, letter: Letter, ticket: Ticket, question: OpenQuestion) -> None:
    if letter.reporter is None:
        return
    by = promised(work.store, ticket, work.now).answer_by or work.now
    names = [work.city.category_name(each, letter.reporter.language) or each for each in question.options]
    topics = [{"key": str(n), "name": name} for n, name in enumerate(names, start=1)]
    _say(work, letter, "ask_category", number=ticket.number, topics=topics, by=by.isoformat())


def _ask_again(work: Work, letter: Letter, question: OpenQuestion | None) -> None:
    """A digit that was not on offer, to a question about no one ticket: the question comes once more."""
    if question is not None and question.kind == "choose_ticket":
        work.store.questions.close(question.id, work.now)
        commands.choose(work, letter, tuple(question.options), question.word, question.words)
    elif question is not None and letter.staff is not None:
        work.tell_staff(letter.staff, "officer_not_report", {})


def place(work: Work, letter: Letter) -> str | None:
    """The answer to "where?"."""
    meaning, question = letter.meaning, letter.question
    assert isinstance(meaning, said.PlaceAnswer)
    ticket = _ticket_of(work, question) if question else None
    if ticket is None:
        return None
    found = read_place_answer(meaning.words, work.parts.gazetteer)
    return report.fill_place(work, letter, ticket, found).id


def _say(work: Work, letter: Letter, template: str, **values: object) -> None:
    if letter.reporter is not None:
        work.tell(letter.reporter, template, values, Purpose.ANSWER)
