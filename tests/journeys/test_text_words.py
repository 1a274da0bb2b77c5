"""The words residents text: where it is, chasing, more words, a person, the language, which ticket is meant."""

import pytest

from tests.journeys.stage import (
    ANNA,
    COVER,
    LIN,
    OTHER,
    QIAN,
    SIGNED,
    ZHAO,
    at,
    audit,
    call_backs,
    news,
    number_in,
    only,
    report,
    reporter,
    shown,
    state,
    ticket,
    tickets,
    wrong,
)
from tests.support.city import City


@pytest.mark.parametrize(
    ("sender", "words", "answer"),
    [
        (LIN, ("查", "进度", "查询 {}", "到哪了"), SIGNED + "{}（井盖）：已派给市政维护处，等待接单，最迟明天10:20给您答复。"),
        (ANNA, ("STATUS", "status {}", "{}"), "{} (manhole cover): sent to Road Maintenance, not taken on yet; you will have"),
    ],
)
def test_status_says_where_it_is(town: City, sender: str, words: tuple[str, ...], answer: str) -> None:
    number = report(town, sender)
    for word in words:
        assert only(town.text(sender, word.format(number))).startswith(answer.format(shown(number)))
    assert len(tickets(town)) == 1


@pytest.mark.parametrize(
    ("sender", "word", "taken_on", "in_touch", "too_late"),
    [
        (LIN, "查", "市政维护处已接单，最迟明天10:20给您答复，最迟12月2日办完", "市政维护处正在办理，最迟12月2日办完",
         "市政维护处正在办理，已超过承诺的时间，抱歉，最迟明天17:00给您答复。"),
        (ANNA, "STATUS", "taken on by Road Maintenance; you will have an answer by 10:20 tomorrow; to be finished by 2 Dec",
         "Road Maintenance is working on it; to be finished by 2 Dec",
         "Road Maintenance is working on it, later than promised, and we are sorry; you will have an answer by 17:00 tomorrow."),
    ],
)  # fmt: skip
def test_status_names_the_result_once_somebody_has_taken_it_on(
    town: City, sender: str, word: str, taken_on: str, in_touch: str, too_late: str
) -> None:
    number = report(town, sender)
    town.text(QIAN, f"接单 {number}")
    assert taken_on in only(town.text(sender, word))
    town.text(QIAN, f"进展 {number} 已派人围挡")
    assert in_touch in only(town.text(sender, word))
    at(town, 2026, 12, 2, 18, 0)
    town.sweep()
    town.settle()
    assert too_late in only(town.text(sender, word))


@pytest.mark.parametrize(
    ("sender", "word", "answers"),
    [
        (LIN, "催", ("已为您催办{}", "您第二次催办{}，已转告市政维护处负责人",
                     "{}让您多次费心，抱歉。最迟今天10:50有专人给您回电")),
        (ANNA, "CHASE", ("Your reminder about {} is noted", "a second time; the head of Road Maintenance is told",
                         "A person who has the whole story will call you by 10:50 today")),
    ],
)  # fmt: skip
def test_the_second_chase_tells_the_head_and_the_third_brings_a_person(
    city: City, sender: str, word: str, answers: tuple[str, ...]
) -> None:
    number = report(city, sender)
    heads, officers = [], []
    for turn, answer in enumerate(answers, 1):
        before = len(city.heard(QIAN)), len(city.heard(ZHAO))
        assert answer.format(shown(number)) in only(city.text(sender, word))
        officers.append(len(city.heard(QIAN)) - before[0])
        heads.append(len(city.heard(ZHAO)) - before[1])
        assert (ticket(city, number).chases, len(tickets(city))) == (turn, 1)
    assert (officers, heads) == ([1, 1, 1], [0, 1, 1])
    assert [c.reason for c in call_backs(city)] == ["third_contact"]
    assert audit(city, number).count("chased") == 3


@pytest.mark.parametrize(
    ("sender", "body", "kept", "answer"),
    [
        (LIN, "补充 晚上没有灯", "晚上没有灯", "已补充到{}"),
        (LIN, "补充 {} 晚上没有灯", "晚上没有灯", "已补充到{}"),
        (ANNA, "ADD {} it is dark at night", "it is dark at night", "Added to {}"),
        (ANNA, "ADD it is dark at night", "it is dark at night", "Added to {}"),
    ],
)
def test_added_words_reach_the_officer(town: City, sender: str, body: str, kept: str, answer: str) -> None:
    number = report(town, sender)
    town.later(hours=3)
    assert answer.format(shown(number)) in only(town.text(sender, body.format(number)))
    assert kept in town.heard(QIAN)[-1]
    assert len(tickets(town)) == 1


@pytest.mark.parametrize(
    ("sender", "word", "open_hours", "closed_hours"),
    [
        (LIN, "人工", "好的，最迟今天10:50有工作人员给您回电", "现在是下班时间，最迟明天09:30有工作人员给您回电"),
        (
            ANNA,
            "PERSON",
            "A person will call you by 10:50 today",
            "The office is closed now; a person will call you by 09:30 tomorrow",
        ),
    ],
)
def test_a_person_is_promised_with_a_time(city: City, sender: str, word: str, open_hours: str, closed_hours: str) -> None:
    report(city, sender)
    assert open_hours in only(city.text(sender, word))
    assert open_hours in only(city.text(sender, word))
    assert len(call_backs(city)) == 1
    city.later(hours=9)
    assert closed_hours in only(city.text(OTHER, word))


@pytest.mark.parametrize(
    ("sender", "word", "language", "answer", "status"),
    [
        (LIN, "ENGLISH", "en", "We will text you in English", "manhole cover"),
        (LIN, "英文", "en", "We will text you in English", "manhole cover"),
        (ANNA, "中文", "zh-CN", "好的，以后用中文给您发短信", "井盖"),
        (ANNA, "Chinese", "zh-CN", "好的，以后用中文给您发短信", "井盖"),
    ],
)
def test_the_language_is_changed_by_a_word_and_kept(
    town: City, sender: str, word: str, language: str, answer: str, status: str
) -> None:
    report(town, sender)
    assert answer in only(town.text(sender, word))
    assert reporter(town, sender).language == language
    assert status in only(town.text(sender, "查"))


@pytest.mark.parametrize("body", ["谢谢", "好的", "收到", "嗯", "thanks", "OK", "👍"])
def test_thanks_make_no_ticket_and_get_no_reply(town: City, body: str) -> None:
    report(town, LIN)
    assert (town.text(LIN, body), town.text(OTHER, body)) == ([], [])
    assert len(tickets(town)) == 1


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("在吗", "在的。请直接写什么事、在哪里"),
        ("hi", "Yes, we are here"),
        ("查", "您的号码下没有在办的工单"),
        ("STATUS", "There is no open ticket for your number"),
        ("查 12345671", "您的号码下没有这个编号的工单"),
        ("查 12345678", "编号1234-5678不对"),
        ("STATUS 12345678", "1234-5678 is not a ticket number"),
        ("加入", "您已是城市管理观察员"),
        ("代报", "只有登记的代报点能代报"),
        ("FOR", "Only registered stations may report for others"),
        ("   ", "抱歉，没看懂"),
        ("1", "抱歉，没看懂"),
        ("被报复", "您说的情况已单独登记，最迟今天12:20有专人给您回电"),
        ("帮助", "反映问题请直接写什么事"),
    ],
)
def test_words_of_somebody_new_are_answered_and_make_no_ticket(town: City, body: str, answer: str) -> None:
    assert answer in only(town.text(OTHER, body))
    assert tickets(town) == ()


@pytest.mark.parametrize(
    ("sender", "second", "word", "asks", "choice", "answer"),
    [
        (
            LIN,
            "解放路5号路灯不亮",
            "催",
            "您问的是哪一件？请回序号：1. {b} 路灯 已派单；2. {a} 井盖 已派单",
            "2",
            "已为您催办{a}",
        ),
        (LIN, "解放路5号路灯不亮", "查", "您问的是哪一件？", "第一个", "{b}（路灯）"),
        (ANNA, "Street light out at 5 Jiefang Road", "CHASE", "Which one do you mean?", "2", "Your reminder about {a}"),
        (ANNA, "Street light out at 5 Jiefang Road", "AGAIN", "Which one do you mean?", "1", "Your reminder about {b}"),
        (ANNA, "Street light out at 5 Jiefang Road", "ADD still dark", "Which one", "{a}", "Added to {a}"),
    ],
)
def test_with_several_open_a_list_is_answered_by_a_digit(
    town: City, sender: str, second: str, word: str, asks: str, choice: str, answer: str
) -> None:
    a = report(town, sender)
    town.later(minutes=1)
    b = report(town, sender, second)
    names = {"a": shown(a), "b": shown(b)}
    assert asks.format(**names) in only(town.text(sender, word))
    assert answer.format(**names) in only(town.text(sender, choice.format(**names)))


def test_a_number_decides_which_ticket_is_meant_and_others_learn_little(city: City) -> None:
    a = report(city, LIN)
    report(city, LIN, "解放路5号路灯不亮")
    assert shown(a) in only(city.text(LIN, f"催 {a}"))
    assert ticket(city, a).chases == 1
    foreign = only(city.text(ANNA, f"STATUS {a}"))
    assert "Road Maintenance" in foreign
    assert "manhole" not in foreign
    for word in (f"CHASE {a}", f"ADD {a} more", f"AGAIN {a}"):
        assert "There is no ticket with that number for your phone" in only(city.text(ANNA, word))
    assert ticket(city, a).chases == 1
    assert f"编号{shown(wrong(a))}不对" in only(city.text(LIN, f"查 {wrong(a)}"))


def test_a_list_has_three_and_a_question_is_over_after_two_days(town: City) -> None:
    for place in ("人民路12号", "人民路200号", "解放路5号", "建设路小学"):
        town.text(LIN, f"{place}路灯不亮")
        town.later(minutes=1)
    asked = only(town.text(LIN, "查"))
    assert "3. " in asked
    assert "4. " not in asked
    assert only(town.text(LIN, "4")) == asked  # not on offer: asked once more
    town.later(hours=49)
    assert "您回的是较早的问题，现在不用再回了" in only(town.text(LIN, "1"))
    assert "抱歉，没看懂" in only(town.text(LIN, "1"))


def test_everybody_waits_with_their_own_question(city: City) -> None:
    """Two people who text at the same time never answer for each other."""
    zh = number_in(only(city.text(LIN, "路灯不亮")))
    en = number_in(only(city.text(ANNA, "street light out")))
    heard = news(city, LIN, lambda: city.text(ANNA, "5 Jiefang Road"))
    assert heard == []
    assert (state(city, zh).value, state(city, en).value) == ("received", "dispatched")
    assert COVER[LIN] not in "".join(city.heard(ANNA))
