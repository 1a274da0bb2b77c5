"""The answers back: each step reaches the resident, who judges the result by digits, by words or by keypad."""

from datetime import timedelta

import pytest

from hotline.domain.message import Delivery, Means
from hotline.domain.ticket import ClosedAs, State
from tests.journeys.stage import (
    LANDLINE,
    LIN,
    QIAN,
    ZHAO,
    at,
    at_home,
    call_backs,
    calls_to,
    dial,
    done,
    messages,
    news,
    number_in,
    only,
    report,
    rings,
    state,
    ticket,
)  # fmt: skip
from tests.support.city import City


def by_phone(city: City, caller: str, language: str = "zh-CN") -> str:
    """A report from a telephone; its number as the officer was told it."""
    before = len(city.heard(QIAN))
    phone = dial(city, caller)
    if language == "en":
        phone.press("8")
    phone.press("1")
    phone.press("1")
    phone.speak("建设路小学北门的井盖不见了")
    phone.silence()
    phone.end()
    city.settle()
    return number_in(city.heard(QIAN)[before])


@pytest.mark.parametrize("verdict", ["1", "１", "解决了", "好了"])
def test_solved_closes_it(city: City, verdict: str) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    asked = only(city.text(LIN, verdict))
    assert "联系过您吗" in asked
    after = ticket(city, number)
    assert (after.state, after.closed_as) == (State.CLOSED, ClosedAs.VERDICT)
    assert "满意" in only(city.text(LIN, "1"))
    assert "谢谢" in only(city.text(LIN, "满意"))


@pytest.mark.parametrize("verdict", ["3", "没解决", "没人来"])
def test_not_solved_reopens_tells_the_head_and_a_person_rings(city: City, verdict: str) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    head = news(city, ZHAO, lambda: city.text(LIN, verdict))
    assert number_in(only(head)) == number
    after = ticket(city, number)
    assert (after.state, after.round, after.handler) == (State.DISPATCHED, 1, "roads")
    assert [c.reason for c in call_backs(city)] == ["not_solved"]
    assert "抱歉" in city.heard(LIN)[-2]


def test_partly_goes_back_to_the_owner_without_the_head(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    assert news(city, ZHAO, lambda: city.text(LIN, "2")) == []
    assert state(city, number) is State.DISPATCHED
    assert call_backs(city) == []


def test_solved_but_unhappy_brings_a_person_and_reopens_nothing(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    for answer in ("1", "1"):
        city.text(LIN, answer)
    assert "回电" in only(city.text(LIN, "不满意"))
    assert [c.reason for c in call_backs(city)] == ["unhappy"]
    assert state(city, number) is State.CLOSED


def test_a_remark_is_kept_and_the_question_comes_once_more(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    assert "1" in only(city.text(LIN, "他们来看过一次"))
    assert state(city, number) is State.RESOLVED
    city.text(LIN, "1")
    assert state(city, number) is State.CLOSED


def test_two_reopenings_and_the_third_goes_to_the_committee(city: City) -> None:
    number = report(city, LIN)
    for _ in range(3):
        done(city, QIAN, number)
        city.text(LIN, "3")
    assert ticket(city, number).round == 3


def test_no_answer_brings_one_automated_call_by_day_and_the_keypad_answers_the_same_survey(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    at_home(city, LIN)
    city.later(hours=24)  # 10:20 the next day
    city.sweep()
    phone = rings(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.press("1")
    phone.press("2")
    phone.end()
    city.settle()
    assert ticket(city, number).closed_as is ClosedAs.VERDICT
    assert city.text(LIN, "3") == [] or state(city, number) is State.CLOSED
    city.later(hours=24)
    city.sweep()
    assert calls_to(city, LIN) == 1


@pytest.mark.parametrize(
    ("hour", "minute", "rung_at"),
    [(23, 10, (8, 0)), (12, 30, (14, 0)), (10, 20, (10, 20))],
)
def test_nobody_is_rung_at_night_or_at_noon(city: City, hour: int, minute: int, rung_at: tuple[int, int]) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    at(city, 2026, 11, 25, hour, minute)
    city.sweep()
    (call,) = messages(city, number, Means.CALL)
    local = call.due_at + timedelta(hours=8)
    assert (local.hour, local.minute) == rung_at


def test_the_first_answer_wins_and_what_was_planned_is_withdrawn(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    at(city, 2026, 11, 24, 23, 0)
    city.sweep()
    city.text(LIN, "1")
    assert [m.state for m in messages(city, number, Means.CALL)] == [Delivery.CANCELLED]


def test_a_landline_hears_result_and_survey_in_one_call(city: City) -> None:
    number = by_phone(city, LANDLINE)
    at_home(city, LANDLINE)
    city.text(QIAN, f"接单 {number}")
    assert calls_to(city, LANDLINE) == 0, "a step on the way is no call"
    done(city, QIAN, number)
    phone = rings(city, LANDLINE)
    phone.press("1")
    phone.press("1")
    phone.press("1")
    phone.press("1")
    heard = phone.end()
    city.settle()
    assert "井盖已更换" in "".join(heard)
    assert ticket(city, number).closed_as is ClosedAs.VERDICT
    assert calls_to(city, LANDLINE) == 1
    assert city.heard(LANDLINE) == []


@pytest.mark.parametrize(
    ("language", "words", "stars"),
    [
        ("zh-CN", ("对，我就是", "修好了", "有人联系过我", "很满意"), 1),
        ("en", ("Yes.", "It is fixed.", "No, nobody did.", "Not satisfied"), 4),
    ],
)
def test_plain_words_answer_the_whole_call(city: City, language: str, words: tuple[str, ...], stars: int) -> None:
    number = by_phone(city, LANDLINE, language)
    at_home(city, LANDLINE)
    done(city, QIAN, number)
    phone = rings(city, LANDLINE)
    for each in words:
        phone.speak(each)
    phone.end()
    city.settle()
    assert ticket(city, number).closed_as is ClosedAs.VERDICT
    with city.hotline.database.reading() as store:
        survey = store.surveys.latest_of(ticket(city, number).id)
    assert survey is not None
    assert (survey.solved, survey.satisfied, survey.way) == (1, stars, "voice")


def test_nothing_of_the_case_is_said_before_the_listener_confirms(city: City) -> None:
    number = by_phone(city, LANDLINE)
    at_home(city, LANDLINE)
    done(city, QIAN, number)
    phone = rings(city, LANDLINE)
    phone.silence()
    phone.silence()
    heard = "".join(phone.end())
    city.settle()
    assert "井盖" not in heard
    first, again = messages(city, number, Means.CALL)
    assert first.state is Delivery.UNDELIVERED
    assert (again.state, (again.due_at + timedelta(hours=8)).hour) == (Delivery.WAITING, 18), "another try in the evening"


@pytest.mark.parametrize("ending", ["04", "06"])
def test_a_result_that_came_back_is_told_by_call(city: City, ending: str) -> None:
    phone_number = f"+86138001380{ending}"
    city.text(phone_number, "人民路12号井盖坏了")
    number = number_in(city.heard(QIAN)[0])
    at_home(city, phone_number)
    done(city, QIAN, number)
    phone = rings(city, phone_number)
    phone.press("1")
    phone.press("3")
    phone.press("2")
    phone.press("5")
    phone.end()
    city.settle()
    assert ticket(city, number).round == 1


@pytest.mark.parametrize("ending", ["08", "09"])
def test_receipts_twice_or_out_of_order_end_where_they_should(city: City, ending: str) -> None:
    sender = f"+86138001381{ending}"
    number = number_in(only(city.text(sender, "人民路12号井盖坏了")))
    states = {m.state for m in messages(city, number) if m.to == sender}
    assert states == {Delivery.DELIVERED}


def test_only_an_officers_own_words_that_arrived_are_a_response(city: City) -> None:
    number = report(city, LIN)

    def running() -> set[str]:
        with city.hotline.database.reading() as store:
            return {c.kind.value for c in store.clocks.of_ticket(ticket(city, number).id) if c.met_at is None}

    city.text(QIAN, f"接单 {number}")
    assert "response" in running()
    city.text(QIAN, f"进展 {number} 已派人围挡")
    assert "response" not in running()
