"""By phone: suggestions, votes, information, danger by key, sealing, and a verdict that was not heard surely."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import Kind, State
from tests.journeys.stage import (
    LANDLINE,
    LIN,
    QIAN,
    WITHHELD,
    ZHAO,
    at_home,
    audit,
    call_backs,
    dial,
    done,
    drafts,
    news,
    number_in,
    only,
    report,
    state,
    ticket,
    tickets,
    told,
    walk,
)  # fmt: skip
from tests.support.city import City
from tests.support.desk import at_desk


def test_a_suggestion_is_recorded_and_is_a_ticket_of_its_kind(city: City) -> None:
    call = walk(city, LIN).dial().press("3").press("1").record(9, "#")
    assert "建议已经登记" in call.last
    assert only(list(tickets(city))).kind is Kind.SUGGESTION  # type: ignore[arg-type,attr-defined]
    spoken = walk(city, WITHHELD).dial().speak("我要提个建议")
    assert "说出您的建议" in spoken.last


def votes(city: City) -> dict[int, int]:
    with city.hotline.database.reading() as store:
        return store.votes.counts("park-gate")


def test_one_vote_a_number_changeable_by_key_or_by_words(city: City) -> None:
    call = walk(city, LIN).dial().press("3").press("2")
    assert "东湖公园夜里要不要关门" in call.last
    assert "您选的是不关" in call.press("2").last
    assert votes(city) == {2: 1}
    again = walk(city, LIN, sid="CA" + "e" * 32).dial().press("3").press("2")
    assert "您投过：不关" in again.last
    assert "您选的是只在冬天关" in again.speak("只在冬天关吧").last
    assert votes(city) == {3: 1}
    walk(city, LANDLINE).dial().speak("我要投票").press("1")
    assert votes(city) == {1: 1, 3: 1}


def test_without_a_number_there_is_no_vote(city: City) -> None:
    assert "一个号码一票" in walk(city, WITHHELD).dial().press("3").press("2").press("1").last
    assert votes(city) == {}


def test_a_consultation_is_over_after_its_last_day(city: City) -> None:
    city.later(days=200)
    assert "现在没有可以投票的议题" in walk(city, LIN).dial().press("3").press("2").last


@pytest.mark.parametrize(("words", "heard"), [
    ("老板拖欠工资怎么办", "请拨幺二三三三"), ("我家停电了", "请拨九五五九八"), ("你们几点上班", "上午九点到下午五点"),
    ("商品质量有问题", "请拨幺二三幺五"),
])  # fmt: skip
def test_what_can_be_told_is_told_at_once_and_what_is_not_ours_has_a_number(town: City, words: str, heard: str) -> None:
    assert heard in walk(town, LIN).dial().speak(words).last
    assert heard in walk(town, WITHHELD).dial().press("4").speak(words).last
    assert tickets(town) == ()


def test_information_by_key_and_on_to_something_else(town: City) -> None:
    call = walk(town, LIN).dial().press("4")
    assert "办事时间，请按1" in call.last
    assert "市民服务中心" in call.press("1").last
    assert "请直接说您的事" in call.press("1").last


def test_danger_by_key_is_a_ticket_before_anything_is_asked(city: City) -> None:
    call = walk(city, LIN).dial().press("5")
    made = only(list(tickets(city)))  # type: ignore[arg-type]
    assert made.urgent  # type: ignore[attr-defined]
    assert "有人受伤请拨幺二零" in call.last
    assert "编号是" in call.record(6, "#").last
    assert len(tickets(city)) == 1
    city.settle()
    with city.hotline.database.reading() as store:
        assert len(store.recordings.of_ticket(made.id)) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("keys", ["2", "3", "32", "4"])
def test_danger_in_words_is_heard_at_every_question(town: City, keys: str) -> None:
    report(town, LIN)
    call = walk(town, LIN).dial()
    for key in keys:
        call.press(key)
    assert "有人受伤请拨幺二零" in call.speak("着火了").last
    assert sum(t.urgent for t in tickets(town)) == 1


def test_nine_in_the_report_menu_seals(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("9")
    phone.speak("人民路12号饭店油烟太大")
    assert "替您保密" in " ".join(told(city, phone))
    made = only(list(tickets(city)))  # type: ignore[arg-type]
    assert made.sealed  # type: ignore[attr-defined]
    text = only(city.heard(LIN))
    assert "已保密" in text
    assert "饭店" not in text


def test_nine_after_the_number_seals_and_the_department_hears_nothing(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号井盖坏了，是隔壁王老板弄的")
    phone.press("*")
    phone.press("9")
    heard = " ".join(told(city, phone))
    assert "好，已经保密" in heard
    number = number_in(city.heard(QIAN)[0])
    assert ticket(city, number).sealed
    assert audit(city, number).count("sealed") == 1
    officer = walk(city, QIAN).dial().press(number)
    assert "已保密，录音不能播放" in officer.last
    department = at_desk(city, Role.OFFICER, "roads")
    department.get(f"/console/tickets/{number}")
    assert "王老板" not in department.said
    assert "<audio" not in department.page.text
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{number}")
    assert "<audio" in desk.page.text
    summary = news(city, QIAN, lambda: desk.post(f"/console/tickets/{number}/summary", {"words": "人民路12号井盖缺失"}))
    assert "人民路12号井盖缺失" in only(summary)
    department.get(f"/console/tickets/{number}")
    assert "人民路12号井盖缺失" in department.said


def rung(city: City) -> str:
    """A landline's ticket is said to be done and its call is picked up; the number."""
    call = walk(city, LANDLINE).dial().press("1").press("1").record(9, "#")
    assert "编号是" in call.last
    city.settle()
    number = number_in(city.heard(QIAN)[0])
    at_home(city, LANDLINE)
    done(city, QIAN, number)
    return number


def answered(city: City, number: str) -> dict[str, object]:
    with city.hotline.database.reading() as store:
        survey = store.surveys.latest_of(ticket(city, number).id)
    assert survey is not None
    return {"solved": survey.solved, "contacted": survey.contacted, "satisfied": survey.satisfied}


def survey_call(city: City, number: str):  # type: ignore[no-untyped-def]
    """The survey call as a carrier brings it, answered by a walker who can mumble."""
    with city.hotline.database.reading() as store:
        message = next(m for m in store.outbox.of_ticket(ticket(city, number).id) if m.template == "survey")
    call = walk(city, LANDLINE, direction="outbound-api", sid="CA" + "d" * 32)
    return call.dial(f"/carrier/outbound/{message.id}", AnsweredBy="human")


def test_a_verdict_not_heard_surely_is_said_back_and_star_corrects_it(city: City) -> None:
    number = rung(city)
    call = survey_call(city, number).speak("是我").speak("没有解决", 0.45)
    assert "记下了：没有解决；不对请按星号" in call.last
    assert state(city, number) is State.RESOLVED, "nothing is reopened on a guess"
    call.press("*").press("1")
    assert state(city, number) is State.CLOSED
    assert answered(city, number)["solved"] == 1


def test_a_verdict_said_back_and_not_contradicted_holds_with_the_next_answer(city: City) -> None:
    number = rung(city)
    call = survey_call(city, number).press("1").speak("没修好", 0.4)
    call.press("2")
    assert "已经退回市政维护处重办" in call.last
    assert answered(city, number) == {"solved": 3, "contacted": 2, "satisfied": None}
    assert "井盖" in "".join(city.heard(ZHAO)) or state(city, number) is State.DISPATCHED


def test_a_verdict_said_back_holds_when_the_line_goes(city: City) -> None:
    number = rung(city)
    call = survey_call(city, number).press("1").speak("解决了", 0.4)
    call.tell(city.base + call.action.replace(city.base, ""), {"CallStatus": "completed"})
    with city.hotline.database.reading() as store:
        message = next(m for m in store.outbox.of_ticket(ticket(city, number).id) if m.template == "survey")
    call.tell(f"{city.base}/carrier/outbound/{message.id}/status", {"CallStatus": "completed"})
    assert answered(city, number)["solved"] == 1


def test_what_is_hardly_heard_is_asked_again_and_moves_nothing(city: City) -> None:
    number = rung(city)
    call = survey_call(city, number).press("1").speak("解决了", 0.1)
    assert "没有听明白" in call.last
    assert answered(city, number)["solved"] is None


def test_contacted_not_heard_surely_can_be_corrected(city: City) -> None:
    number = rung(city)
    call = survey_call(city, number).press("1").press("1").speak("有人联系过", 0.5)
    assert "记下了：" in call.last
    call.press("*").press("2")
    assert answered(city, number)["contacted"] == 2


def test_a_category_hardly_heard_adds_no_step(city: City) -> None:
    call = walk(city, LIN).dial().speak("井盖坏了", 0.4)
    assert "记下了，是井盖的问题；不对请按星号" in call.last
    assert "是什么问题" in call.press("*").last


def test_the_third_contact_comes_to_a_person_and_nothing_is_said_twice(city: City) -> None:
    number = report(city, LIN)
    for _ in range(2):
        city.text(LIN, "催")
    walk(city, LIN).dial().press("2").press("1")
    assert ticket(city, number).chases == 3
    assert [c.reason for c in call_backs(city)] == ["third_contact"]
    assert drafts(city) == []
