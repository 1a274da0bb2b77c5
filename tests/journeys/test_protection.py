"""Who has something to fear: complaints about staff, reprisal, reports that accuse somebody."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import Kind, State
from tests.journeys.stage import (
    ANNA,
    JIANG,
    LIN,
    OTHER,
    QIAN,
    SUN,
    WANG,
    news,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
)  # fmt: skip
from tests.journeys.test_more_time import decides
from tests.support.city import City
from tests.support.desk import at_desk

QIN = "+8613900010175"  # the protection officer


def test_a_complaint_never_reaches_the_unit_complained_of_and_they_cannot_see_it(city: City) -> None:
    number = number_in(only(city.text(LIN, "投诉城管执法队工作人员态度恶劣，还骂人")))
    found = ticket(city, number)
    assert (found.kind, found.about, found.handler, found.sealed) == (Kind.COMPLAINT, "order", None, True)
    assert city.heard(WANG) == [], "nobody of the unit is texted"
    assert "记录编号" in city.heard(LIN)[-1]
    coordinator = at_desk(city, Role.COORDINATOR)
    coordinator.get(f"/console/tickets/{number}")
    coordinator.post(f"/console/tickets/{number}/ruling", {"ruling": "dispatch", "department": "order"})
    assert "被投诉" in coordinator.said
    coordinator.post(f"/console/tickets/{number}/ruling", {"ruling": "dispatch", "department": "roads"})
    assert ticket(city, number).handler == "roads"
    unit = at_desk(city, Role.HEAD, "order")
    assert unit.get(f"/console/tickets/{number}").status_code == 404
    assert "投诉" in city.text(QIAN, f"协办 {number} 城管执法队")[-1]


def test_a_reprisal_is_for_protection_officers_alone(city: City) -> None:
    report(city, LIN)
    told = news(city, QIN, lambda: city.text(LIN, "被报复"))
    protected = number_in(only(told))
    assert ticket(city, protected).kind is Kind.PROTECTION
    assert "被报复" not in "".join(city.heard(JIANG)), "the coordinator hears nothing of it"
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR):
        desk = at_desk(city, role)
        assert desk.get(f"/console/tickets/{protected}").status_code == 404
        desk.get("/console/tickets?state=all")
        assert shown(protected) not in desk.said
        if role is not Role.AUDITOR:
            desk.get("/console/due")
            assert shown(protected) not in desk.said
    protector = at_desk(city, Role.PROTECTION)
    assert protector.get(f"/console/tickets/{protected}").status_code == 200
    protector.get("/console/due")
    assert shown(protected) in protector.said
    # By its number it is told from an unknown one by nobody.
    unknown, known = city.text(OTHER, "查 12345671"), city.text(OTHER, f"查 {protected}")
    assert only(unknown) == only(known)
    again = city.text(LIN, "被报复")
    assert len(again) == 1
    with city.hotline.database.reading() as store:
        assert len(store.tickets.listing(protection=True)) == 1


def test_a_protection_officer_answers_and_its_reporter_judges(city: City) -> None:
    city.text(LIN, "被报复")
    with city.hotline.database.reading() as store:
        number = store.tickets.listing(protection=True)[0].number
    told = news(city, LIN, lambda: decides(city, Role.PROTECTION, number, "answer", words="已约谈，泄露的人已调离"))
    assert "已约谈" not in only(told), "nothing of it is texted"
    assert state(city, number) is State.RESOLVED
    city.text(LIN, "1")
    assert state(city, number) is State.CLOSED


def test_what_accuses_somebody_is_sealed_by_itself(city: City) -> None:
    told = city.text(LIN, "举报人民路12号黑作坊往河道偷排黑水")
    number = number_in(only(told))
    assert ticket(city, number).sealed
    assert "人民路" not in told[0]
    officer = next(p for p in (QIAN, SUN, WANG, "+8613900010122") if city.heard(p))
    assert "黑作坊" not in "".join(city.heard(officer))


def test_a_complaint_goes_to_nobody_before_it_is_known_whom_it_is_about(city: City) -> None:
    number = number_in(only(city.text(ANNA, "I want to complain about a rude inspector")))
    assert ticket(city, number).about is None
    assert "先在控制台记下被投诉的单位" in only(city.text(JIANG, f"派遣 {number} 市政维护处"))
    assert ticket(city, number).handler is None
    decides(city, Role.COORDINATOR, number, "name_unit", department="order")
    assert "投诉" in only(city.text(JIANG, f"派遣 {number} 城管执法队"))
    city.text(JIANG, f"派遣 {number} 市政维护处")
    assert ticket(city, number).handler == "roads"


@pytest.mark.parametrize("begun", [False, True])
def test_a_report_that_is_a_complaint_after_all_leaves_the_unit_at_once(city: City, *, begun: bool) -> None:
    number = number_in(only(city.text(OTHER, "人民路30号摆摊占道，城管来了不管")))
    assert ticket(city, number).handler == "order"
    if begun:
        city.text(WANG, f"进展 {number} 已到现场")
    moved = news(city, WANG, lambda: decides(city, Role.COORDINATOR, number, "reclassify", kind="complaint"))
    assert "不用再办" in only(moved)
    assert ticket(city, number).sealed
    assert "不在您名下" in only(city.text(WANG, f"进展 {number} 我们处理"))
    desk = at_desk(city, Role.OFFICER, "order")
    assert desk.get(f"/console/tickets/{number}").status_code == 404
    decides(city, Role.COORDINATOR, number, "name_unit", department="order")
    city.text(JIANG, f"派遣 {number} 市政维护处")
    assert ticket(city, number).handler == "roads"
    city.text(QIAN, f"进展 {number} 正在了解")
    assert state(city, number) is State.IN_PROGRESS
    with city.hotline.database.reading(frozen=True) as store:
        assert store.audit.replayed() == ()


def test_a_complaint_that_reached_the_unit_it_is_about_is_taken_from_it(city: City) -> None:
    number = number_in(only(city.text(ANNA, "I want to complain about a rude inspector")))
    decides(city, Role.COORDINATOR, number, "name_unit", department="roads")
    city.text(JIANG, f"派遣 {number} 城管执法队")
    assert ticket(city, number).handler == "order"
    moved = news(city, WANG, lambda: decides(city, Role.COORDINATOR, number, "name_unit", department="order"))
    assert "不用再办" in only(moved)
    assert (ticket(city, number).handler, ticket(city, number).about) == (None, "order")
