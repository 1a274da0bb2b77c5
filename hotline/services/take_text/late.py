"""An answer that comes after its question is over: where it still counts it is asked once more, else that is said."""

from hotline.domain.question import OPEN_FOR, OpenQuestion
from hotline.domain.reporter import Reporter
from hotline.domain.ticket import IN_WORK, State, Ticket
from hotline.services.take_text import commands
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms.answers import only_an_answer
from sms.cleaning import normalise


def answered_late(work: Work, letter: Letter, *, only_verdicts: bool = False) -> tuple[bool, str | None]:
    """(True, ticket id) where the text was such an answer. ``only_verdicts``: words that may be thanks as well."""
    reporter = letter.reporter
    if reporter is None or letter.question is not None or only_an_answer(normalise(letter.text)) is None:
        return False, None
    question = work.store.questions.lapsed(reporter.id, work.now)
    if question is None:
        return _reopened_meanwhile(work, letter, reporter)
    ticket = _still_to_judge(work, question)
    if ticket is not None:
        category = commands.sayable(work, ticket, reporter.language)
        work.tell(reporter, "answer_late", {"number": ticket.number, "category": category}, ticket_id=ticket.id)
        work.ask("solved", reporter_id=reporter.id, ticket_id=ticket.id, survey_id=question.survey_id)
        return True, ticket.id
    if only_verdicts:
        return False, None
    work.store.questions.close(question.id, work.now)  # said once
    work.tell(reporter, "question_over", {})
    return True, question.ticket_id


def _reopened_meanwhile(work: Work, letter: Letter, reporter: Reporter) -> tuple[bool, str | None]:
    """Another who reported the same was quicker and said "not solved": this one hears where it stands now."""
    asked = work.store.questions.last_of(reporter.id, work.now - OPEN_FOR)
    ticket = work.store.tickets.get(asked.ticket_id) if asked is not None and asked.kind == "solved" and asked.ticket_id else None
    if ticket is None or ticket.state not in IN_WORK:
        return False, None
    commands.tell_status(work, letter, ticket)
    return True, ticket.id


def _still_to_judge(work: Work, question: OpenQuestion) -> Ticket | None:
    """The ticket, where nobody has said yet whether it is solved and the survey is open."""
    survey = work.store.surveys.get(question.survey_id) if question.survey_id else None
    if survey is None or survey.closed_at is not None or survey.solved is not None:
        return None
    ticket = work.store.tickets.get(survey.ticket_id)
    return ticket if ticket is not None and ticket.state is State.RESOLVED else None
