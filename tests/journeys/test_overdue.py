"""What is late escalates by itself, each rung once; the night holds what can wait."""

import pytest

from hotline.domain.ticket import ClosedAs, State
from tests.journeys.stage import (
    JIANG,
    LANDLINE,
    LIN,
    QIAN,
    ZHAO,
    at,
    at_home,
    calls_to,
    done,
    news,
    number_in,
    only,
    report,
    rings,
    state,
    ticket,
)  # fmt: skip
from tests.journeys.test_answers import by_phone
from tests.support.city import City


def heard_after(city: City, *numbers: str) -> dict[str, list[str]]:
    before = {number: len(city.heard(number)) for number in numbers}
    for _ in range(3):  # however often the sweep runs
        city.sweep()
    return {number: city.heard(number)[before[number]:] for number in numbers}


def test_each_rung_of_a_deadline_is_taken_once(city: City) -> None:
    number = report(city, LIN)  # Monday 10:20; to be accepted by 14:20
    at(city, 2026, 11, 23, 13, 25)
    told = heard_after(city, QIAN, ZHAO, LIN)
    assert number_in(only(told[QIAN])) == number
    assert told[ZHAO] == told[LIN] == []
    at(city, 2026, 11, 23, 14, 25)
    told = heard_after(city, QIAN, ZHAO, LIN, JIANG)
    assert number_in(only(told[ZHAO])) == number
    assert "最迟明天14:20" in only(told[LIN])
    assert told[JIANG] == []
    at(city, 2026, 11, 24, 14, 25)
    told = heard_after(city, LIN, JIANG)
    assert any("协调委员会" in text for text in told[LIN])
    assert any(number_in(text) == number for text in told[JIANG])


def test_what_was_met_never_warns(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at(city, 2026, 11, 24, 12, 0)
    told = heard_after(city, QIAN, ZHAO, LIN)
    assert told == {QIAN: [], ZHAO: [], LIN: []}


def test_the_result_is_due_at_closing_time_of_the_seventh_working_day(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at(city, 2026, 12, 2, 16, 59)
    assert heard_after(city, ZHAO)[ZHAO] == []
    at(city, 2026, 12, 2, 17, 1)
    assert "没有按时办完" in only(heard_after(city, LIN)[LIN])


def test_a_landline_is_rung_once_when_the_result_is_late(city: City) -> None:
    number = by_phone(city, LANDLINE)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at_home(city, LANDLINE)
    at(city, 2026, 12, 3, 9, 30)
    city.sweep()
    phone = rings(city, LANDLINE)
    phone.press("1")
    phone.silence()
    assert "没有按时办完" in "".join(phone.end())
    heard_after(city, LANDLINE)
    assert calls_to(city, LANDLINE) == 1


@pytest.mark.parametrize(("hour", "minute"), [(22, 30), (6, 0)])
def test_the_night_holds_news_but_no_acknowledgement_and_no_dispatch(city: City, hour: int, minute: int) -> None:
    at(city, 2026, 11, 24, hour, minute)
    number = report(city, LIN)
    assert len(city.heard(QIAN)) == 1
    assert news(city, LIN, lambda: city.text(QIAN, f"接单 {number}")) == []
    at(city, 2026, 11, 25, 8, 1)
    assert "已接单" in city.heard(LIN)[-1]


def test_seven_days_of_silence_close_without_a_verdict_once_the_result_was_told(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    at(city, 2026, 11, 30, 10, 0)
    city.sweep()
    assert state(city, number) is State.RESOLVED
    at(city, 2026, 11, 30, 10, 21)
    city.sweep()
    after = ticket(city, number)
    assert (after.state, after.closed_as) == (State.CLOSED, ClosedAs.SILENCE)
    with city.hotline.database.reading() as store:
        survey = store.surveys.latest_of(after.id)
    assert survey is not None
    assert survey.solved is None, "silence is never counted as satisfied"


def test_a_result_nobody_heard_closes_only_after_enough_was_tried(city: City) -> None:
    number = by_phone(city, "+861065551202")  # a telephone nobody answers
    done(city, QIAN, number)
    for day in range(24, 30):
        for hour in (9, 15, 19):
            at(city, 2026, 11, day, hour, 0)
            city.sweep()
    assert state(city, number) is State.RESOLVED
    for day in range(1, 8):
        for hour in (9, 15, 19):
            at(city, 2026, 12, day, hour, 0)
            city.sweep()
    assert ticket(city, number).closed_as is ClosedAs.UNREACHABLE
