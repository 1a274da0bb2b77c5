"""One survey, one lock: whichever way an answer comes, the first valid one to a question wins."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.errors import RuleError
from hotline.domain.survey import OPTIONS, Question, Survey, answered

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
SURVEY = Survey(id="s", ticket_id="t", round=0, asked_at=NOW, call_at=NOW, close_at=NOW)


def test_the_questions_come_one_at_a_time_and_the_last_answer_closes() -> None:
    asked, survey = [], SURVEY
    while survey.next_question is not None:
        asked.append(survey.next_question)
        assert survey.closed_at is None
        survey = answered(survey, survey.next_question, 1, "sms", NOW)
    assert asked == [Question.SOLVED, Question.CONTACTED, Question.SATISFIED]
    assert survey.closed_at == NOW


@given(st.sampled_from(Question), st.integers(-3, 9))
def test_only_what_is_on_offer_is_an_answer(question: Question, value: int) -> None:
    if 1 <= value <= OPTIONS[question]:
        assert getattr(answered(SURVEY, question, value, "voice", NOW), question.value) == value
    else:
        with pytest.raises(RuleError, match="not_an_option"):
            answered(SURVEY, question, value, "voice", NOW)


@given(st.lists(st.tuples(st.sampled_from(Question), st.integers(1, 5), st.sampled_from(["sms", "voice"])), max_size=12))
def test_whatever_order_answers_come_in_the_first_valid_one_to_a_question_stays(tries: list[tuple[Question, int, str]]) -> None:
    survey, first, way = SURVEY, {}, None
    for question, value, by in tries:
        try:
            survey = answered(survey, question, value, by, NOW)
        except RuleError:
            continue
        way = way or by
        first[question] = value
    assert {q: getattr(survey, q.value) for q in first} == first
    assert survey.way == way


def test_a_closed_survey_takes_nothing_more() -> None:
    with pytest.raises(RuleError, match="survey_closed"):
        answered(replace(SURVEY, closed_at=NOW), Question.SOLVED, 1, "sms", NOW)
    done = replace(SURVEY, solved=1, closed_at=NOW)
    with pytest.raises(RuleError, match="already_answered"):
        answered(done, Question.SOLVED, 3, "sms", NOW)
