"""Answers that come days later, and numbers the carrier says have opted out: neither is lost, neither is told twice."""

import pytest
import requests

from hotline.domain.message import Purpose
from hotline.domain.phone import parse_phone
from hotline.domain.ticket import State
from hotline.services.take_text.known import known_or_new
from hotline.services.work import working
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import (
    ANNA,
    COVER,
    LIN,
    OTHER,
    QIAN,
    at,
    at_home,
    calls_to,
    done,
    news,
    number_in,
    only,
    report,
    reporter,
    shown,
    state,
    tickets,
)
from tests.support.city import City
from tests.support.walker import sign

OPTED_OUT = "+8613800138005"
STATION = "+8613900010181"


@pytest.mark.parametrize(
    ("sender", "answers", "asked"),
    [
        (LIN, ("1", "好了", "是"), "怕弄错，请再确认一次：{}（井盖）解决了吗？"),
        (ANNA, ("1", "fixed", "yes"), "To be sure we understand you: is {} (manhole cover) solved?"),
    ],
)
def test_a_verdict_after_two_days_is_asked_for_once_more_and_counts(
    town: City, sender: str, answers: tuple[str, ...], asked: str
) -> None:
    for answer in answers:
        number = report(town, sender)
        done(town, QIAN, number)
        town.later(days=3)
        assert asked.format(shown(number)) in only(town.text(sender, answer))
        assert state(town, number) is State.RESOLVED
        town.text(sender, "1")
        assert state(town, number) is State.CLOSED
        town.later(days=3)


@pytest.mark.parametrize(("sender", "word"), [(LIN, "没修好"), (ANNA, "nobody came")])
def test_a_late_not_solved_needs_no_second_asking(town: City, sender: str, word: str) -> None:
    number = report(town, sender)
    done(town, QIAN, number)
    town.later(days=3)
    town.text(sender, word)
    assert state(town, number) is State.DISPATCHED


@pytest.mark.parametrize(
    ("sender", "over"), [(LIN, "您回的是较早的问题，现在不用再回了"), (ANNA, "That question is over and needs no answer")]
)
def test_an_answer_to_what_no_longer_matters_is_told_so_once(town: City, sender: str, over: str) -> None:
    report(town, sender, "Street light out" if sender == ANNA else "路灯不亮")
    town.later(days=3)
    assert over in only(town.text(sender, "2"))
    assert over not in only(town.text(sender, "2"))
    assert town.text(sender, "谢谢" if sender == LIN else "thanks") == []


def test_thanks_after_a_question_is_over_stay_thanks(town: City) -> None:
    report(town, LIN, "路灯不亮")
    town.later(days=3)
    assert [town.text(LIN, words) for words in ("好的", "收到", "谢谢")] == [[], [], []]
    assert len(tickets(town)) == 1


def test_whoever_the_carrier_says_opted_out_is_on_our_list_and_hears_by_call(city: City) -> None:
    """21610: its list is mirrored into ours; START brings everything back."""
    city.text(OPTED_OUT, COVER[LIN])
    number = tickets(city)[0].number
    assert reporter(city, OPTED_OUT).stopped_at is not None
    assert news(city, OPTED_OUT, lambda: city.text(QIAN, f"接单 {number}")) == []
    with city.hotline.database.reading() as store:
        found = store.reporters.by_phone(OPTED_OUT)
        assert found is not None
        consent = [entry.action for entry in store.audit.of_chain(f"reporter:{found.id}")]
        written = [m for m in store.outbox.listing(None, 50) if m.reporter_id == found.id]
    assert consent == ["stopped"]
    assert len(written) == 1, "no second one was tried"
    at_home(city, OPTED_OUT)
    done(city, QIAN, number)
    assert calls_to(city, OPTED_OUT) == 1


def test_what_waited_for_a_number_that_turns_out_opted_out_is_not_tried(city: City) -> None:
    number = parse_phone(OPTED_OUT, "CN")
    assert number is not None
    at(city, 2026, 11, 23, 22, 0)
    with working(city.hotline.parts) as work:
        work.tell(known_or_new(work, number, "zh-CN"), "progress", {"number": "26417301", "words": "围挡"}, Purpose.STATUS)
    city.text(OPTED_OUT, COVER[LIN])
    at(city, 2026, 11, 24, 9, 0)
    with city.hotline.database.reading() as store:
        found = [(m.template, m.state.value, m.held) for m in store.outbox.listing(None, 50) if m.to == OPTED_OUT]
    assert ("progress", "cancelled", "stopped") in found


def carriers_word(city: City, sender: str, body: str, kind: str) -> None:
    """A word the carrier's account was told to hear, in whatever language, already answered by it."""
    config = city.hotline.config.carrier
    form = {
        "MessageSid": f"SM{body.encode().hex():0>32}", "AccountSid": config.account_sid, "From": sender,
        "To": config.number, "Body": body, "NumMedia": "0", "OptOutType": kind,
    }  # fmt: skip
    url = f"{city.base}/sms"
    signature = sign(str(config.auth_token), url, form)
    answer = requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=20)
    assert answer.status_code == 200, answer.status_code
    city.settle()


@pytest.mark.parametrize("body", ["STOP", "退订", "ARRET"])
def test_what_the_carrier_took_for_stop_is_stop_and_is_not_answered_twice(town: City, body: str) -> None:
    report(town, OTHER, COVER[LIN])
    assert news(town, OTHER, lambda: carriers_word(town, OTHER, body, "STOP")) == []
    assert reporter(town, OTHER).stopped_at is not None
    assert len(tickets(town)) == 1
    assert news(town, OTHER, lambda: carriers_word(town, OTHER, "DEBUT", "START")) == []
    assert reporter(town, OTHER).stopped_at is None
    assert news(town, OTHER, lambda: carriers_word(town, OTHER, "AIDE", "HELP")) == []
    assert len(tickets(town)) == 1


def test_cancel_names_the_report_and_how_to_drop_it(town: City) -> None:
    number = report(town, LIN)
    town.text(LIN, "被报复")
    said = only(town.text(LIN, "取消"))
    assert f"还是{shown(number)}不用办了？" in said
    assert "不用办了请回“撤销”" in said


def test_a_station_is_told_how_where_the_number_is_missing(open_one: OpenCity) -> None:
    town = open_one()
    assert "代报" in only(town.text(STATION, "代报"))
    assert tickets(town) == ()
    told = only(town.text(STATION, "代报 13800138099 人民路12号井盖坏了"))
    assert number_in(told) == tickets(town)[0].number


@pytest.mark.parametrize(
    ("sender", "first", "complaint", "more"),
    [
        (LIN, "人民路12号井盖坏了", "我要投诉执法队员态度恶劣", "晚上有人差点掉下去"),
        (ANNA, "Broken manhole cover at 12 Renmin Road", "Complaint: the officer was rude to me", "somebody nearly fell in"),
    ],
)
def test_a_complaint_right_after_a_report_is_not_handed_to_whom_it_is_about(
    town: City, sender: str, first: str, complaint: str, more: str
) -> None:
    number = report(town, sender, first)
    officer = news(town, QIAN, lambda: town.text(sender, complaint))
    assert officer == []
    assert len(tickets(town)) == 2
    other = next(t for t in tickets(town) if t.number != number)
    assert (other.kind.value, other.sealed, other.handler) == ("complaint", True, None)
    assert shown(other.number) in only(town.text(sender, more))
    assert len(tickets(town)) == 2
