"""The survey: one lock, three questions, the first valid answer to each wins."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hotline.domain.errors import RuleError


class Question(StrEnum):
    SOLVED = "solved"
    CONTACTED = "contacted"
    SATISFIED = "satisfied"


OPTIONS = {Question.SOLVED: 3, Question.CONTACTED: 2, Question.SATISFIED: 5}
SOLVED, PARTLY, NOT_SOLVED = 1, 2, 3
UNHAPPY = 4  # and worse: a person rings, though it is solved


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """Asked once per round, after work was said to be done. ``way``: sms or voice, of the first answer.

    ``call_at`` is when the one automated call is due if no answer came; ``close_at`` when silence closes.
    """

    id: str
    ticket_id: str
    round: int
    asked_at: datetime
    call_at: datetime
    close_at: datetime
    called_at: datetime | None = None
    solved: int | None = None
    contacted: int | None = None
    satisfied: int | None = None
    way: str | None = None
    judged_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0

    @property
    def next_question(self) -> Question | None:
        """The question to ask now: solved, contacted, satisfied, one at a time; only the first is needed."""
        return next((q for q in Question if getattr(self, q.value) is None), None)


def answered(survey: Survey, question: Question, value: int, way: str, at: datetime) -> Survey:
    """Keep an answer. RuleError: ``survey_closed``, ``already_answered``, ``not_an_option``."""
    if not 1 <= value <= OPTIONS[question]:
        raise RuleError("not_an_option", {"question": question.value})
    if getattr(survey, question.value) is not None:
        raise RuleError("already_answered", {"question": question.value})
    if survey.closed_at is not None:
        raise RuleError("survey_closed")
    kept = replace(_with(survey, question, value), way=survey.way or way)
    if question is Question.SOLVED:
        kept = replace(kept, judged_at=at)
    return replace(kept, closed_at=at) if kept.next_question is None else kept


def corrected(survey: Survey, question: Question, value: int) -> Survey:
    """Another answer to a question that decides nothing, by the one who answered it just before. RuleError:
    ``survey_closed``, ``already_answered``, ``not_an_option``."""
    if not 1 <= value <= OPTIONS[question]:
        raise RuleError("not_an_option", {"question": question.value})
    if question is Question.SOLVED:
        raise RuleError("already_answered", {"question": question.value})
    if survey.closed_at is not None:
        raise RuleError("survey_closed")
    return _with(survey, question, value)


def _with(survey: Survey, question: Question, value: int) -> Survey:
    match question:
        case Question.SOLVED:
            return replace(survey, solved=value)
        case Question.CONTACTED:
            return replace(survey, contacted=value)
        case Question.SATISFIED:
            return replace(survey, satisfied=value)
