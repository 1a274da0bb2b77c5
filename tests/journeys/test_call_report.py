"""A report by telephone: by key, by word, corrected, broken off, withheld, in danger; in both languages."""

import pytest

from hotline.domain.ticket import Channel, State
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import (
    ANNA,
    COVER,
    JIANG,
    LANDLINE,
    LIN,
    QIAN,
    WITHHELD,
    ZHOU,
    at,
    call_backs,
    dial,
    drafts,
    hung_up,
    number_in,
    only,
    report,
    shown,
    ticket,
    tickets,
    told,
)  # fmt: skip
from tests.journeys.test_walks import spelled
from tests.support.city import City

PLACE = {LIN: "建设路小学北门，晚上有人差点掉下去", ANNA: "North gate of Jianshe Road School"}


@pytest.mark.parametrize(
    ("caller", "keys", "spoken", "texted"),
    [
        (LIN, "11", "已经登记好了。编号是：{}", "您来电反映的井盖问题已登记，编号{}。市政维护处最迟明天10:20给您答复"),
        (
            ANNA,
            "811",
            "Registered. Your number is {}",
            "We have registered your call: manhole cover. No. {}. Road Maintenance will",
        ),
    ],
)
def test_by_keys_the_number_is_spoken_and_texted(city: City, caller: str, keys: str, spoken: str, texted: str) -> None:
    phone = dial(city, caller)
    for key in keys:
        phone.press(key)
    phone.speak(PLACE[caller])
    heard = " ".join(told(city, phone))
    made = tickets(city)[0]
    assert spoken.format(spelled(made.number, caller)) in heard
    assert heard.count(spelled(made.number, caller)) >= 2
    assert texted.format(shown(made.number)) in only(city.heard(caller))
    assert (made.channel, made.category, made.handler, made.state) == (Channel.VOICE, "c01-cover", "roads", State.DISPATCHED)
    assert "有录音，用本机拨12345输入编号收听" in city.heard(QIAN)[0]


@pytest.mark.parametrize("caller", [LIN, ANNA])
def test_by_words_two_answers_make_a_ticket(city: City, caller: str) -> None:
    if caller == ANNA:
        report(city, ANNA)
        city.later(minutes=11)
    phone = dial(city, caller)
    phone.speak({LIN: "垃圾没人清", ANNA: "rubbish everywhere"}[caller])
    phone.speak(PLACE[caller])
    heard = " ".join(told(city, phone))
    assert {LIN: "记下了，是暴露垃圾的问题；不对请按星号", ANNA: "Noted: rubbish. If that is wrong, press star"}[caller] in heard
    made = only([t for t in tickets(city) if t.channel is Channel.VOICE])  # type: ignore[type-var,arg-type]
    assert (made.category, made.handler) == ("06010", "sanitation")  # type: ignore[attr-defined]


def test_words_of_no_known_matter_are_a_report_all_the_same(town: City) -> None:
    phone = dial(town, LIN)
    phone.press("1")
    phone.speak("一只孔雀在路上")
    phone.speak("人民路12号")
    told(town, phone)
    made = tickets(town)[0]
    assert (made.category, made.state) == (None, State.RECEIVED)
    assert shown(made.number) in town.heard(JIANG)[0]


@pytest.mark.parametrize(("caller", "hour", "words"), [
    (LIN, 10, "最迟今天上午十点五十"), (LIN, 20, "现在没有人值班"),
        (ANNA, 10, "A person will call you back by 10:50 this morning"),
    (ANNA, 20, "Nobody is on duty now"),
])  # fmt: skip
def test_zero_makes_a_call_back_with_a_time(town: City, caller: str, hour: int, words: str) -> None:
    at(town, 2026, 11, 23, hour, 20)
    report(town, caller)
    for _ in range(2):
        phone = dial(town, caller)
        phone.press("0")
        phone.silence()
        assert words in " ".join(phone.end())
        town.settle()
    due = only(call_backs(town))  # type: ignore[arg-type]
    assert (due.reason, due.due_at.hour) == ("person", {10: 2, 20: 1}[hour])  # type: ignore[attr-defined]
    assert len([t for t in town.heard(JIANG) if "居民找人工" in t]) == 1


@pytest.mark.parametrize("acts", [["", "6"], ["6", "9"], ["", ""], ["1", "8", "7"]])
def test_silence_and_wrong_keys_are_answered_and_two_lead_to_a_person(town: City, acts: list[str]) -> None:
    phone = dial(town, LIN)
    for key in acts:
        phone.press(key) if key else phone.silence()
    phone.silence()  # nothing to leave after the tone
    heard = " ".join(phone.end())
    town.settle()
    failed = acts[-2:]
    assert ("没有听到您的声音" in heard) == (failed[0] == "")
    assert (f"没有{failed[0]}号选项，请重新选" in heard) == bool(failed[0])
    assert "我们请工作人员给您回电" in heard
    assert [c.reason for c in call_backs(town)] == ["person"]


@pytest.mark.parametrize(("caller", "keys", "kept"), [
    (LIN, "1", "刚才电话断了，您来电的事我们记下了，最迟今天10:50给您回电"),
    (ANNA, "81", "Your call dropped. We have noted your call"),
])  # fmt: skip
def test_a_hang_up_half_way_keeps_a_draft_and_brings_a_call_back(city: City, caller: str, keys: str, kept: str) -> None:
    phone = dial(city, caller)
    for key in keys:
        phone.press(key)
    hung_up(city, phone)
    assert (len(drafts(city)), [c.reason for c in call_backs(city)]) == (1, ["draft"])
    assert kept in only(city.heard(caller))
    assert tickets(city) == ()


def test_who_puts_the_phone_down_when_all_is_said_has_reported(town: City) -> None:
    phone = dial(town, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak("建设路小学北门", more=True)
    town.carrier.control.hang_up(phone.call.sid)
    assert phone.call.until_over(5)
    town.settle()
    assert [(t.category, t.grid) for t in tickets(town)] == [("c01-cover", "east-3")]
    assert (drafts(town), call_backs(town)) == ([], [])


def test_a_withheld_number_gets_number_and_code_and_no_text(city: City) -> None:
    phone = dial(city, WITHHELD)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号")
    heard = told(city, phone)
    made = tickets(city)[0]
    code = next(text for text in heard if text.startswith("查询码是"))[5:9]
    digits = "".join(str("零幺二三四五六七八九".index(sign)) for sign in code)
    with city.hotline.database.reading() as store:
        assert store.tickets.by_number_and_code(made.number, digits) == made
        assert store.tickets.by_number_and_code(made.number, f"{(int(digits) + 1) % 10000:04}") is None
    assert (made.reporter_id, made.handler) == (None, "roads")
    assert len(city.carrier.control.sent()) == len(city.heard(QIAN))
    phone = dial(city, WITHHELD)
    phone.press("0")
    phone.silence()
    assert "我们无法回电" in " ".join(phone.end())
    assert call_backs(city) == []


@pytest.mark.parametrize(("caller", "words", "first"), [
    (LIN, "家里煤气漏气了", "有人受伤请拨幺二零"), (ANNA, "gas leak in my house", "If somebody is hurt, call 1 2 0"),
])  # fmt: skip
@pytest.mark.parametrize("stays", [True, False])
def test_danger_is_told_what_to_dial_and_becomes_a_ticket_even_when_the_line_goes(
    town: City, caller: str, words: str, first: str, *, stays: bool
) -> None:
    if caller == ANNA:
        town.text(ANNA, "English")
    phone = dial(town, caller)
    phone.speak(words)
    phone.until("record")
    greeting = phone.heard().index("廣東話，請撳7。")
    assert phone.heard()[greeting + 1].startswith(first)
    if stays:
        town.carrier.control.speak(phone.call.sid, "人民路12号")
        told(town, phone)
    else:
        town.carrier.control.hang_up(phone.call.sid)
        assert phone.call.until_over(5)
        town.settle()
    made = tickets(town)[0]
    assert (made.urgent, made.handler, made.state) == (True, "roads", State.DISPATCHED)
    assert town.heard(QIAN)[0].startswith("【示范市12345】急！")
    assert (drafts(town), call_backs(town)) == ([], [])


@pytest.mark.parametrize("words", ["救命啊", "有人被困在里面出不来"])
def test_danger_of_no_known_matter_is_urgent_and_the_coordinators_at_once(town: City, words: str) -> None:
    phone = dial(town, LIN)
    phone.speak(words)
    phone.speak("人民路12号")
    told(town, phone)
    made = tickets(town)[0]
    assert (made.urgent, made.handler) == (True, None)
    assert shown(made.number) in town.heard(JIANG)[0]
    assert "请12:20前派遣" in town.heard(JIANG)[0]


def test_a_landline_is_told_that_we_will_call_and_gets_no_text(town: City) -> None:
    phone = dial(town, LANDLINE)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号")
    assert "办好后我们打电话告诉您" in " ".join(told(town, phone))
    assert town.heard(LANDLINE) == []


def test_where_no_text_of_speech_comes_the_category_routes_and_the_place_stays_open(open_one: OpenCity) -> None:
    deaf = open_one(CARRIER__SPEECH_TEXT="false")
    phone = dial(deaf, LIN)
    phone.press("1")
    phone.press("3")
    phone.speak(PLACE[LIN])
    told(deaf, phone)
    made = tickets(deaf)[0]
    assert (made.category, made.place, made.handler) == ("06010", None, "sanitation")
    assert "地点待核实" in only(deaf.heard(ZHOU))


def test_a_voice_report_is_asked_about_by_text(town: City) -> None:
    phone = dial(town, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号")
    told(town, phone)
    number = number_in(town.heard(LIN)[0])
    assert shown(number) in only(town.text(LIN, "查"))
    town.text(LIN, "催")
    assert (ticket(town, number).chases, COVER[LIN] in "".join(town.heard(QIAN))) == (1, False)
