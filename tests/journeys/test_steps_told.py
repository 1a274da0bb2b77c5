"""Every step of a ticket as its reporter reads it, word for word, in both languages; and what the staff reads in English."""

import pytest

from hotline.domain.ticket import ClosedAs
from tests.journeys.stage import (
    ANNA,
    JIANG,
    LIN,
    QIAN,
    SIGNED,
    WANG,
    ZHAO,
    ZHOU,
    at,
    call_backs,
    change_staff,
    news,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
)  # fmt: skip
from tests.support.city import City

ZH = {
    "accepted": "{}：市政维护处已接单，最迟12月2日办完。回“查”看进度。",
    "progress": "{}进展：已派人围挡，明天更换。",
    "done": "{}（井盖）市政维护处回复已办好：井盖已更换。请您核实，只回一个数字：1解决了 2部分解决 3没解决",
    "contacted": "谢谢。办理时有人联系过您吗？回1有，回2没有。",
    "satisfied": "最后一问：总体满意吗？回1很满意 2满意 3一般 4不满意 5很不满意。不回也行。",
    "thanks": "谢谢您的评价，{}已办结。以后再出问题，请回“又坏了”，我们再办。",
    "age": "还想问一句，可以不答：您满60岁了吗？1满了 2没满",
    "not solved": "收到，{}没有解决，抱歉让您费心。已退回市政维护处重办，由其负责人督办，最迟明天10:20联系您。",
    "partly": "收到，{}只解决了一部分。已退回市政维护处继续办，最迟明天10:20联系您。",
    "unhappy": "谢谢您直说。{}的事，最迟明天17:00有人给您回电，听听您的意见。",
    "late": "{}：市政维护处没有按时接单，抱歉。已由该单位负责人督办，最迟明天14:20向您说明。找人工回“人工”。",
    "committee": "{}：还没有人接手，抱歉。已提交协调委员会，最迟明天17:00向您说明。找人工回“人工”。",
    "silence": "{}：一直没有收到您的评价，这件事先办结，不计为满意。没解决请回“还没修好”，我们再办。",
    "moved": "{}：经核实，这件事改由城管执法队办理，最迟明天10:20给您答复。回“查”看进度。",
}
EN = {
    "accepted": "{}: Road Maintenance has taken this on and will finish by 2 Dec. Reply STATUS to check.",
    "progress": "{}: fenced off; the cover comes tomorrow.",
    "done": "{} (manhole cover): Road Maintenance says it is done: cover replaced."
    " Please check and reply with one digit: 1 solved, 2 partly, 3 not solved.",
    "contacted": "Thank you. Did anybody contact you? 1 yes, 2 no.",
    "satisfied": "Last question: how satisfied are you? 1 very satisfied, 2 satisfied, 3 neutral, 4 dissatisfied,"
    " 5 very dissatisfied. You may skip it.",
    "thanks": "Thank you for your verdict; {} is closed. If it happens again, reply AGAIN and we take it up.",
    "age": " One more, if you like: are you 60 or over? 1 yes, 2 no",
    "not solved": "Thank you for telling us. {} is not solved and is open again. The head of Road Maintenance is now in charge"
    " and will contact you by 10:20 tomorrow.",
    "partly": "Thank you for telling us. {} is only partly solved and is back with Road Maintenance, who will contact you by"
    " 10:20 tomorrow.",
    "unhappy": "Thank you for being frank. About {}: a person will call you by 17:00 tomorrow to hear what went wrong.",
    "late": "{}: Road Maintenance is late in taking this on, and we are sorry. Its head is now in charge and will update you by"
    " 14:20 tomorrow. For a person, reply PERSON.",
    "committee": "{}: nobody has taken this on, and we are sorry. The coordination committee now has it and will update you by"
    " 17:00 tomorrow. For a person, reply PERSON.",
    "silence": "{}: we had no verdict from you, so it is closed without one and does not count as satisfied. Not solved? Reply"
    " AGAIN and we take it up.",
    "moved": "{}: this belongs to Street Order, who now have it and will answer by 10:20 tomorrow. Reply STATUS to check.",
}
BOTH = pytest.mark.parametrize("sender", [LIN, ANNA])
WORDS = {
    LIN: ("进展 已派人围挡，明天更换", "办结 井盖已更换"),
    ANNA: ("PROGRESS fenced off; the cover comes tomorrow", "DONE cover replaced"),
}


def says(sender: str, step: str, number: str) -> str:
    return (SIGNED + ZH[step] if sender == LIN else EN[step]).format(shown(number))


@BOTH
def test_from_accepted_to_the_last_thanks(city: City, sender: str) -> None:
    number = report(city, sender)
    progress, done = WORDS[sender]
    for words, step in (("接单", "accepted"), (progress, "progress"), (done, "done")):
        assert news(city, sender, lambda words=words: city.text(QIAN, words)) == [says(sender, step, number)]  # type: ignore[misc]
    for digit, step in (("1", "contacted"), ("2", "satisfied")):
        assert city.text(sender, digit) == [says(sender, step, number)]
    texts = ZH if sender == LIN else EN
    assert city.text(sender, "1") == [says(sender, "thanks", number) + texts["age"]]
    assert ticket(city, number).closed_as is ClosedAs.VERDICT
    assert call_backs(city) == []


@BOTH
@pytest.mark.parametrize(("digit", "step"), [("3", "not solved"), ("2", "partly")])
def test_what_is_not_solved_is_told_before_the_next_question(town: City, sender: str, digit: str, step: str) -> None:
    number = report(town, sender)
    town.text(QIAN, WORDS[sender][1])
    assert town.text(sender, digit) == [says(sender, step, number), says(sender, "contacted", number)]


@BOTH
@pytest.mark.parametrize("digit", ["4", "5"])
def test_solved_but_unhappy_is_promised_a_person(town: City, sender: str, digit: str) -> None:
    number = report(town, sender)
    town.text(QIAN, WORDS[sender][1])
    town.text(sender, "1")
    town.text(sender, "1")
    assert town.text(sender, digit) == [says(sender, "unhappy", number)]
    assert [c.reason for c in call_backs(town)] == ["unhappy"]


@BOTH
def test_late_is_told_with_a_time_and_again_a_day_later(city: City, sender: str) -> None:
    number = report(city, sender)
    at(city, 2026, 11, 23, 14, 20)
    assert news(city, sender, city.sweep) == [says(sender, "late", number)]
    at(city, 2026, 11, 24, 14, 19)
    assert says(sender, "committee", number) not in news(city, sender, city.sweep)
    at(city, 2026, 11, 24, 14, 20)
    assert says(sender, "committee", number) in news(city, sender, city.sweep)
    assert news(city, sender, city.sweep) == []


@BOTH
def test_silence_closes_and_says_so(town: City, sender: str) -> None:
    number = report(town, sender)
    town.text(QIAN, WORDS[sender][1])
    at(town, 2026, 11, 30, 10, 20)
    assert news(town, sender, town.sweep)[-1] == says(sender, "silence", number)
    assert ticket(town, number).closed_as is ClosedAs.SILENCE


@BOTH
def test_a_chinese_result_reaches_an_english_reader_without_its_words_and_the_other_way_round(town: City, sender: str) -> None:
    number = report(town, sender)
    heard = only(news(town, sender, lambda: town.text(QIAN, {LIN: "DONE cover replaced", ANNA: "办结 井盖已更换"}[sender])))
    assert heard == says(sender, "done", number).replace("：井盖已更换", "").replace(": cover replaced", "")


@BOTH
def test_an_upheld_return_tells_who_has_it_now(town: City, sender: str) -> None:
    number = report(town, sender)
    town.text(QIAN, "退回 不是我们的井")
    assert news(town, sender, lambda: town.text(JIANG, f"UPHOLD {number} Street Order")) == [says(sender, "moved", number)]
    assert state(town, number).value == "dispatched"
    assert number_in(town.heard(WANG)[-1]) == number


def test_staff_who_read_english_are_texted_in_english(town: City) -> None:
    for person in (QIAN, ZHAO, JIANG, ZHOU):
        change_staff(town, person, language="en")
    number = report(town, ANNA)
    name = shown(number)
    assert only(town.heard(QIAN)) == (
        f"Ticket {name}: manhole cover, 12 Renmin Road, East 1. Accept by 14:20."
        " They said: Broken manhole cover at 12 Renmin Road."
        " Reply ACCEPT, RETURN why, CALL, PROGRESS what or DONE what. Add the number if you hold more than one."
    )
    assert town.text(QIAN, "RETURN not our cover")[0].startswith(f"Ticket {name}: the return goes to the coordinator")
    assert town.heard(JIANG)[-1] == (
        f"Ticket {name}: Road Maintenance wants to return it: not our cover. Rule by 12:20:"
        f" UPHOLD {name} department, or REFUSE {name}."
    )
    assert town.text(JIANG, "REFUSE")[0] == f"Ticket {name}: return refused; it stays where it is."
    town.text(QIAN, "DONE cover replaced")
    town.text(ANNA, "3")
    assert only(town.heard(ZHAO)) == (
        f"Ticket {name} was found not solved by the resident; it is open again under your supervision."
        " Contact them by 10:20 tomorrow."
    )
