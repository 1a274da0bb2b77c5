"""A call-back made from the console: the operator's phone, then the resident's; a talk is the call-back, a ring is not."""

import re
from dataclasses import replace

from hotline.domain.call import Talk
from hotline.domain.staff import Role
from tests.carrier.simulated.phone import Phone
from tests.journeys.joined import BUSY, facts, hangs_up, recordings, talk
from tests.journeys.stage import (
    LIN,
    QIAN,
    at_home,
    call_backs,
    calls_to,
    dial,
    drafts,
    hung_up,
    only,
    report,
    rings,
    tickets,
    walk,
)  # fmt: skip
from tests.support.city import City
from tests.support.desk import Desk, at_desk, hire

OPERATOR = "+8613900010177"


def at_due(city: City, phone: str | None) -> tuple[Desk, str]:
    """An operator with a phone of their own at the list of call-backs, and the call-back there is."""
    hired = hire(city, Role.OPERATOR)
    with city.hotline.database.writing() as store:
        store.city.save_staff(replace(hired, phone=phone))
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/due")
    return desk, only([c.id for c in call_backs(city)])


def rung_now(city: City, desk: Desk, callback: str) -> Phone:
    at_home(city, OPERATOR)
    desk.post(f"/console/due/{callback}/call")
    city.settle()
    return rings(city, OPERATOR)


def dropped(city: City) -> None:
    """Somebody who wanted to report hung up half-way."""
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    hung_up(city, phone)


def test_a_call_back_made_from_the_console_is_done_when_the_two_have_talked(city: City) -> None:
    city.text(LIN, "人工")
    desk, callback = at_due(city, OPERATOR)
    assert "现在回电" in desk.said
    operator = rung_now(city, desk, callback)
    assert "您的电话马上会响" in desk.said
    assert "正在接通" in desk.said
    resident = talk(city, operator, LIN)
    assert "按1" in operator.heard()[0]
    hangs_up(city, resident)
    operator.silence()
    operator.end()
    city.settle()
    assert call_backs(city) == []
    desk.get("/console/due")
    assert "没有要回的电话" in desk.said


def test_not_reached_it_stays_due_and_says_how_often_it_was_tried(city: City) -> None:
    city.text(BUSY, "人工")
    desk, callback = at_due(city, OPERATOR)
    for tried in (1, 2):
        operator = rung_now(city, desk, callback)
        operator.press("1")
        assert "正在通话" in operator.end()[-1]
        city.settle()
        desk.get("/console/due")
        assert f"已拨{tried}次，没有接通" in desk.said
    hung_up(city, rung_now(city, desk, callback))
    desk.get("/console/due")
    assert "已拨2次" in desk.said, "whoever did not press 1 rang nobody"


def test_two_of_the_desk_do_not_ring_one_person_at_once(city: City) -> None:
    city.text(LIN, "人工")
    desk, callback = at_due(city, OPERATOR)
    operator = rung_now(city, desk, callback)
    desk.post(f"/console/due/{callback}/call")
    assert "已有人正在给这位居民回电" in desk.said
    hung_up(city, operator)
    assert calls_to(city, OPERATOR) == 1
    hung_up(city, rung_now(city, desk, callback))


def test_whoever_has_no_phone_of_their_own_is_offered_no_call(city: City) -> None:
    city.text(LIN, "人工")
    desk, callback = at_due(city, None)
    assert "现在回电" not in desk.said
    desk.post(f"/console/due/{callback}/call")
    assert "您没有登记自己的电话" in desk.said
    assert only([c.ringing_until for c in call_backs(city)]) is None


def test_somebody_who_was_rung_meanwhile_is_not_rung_again(city: City) -> None:
    city.text(LIN, "人工")
    desk, callback = at_due(city, OPERATOR)
    at_home(city, OPERATOR)
    desk.post(f"/console/due/{callback}/call")
    city.settle()
    desk.post(f"/console/due/{callback}/done")
    assert rings(city, OPERATOR).end() == ["这位居民现在不用打电话了，谢谢您。再见。"]
    desk.post(f"/console/due/{callback}/call")
    assert "别人已经回过电了" in desk.said
    assert calls_to(city, LIN) == 0


def test_the_talk_about_a_draft_belongs_to_it_and_to_the_ticket_it_becomes(city: City) -> None:
    dropped(city)
    desk, callback = at_due(city, OPERATOR)
    operator = rung_now(city, desk, callback)
    assert "登记为工单" in desk.said, "the form is there while one talks"
    resident = talk(city, operator, LIN)
    city.carrier.control.speak(resident.call.sid, "人民路12号井盖坏了")
    hangs_up(city, operator)
    draft = only(drafts(city))
    assert call_backs(city) == []
    desk.get(f"/console/drafts/{draft.id}")
    assert "/console/recordings/" in desk.page.text
    desk.post(f"/console/drafts/{draft.id}/complete", {"words": "井盖坏了", "place": "人民路12号"})
    number = only([t.number for t in tickets(city)])
    assert Talk.DESK in recordings(city, number)


def test_what_was_said_to_the_desk_is_not_for_the_department(city: City) -> None:
    number = report(city, LIN)
    city.text(LIN, "催")
    city.text(LIN, "催")
    city.text(LIN, "催")
    desk, callback = at_due(city, OPERATOR)
    operator = rung_now(city, desk, callback)
    talk(city, operator, LIN)
    hangs_up(city, operator)
    assert recordings(city, number) == [Talk.DESK]
    assert facts(city, number, "responded") == [], "the desk's talk is no contact by the department"
    desk.get(f"/console/tickets/{number}")
    assert "/console/recordings/" in desk.page.text
    assert "经热线给反映人打电话：通了话" in desk.said
    department = at_desk(city, Role.HEAD, "roads")
    department.get(f"/console/tickets/{number}")
    assert "/console/recordings/" not in department.page.text
    assert department.get(re.search(r"/console/recordings/[^\"]+", desk.page.text)[0]).status_code == 404  # type: ignore[index]


def test_a_tickets_page_tells_who_rang_whom_and_what_came_of_it(city: City) -> None:
    number = report(city, BUSY, "人民路12号井盖坏了")
    walk(city, BUSY).dial().press("2").hang_up()
    at_home(city, QIAN)
    city.text(QIAN, f"联系 {number}")
    officer = rings(city, QIAN)
    officer.press("1")
    officer.end()
    city.settle()
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get(f"/console/tickets/{number}")
    assert "反映人来电" in desk.said
    assert re.search(r"\S+打给反映人 \S+ 占线", desk.said)
    department = at_desk(city, Role.HEAD, "roads")
    department.get(f"/console/tickets/{number}")
    assert "打给反映人" in department.said
    assert "反映人来电" not in department.said, "when its reporter rang is no business of a department's"
