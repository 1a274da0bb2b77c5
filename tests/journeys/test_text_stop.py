"""STOP, START and HELP: law before anything else, answered once and by whoever answers it."""

import pytest

from tests.journeys.conftest import OpenCity
from tests.journeys.stage import (
    ANNA,
    COVER,
    LIN,
    QIAN,
    SUN,
    ZHAO,
    at_home,
    calls_to,
    done,
    news,
    only,
    report,
    reporter,
    shown,
    state,
    ticket,
    tickets,
)
from tests.support.city import City


@pytest.mark.parametrize("word", ["退订", "TD", "T", "停止", "请退订，谢谢"])
def test_our_own_stop_words_are_confirmed_once_by_us(town: City, word: str) -> None:
    report(town, LIN)
    assert "已停发短信。您再来短信我们照样登记办理" in only(town.text(LIN, word))
    assert town.text(LIN, word) == []
    assert town.text(LIN, "查") == []


@pytest.mark.parametrize("word", ["STOP", "stop", "CANCEL", "UNSUBSCRIBE"])
def test_the_carriers_stop_words_are_answered_by_the_carrier_alone(town: City, word: str) -> None:
    report(town, ANNA)
    assert town.text(ANNA, word) == []
    own = [row for row in town.carrier.control.thread(ANNA) if row["by"] == "carrier"]
    assert len(own) == 1
    assert reporter(town, ANNA).stopped_at is not None
    assert town.text(ANNA, "START") == []
    assert reporter(town, ANNA).stopped_at is None
    assert "manhole" in only(town.text(ANNA, "STATUS"))


@pytest.mark.parametrize(("word", "answer"), [("STOP", "You will get no more texts"), ("HELP", "To report, just write")])
def test_where_the_carrier_leaves_it_to_us_we_answer(open_one: OpenCity, word: str, answer: str) -> None:
    alone = open_one(CARRIER__OPT_OUT="ours")
    report(alone, ANNA)
    # The simulated carrier blocks the number all the same: what matters is that we meant to answer.
    alone.text(ANNA, word)
    with alone.hotline.database.reading() as store:
        names = [m.template for m in store.outbox.listing(limit=10)]
    assert ("stop_confirmed" if word == "STOP" else "help") in names
    assert answer


def test_the_carriers_help_is_not_answered_twice(town: City) -> None:
    assert town.text(ANNA, "HELP") == []
    assert "停发短信回“退订”" in only(town.text(LIN, "帮助"))
    assert "停发短信回“退订”" in only(town.text(LIN, "？"))


def test_stop_cancels_what_waits_and_start_brings_everything_back(city: City) -> None:
    number = report(city, LIN)
    city.text(LIN, "退订")
    assert news(city, LIN, lambda: city.text(QIAN, f"接单 {number}")) == []
    assert state(city, number).value == "accepted"
    assert "已恢复短信" in only(city.text(LIN, "开通"))
    heard = news(city, LIN, lambda: city.text(QIAN, f"进展 {number} 已派人围挡"))
    assert "已派人围挡" in only(heard)


def test_a_report_after_stop_is_taken_and_its_result_told_by_a_call(city: City) -> None:
    city.text(LIN, "退订")
    before = city.heard(LIN)
    city.text(LIN, COVER[LIN])
    made = tickets(city)[0]
    assert (made.handler, city.heard(LIN)) == ("roads", before)
    at_home(city, LIN)
    done(city, QIAN, made.number)
    assert (calls_to(city, LIN), city.heard(LIN)) == (1, before)


@pytest.mark.parametrize("open_ticket", [True, False])
def test_cancel_in_chinese_asks_which_is_meant_where_a_ticket_is_open(town: City, *, open_ticket: bool) -> None:
    number = report(town, LIN) if open_ticket else ""
    said = only(town.text(LIN, "取消"))
    assert ("停发短信，还是" in said, shown(number) in said if number else True) == (open_ticket, True)
    assert (reporter(town, LIN).stopped_at is None) == open_ticket


def test_a_word_of_stop_inside_a_report_is_a_report(town: City) -> None:
    town.text(ANNA, "Stop sign knocked down at 12 Renmin Road")
    town.text(LIN, "人民路12号停止营业的店门口路灯坏了")
    assert len(tickets(town)) == 2
    assert reporter(town, ANNA).stopped_at is None


def test_an_officers_stop_is_honoured_and_the_next_one_gets_the_work(city: City) -> None:
    assert "已停发工单短信" in only(city.text(QIAN, "退订"))
    assert "钱小明已停收工单短信" in only(city.heard(ZHAO))
    number = report(city, LIN)
    assert len(city.heard(QIAN)) == 1
    assert shown(number) in only(city.heard(SUN))
    assert "已恢复工单短信" in only(city.text(QIAN, "开通"))
    later = report(city, ANNA)
    assert shown(later) in city.heard(QIAN)[-1]
    assert ticket(city, number).officer_id != ticket(city, later).officer_id
