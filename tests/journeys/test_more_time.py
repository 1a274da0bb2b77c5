"""More time, help, questions and proof: what a department may ask for, who decides, and what the resident hears."""

import pytest
import requests

from hotline.domain.clock_row import ClockKind
from hotline.domain.flag import FlagKind
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import (
    ANNA,
    LIN,
    QIAN,
    WANG,
    at,
    call_backs,
    done,
    news,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
)  # fmt: skip
from tests.support.city import City
from tests.support.desk import at_desk
from tests.support.photos import jpeg

SHEN = "+8613900010171"  # the supervisor, who decides for the committee as well
LATER = "2026-12-09"


def due(city: City, number: str, kind: ClockKind = ClockKind.RESULT) -> str:
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
        assert found is not None
        running = [c for c in store.clocks.of_ticket(found.id) if c.kind is kind]
    assert len(running) == 1, running
    return running[0].due_at.isoformat()


def flags(city: City, number: str) -> list[FlagKind]:
    with city.hotline.database.reading() as store:
        return [flag.kind for flag in store.flags.of_ticket(ticket(city, number).id)]


def decides(city: City, role: Role, number: str, act: str, **form: str) -> str:
    """What the page says to somebody who decides."""
    desk = at_desk(city, role)
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/decision", {"act": act, **form})
    return desk.said


def test_an_extension_is_a_supervisors_to_grant_once_and_the_resident_hears_the_day(city: City) -> None:
    number = report(city, LIN)
    first = due(city, number)
    asked = news(city, SHEN, lambda: city.text(QIAN, f"延期 {number} 配件要从外地调"))
    assert "配件要从外地调" in only(asked)
    assert due(city, number) == first, "until it is granted the deadline stands"
    assert "等决定" in only(city.text(QIAN, f"延期 {number} 再说一次"))
    told = news(city, LIN, lambda: decides(city, Role.SUPERVISOR, number, "grant_extension", day=LATER))
    assert "延到12月9日前办完" in only(told)
    assert due(city, number).startswith("2026-12-09T09:00")
    assert "已经延过一次" in only(city.text(QIAN, f"延期 {number} 还要几天"))


def test_no_longer_than_the_rules_allow_and_refused_it_stays_as_it_was(city: City) -> None:
    number = report(city, LIN)
    first = due(city, number)
    city.text(QIAN, f"EXTEND {number} the part comes from elsewhere")
    assert "日期不对" in decides(city, Role.SUPERVISOR, number, "grant_extension", day="2027-03-01")
    assert "您的角色" in decides(city, Role.COORDINATOR, number, "grant_extension", day=LATER)
    heard = news(city, QIAN, lambda: decides(city, Role.SUPERVISOR, number, "refuse_extension"))
    assert "没有同意" in only(heard)
    assert due(city, number) == first


def test_after_the_deadline_no_extension_can_be_asked_for(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at(city, 2026, 12, 3, 9, 0)
    assert "已经到期" in only(city.text(QIAN, f"延期 {number} 忘了"))


def test_what_cannot_be_done_in_time_is_planned_in_public_and_told_every_month(city: City) -> None:
    number = report(city, LIN)
    desk = at_desk(city, Role.OFFICER, "roads")
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/act", {"deed": "plan", "day": "2027-03-31", "words": "等老旧小区改造"})
    told = news(city, LIN, lambda: decides(city, Role.SUPERVISOR, number, "grant_plan", words="等小区改造"))
    assert "3月31日前办完" in only(told)
    assert "等小区改造" in told[0]
    assert state(city, number) is State.PLANNED
    page = requests.get(f"{city.base}/planned", timeout=10).text
    assert all(word in page for word in (shown(number), "等小区改造", "市政维护处"))
    assert "人民路" not in page, "what, where roughly, who and why; no address"
    at(city, 2026, 12, 24, 10, 0)
    assert any("仍在计划中" in text for text in news(city, LIN, city.sweep))
    assert "仍在计划" not in "".join(news(city, LIN, city.sweep)), "once a month, however often the sweep runs"
    at(city, 2027, 4, 1, 9, 0)
    assert any("没有按时办完" in text for text in news(city, LIN, city.sweep))
    assert state(city, number) is State.IN_PROGRESS, "its day has come"


def test_done_before_its_day_a_plan_is_over(city: City) -> None:
    number = report(city, LIN)
    desk = at_desk(city, Role.OFFICER, "roads")
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/act", {"deed": "plan", "day": "2027-03-31", "words": "等改造"})
    decides(city, Role.SUPERVISOR, number, "grant_plan", words="等改造")
    done(city, QIAN, number)
    assert state(city, number) is State.RESOLVED
    assert ticket(city, number).planned_until is None
    at(city, 2026, 12, 30, 10, 0)
    assert not any("仍在计划" in text for text in news(city, LIN, city.sweep))


def test_an_officers_question_reaches_the_reporter_and_the_answer_comes_back(city: City) -> None:
    number = report(city, LIN)
    first = due(city, number)
    asked = news(city, LIN, lambda: city.text(QIAN, f"询问 {number} 是路口东边的那个吗"))
    assert "是路口东边的那个吗" in only(asked)
    assert due(city, number) == first, "a question stops no clock"
    back = news(city, QIAN, lambda: city.text(LIN, "是的，人民路12号门口那个井盖"))
    assert "门口那个井盖" in only(back), "and it is no new report"
    assert "没看懂" not in "".join(city.heard(LIN))


def test_an_officers_question_in_english(city: City) -> None:
    number = report(city, ANNA)
    asked = news(city, ANNA, lambda: city.text(QIAN, f"ASK {number} east or west of the gate"))
    assert "east or west of the gate" in only(asked)
    assert "east side" in only(news(city, QIAN, lambda: city.text(ANNA, "east side")))


def test_another_department_assists_and_the_first_still_answers(city: City) -> None:
    number = report(city, LIN)
    asked = news(city, WANG, lambda: city.text(QIAN, f"协办 {number} 城管执法队 请清走占道车辆"))
    assert shown(number) in only(asked)
    assert "请清走占道车辆" in asked[0]
    assert "协办，对方还没办完" in only(city.text(QIAN, f"协办 {number} 城管执法队 再催"))
    heard = news(city, QIAN, lambda: city.text(WANG, f"办结 {number} 车已拖走"))
    assert "车已拖走" in only(heard)
    assert state(city, number) is State.DISPATCHED, "what the helper has done is no result"
    assert "车已拖走" not in "".join(city.heard(LIN))
    assert "不在您名下" in only(city.text(WANG, f"进展 {number} 再看看"))


def test_an_unknown_department_cannot_be_asked_to_assist(city: City) -> None:
    number = report(city, LIN)
    assert "没有这个部门" in only(city.text(QIAN, f"协办 {number} 气象局"))
    assert "就在您单位" in only(city.text(QIAN, f"协办 {number} 市政维护处"))


def test_a_helper_sees_the_ticket_on_the_console_and_nobody_else_of_another_department(city: City) -> None:
    number = report(city, LIN)
    helper = at_desk(city, Role.OFFICER, "order")
    assert helper.get(f"/console/tickets/{number}").status_code == 404
    city.text(QIAN, f"协办 {number} 城管执法队 请清障")
    assert helper.get(f"/console/tickets/{number}").status_code == 200
    helper.get("/console/tickets")
    assert shown(number) in helper.said


@pytest.mark.parametrize(("words", "kinds"), [
    ("将尽快安排处理", [FlagKind.PROMISE_ONLY]), ("井盖已更换", []), ("已换好，下周再加固", []),
])
def test_a_result_that_only_promises_is_flagged(city: City, words: str, kinds: list[FlagKind]) -> None:
    number = report(city, LIN)
    done(city, QIAN, number, "办结 {} " + words)
    assert flags(city, number) == kinds


def test_a_missing_photo_is_asked_for_once_then_allowed_and_flagged(city: City) -> None:
    number = number_in(only(city.text(LIN, "人民路5号有人乱搭违章建筑")))
    assert ticket(city, number).category == "06001"
    assert "照片" in only(city.text(WANG, f"办结 {number} 已拆除"))
    assert state(city, number) is State.DISPATCHED
    city.text(WANG, f"办结 {number} 已拆除")
    assert state(city, number) is State.RESOLVED
    assert flags(city, number) == [FlagKind.NO_PHOTO]


def test_with_a_photo_there_is_nothing_to_ask_for(city: City) -> None:
    number = number_in(only(city.text(LIN, "人民路5号有人乱搭违章建筑")))
    city.text(WANG, f"办结 {number} 已拆除", jpeg())
    assert state(city, number) is State.RESOLVED
    assert flags(city, number) == []


def test_somebody_without_texts_is_rung_with_the_officers_question(city: City) -> None:
    number = report(city, LIN)
    city.text(LIN, "退订")
    city.text(QIAN, f"询问 {number} 是哪个门")
    assert [one.reason for one in call_backs(city)] == ["question"]
