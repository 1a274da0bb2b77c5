"""The line knows who calls: their open ticket first, what goes on in their area, the call that broke off, their pace."""

import re

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import (
    ANNA,
    LANDLINE,
    LIN,
    OTHER,
    QIAN,
    WITHHELD,
    audit,
    call_backs,
    calls_to,
    dial,
    done,
    drafts,
    hung_up,
    news,
    number_in,
    only,
    report,
    reporter,
    ticket,
    tickets,
    told,
    walk,
)  # fmt: skip
from tests.support.city import City
from tests.support.desk import at_desk


def test_a_caller_with_an_open_ticket_hears_of_it_before_the_menu_and_two_chases_it(city: City) -> None:
    number = report(city, LIN)
    call = walk(city, LIN).dial()
    assert "您反映的井盖" in call.last
    assert call.last.index("要催办，请按2") < call.last.index("请直接说您的事")
    call.press("2").press("1")
    assert ticket(city, number).chases == 1
    assert "您反映的井盖" not in walk(city, OTHER).dial().last


def test_what_is_closed_is_not_told_first(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    city.text(LIN, "1")
    assert ticket(city, number).state is State.CLOSED
    assert "您反映的" not in walk(city, LIN).dial().last


def announced(city: City, number: str) -> None:
    desk = at_desk(city, Role.COORDINATOR)
    desk.get(f"/console/tickets/{number}")
    words = {"zh-CN": "人民路水管爆裂，正在抢修。", "en": "a water main burst in Renmin Road"}
    desk.post(f"/console/tickets/{number}/announcement", words)
    assert "开始播报" in desk.said


def test_callers_of_an_area_hear_what_is_known_and_follow_it_with_a_key(city: City) -> None:
    for caller in (OTHER, ANNA, LANDLINE):
        if caller == LANDLINE:
            phone = dial(city, caller)
            phone.speak("人民路12号井盖坏了")
            phone.speak("人民路12号门口")
            told(city, phone)
            done(city, QIAN, number_in(city.heard(QIAN)[-1]))
        else:
            report(city, caller, {OTHER: "人民路8号路灯不亮", ANNA: "Street light broken at 20 Renmin Road"}[caller])
    number = report(city, LIN, "人民路12号水管爆裂，到处是水")
    announced(city, number)
    call = walk(city, OTHER).dial()
    assert "我们已经知道：人民路水管爆裂，正在抢修。修好时要通知您，请按1" in call.last
    assert "修好了我们就通知您" in call.press("1").last
    assert "我们已经知道" not in walk(city, OTHER).dial().last, "whoever follows it knows"
    assert "We know of this: a water main burst in Renmin Road" in walk(city, ANNA).dial().last
    assert "我们已经知道" not in walk(city, LIN).dial().last, "whoever reported it knows"
    assert "我们已经知道" not in walk(city, WITHHELD).dial().last
    calls = calls_to(city, LANDLINE)
    walk(city, LANDLINE).dial().press("1")
    assert "办好" in only(news(city, OTHER, lambda: done(city, QIAN, number, "办结 {} 水管修好了")))
    city.later(minutes=2)
    assert calls_to(city, LANDLINE) > calls, "who can't be texted is rung, one call after the other"
    assert "我们已经知道" not in walk(city, ANNA).dial().last, "mended: nothing to be told any more"
    assert audit(city, number).count("followed") == 2


def test_silence_and_words_lead_on_from_a_known_event(city: City) -> None:
    report(city, OTHER, "人民路8号路灯不亮")
    announced(city, report(city, LIN, "人民路12号水管爆裂"))
    assert "请直接说您的事" in walk(city, OTHER).dial().silence().last
    assert "记下了，是噪声扰民的问题" in walk(city, OTHER).dial().speak("楼下太吵了").last
    assert "是什么问题" in walk(city, OTHER).dial().press("2").last


def test_a_call_that_comes_back_after_a_drop_goes_on_where_it_stopped(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    hung_up(city, phone)
    assert len(drafts(city)) == 1
    phone = dial(city, LIN)
    phone.press("1")
    phone.speak("人民路12号")
    told(city, phone)
    heard = " ".join(phone.heard())
    assert "您刚才的电话断了" in heard
    assert "您说的是井盖" in heard
    assert "记下了，是井盖的问题" in heard
    made = only(list(tickets(city)))  # type: ignore[arg-type]
    assert made.category == "c01-cover"  # type: ignore[attr-defined]
    assert (drafts(city), call_backs(city)) == ([], []), "nobody rings about what is registered"


def test_what_was_to_be_sealed_stays_sealed_after_a_drop(city: City) -> None:
    call = walk(city, LIN).dial().press("1").press("9")
    call.hang_up()
    call = walk(city, LIN).dial().press("1")
    assert "您刚才的电话断了" in " ".join(call.heard)
    call.press("1").record(9, "#")
    assert only(list(tickets(city))).sealed  # type: ignore[arg-type,attr-defined]


@pytest.mark.parametrize("acts", ["", "0", "english", "report"])
def test_where_nothing_was_said_or_all_is_said_there_is_nothing_to_go_on_with(city: City, acts: str) -> None:
    call = walk(city, LIN).dial()
    if acts == "0":
        call.press("0")
    elif acts == "english":
        call.press("8")
    elif acts == "report":
        call.press("1").press("1").record(9, "#")
    call.hang_up()
    assert "您刚才的电话断了" not in walk(city, LIN).dial().last


def test_of_a_sealed_matter_the_line_says_where_it_stands_and_not_what_it_is(city: City) -> None:
    walk(city, LIN).dial().press("1").press("1").record(9, "#").press("9")
    assert only(list(tickets(city))).sealed  # type: ignore[arg-type,attr-defined]
    call = walk(city, LIN).dial()
    assert "您反映的事，现在" in call.last
    assert "井盖" not in call.last


def test_whoever_chases_is_not_put_off_to_a_later_time(city: City) -> None:
    """The response promised for tomorrow morning still is, though a chase is answered in longer."""
    number = report(city, LIN)
    before = walk(city, LIN).dial().press("2")
    asked = re.search("最迟(.+?)答复", before.last)
    chased = re.search("最迟(.+?)给您答复", before.press("1").last)
    assert asked
    assert chased
    assert asked[1] == chased[1]
    city.settle()
    told_by_text = only(news(city, LIN, lambda: city.text(LIN, f"催办 {number}")))
    assert "最迟明天10:20" in told_by_text
    assert chased[1] == "明天上午十点二十"


def test_something_else_leaves_the_draft_to_the_person_who_rings_back(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    hung_up(city, phone)
    phone = dial(city, LIN)
    phone.press("2")
    phone.press("3")
    phone.speak("人民路12号")
    told(city, phone)
    assert only(list(tickets(city))).category == "06010"  # type: ignore[arg-type,attr-defined]
    assert len(drafts(city)) == len(call_backs(city)) == 1


def test_a_drop_of_long_ago_or_of_somebody_else_is_not_gone_on_with(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    hung_up(city, phone)
    assert "您刚才的电话断了" not in walk(city, OTHER).dial().last
    city.later(minutes=11)
    assert "您刚才的电话断了" not in walk(city, LIN).dial().last


def test_a_second_call_while_the_first_is_up_is_a_call_of_its_own(city: City) -> None:
    first, second = walk(city, LIN).dial(), walk(city, LIN, sid="CA" + "f" * 32).dial()
    first.press("1").press("1")
    second.press("1").press("3").record(9, "#")
    first.record(9, "#")
    assert sorted(str(t.category) for t in tickets(city)) == ["06010", "c01-cover"]
    assert drafts(city) == []


def test_hash_slows_the_line_down_and_the_number_is_remembered(city: City) -> None:
    report(city, LIN)
    call = walk(city, LIN).dial()
    assert b"prosody" not in call.documents[-1]
    call.press("#")
    assert "每句说两遍" in call.last
    assert b'<prosody rate="75%">' in call.documents[-1]
    assert call.last.count("反映问题，请按1") == 2
    assert "转人工，请按0" in call.last
    assert call.waiting is not None
    assert call.waiting.attrib["timeout"] == "16"
    assert reporter(city, LIN).slow
    again = walk(city, LIN).dial()
    assert b"prosody" in again.documents[-1]
    again.press("#")
    assert b"prosody" not in again.documents[-1]
    assert not reporter(city, LIN).slow


def test_a_new_number_that_slows_the_line_down_is_remembered_with_its_report(city: City) -> None:
    call = walk(city, LIN).dial().press("#").press("1").press("1").record(8, "#")
    assert "编号是" in call.last
    assert b"prosody" in walk(city, LIN).dial().documents[-1]


def test_whoever_an_operator_ticks_as_over_60_is_spoken_to_slowly(city: City) -> None:
    number = report(city, LIN)
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/age", {"age": "over_60"})
    assert "60岁以上" in desk.said
    call = walk(city, LIN).dial()
    assert b"prosody" in call.documents[-1]
    call.press("#")
    assert b"prosody" not in walk(city, LIN).dial().documents[-1], "their own choice counts before their age"
