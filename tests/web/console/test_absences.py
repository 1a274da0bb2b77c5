"""Absences and deputies on the page of people: who may enter them, what is refused, and that the dispatch follows."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.domain.staff import Role, Staff
from tests.support.city import COORDINATOR, HEAD, OFFICER, OFFICER_2, RESIDENT, City
from tests.support.desk import at_desk

ELSEWHERE = "+8613900010132"


def person(city: City, phone: str) -> Staff:
    with city.hotline.database.reading() as store:
        found = store.city.staff_by_phone(phone)
    assert found is not None
    return found


def hours(city: City, later: float) -> str:
    """As a browser's field for a moment sends it."""
    at = city.clock.now() + timedelta(hours=later)
    return at.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")


def test_a_head_chooses_a_deputy_and_enters_an_absence_and_the_deputy_gets_what_comes(city: City) -> None:
    desk, own, deputy = at_desk(city, Role.HEAD, "roads"), person(city, OFFICER), person(city, HEAD)
    desk.get("/console/people")
    desk.post(f"/console/people/{own.id}/deputy", {"deputy": deputy.id})
    assert f"代理：{deputy.name}" in desk.said
    desk.post(f"/console/people/{own.id}/away", {"from": "", "until": hours(city, 48)})
    assert "离岗已登记" in desk.said
    city.text(RESIDENT, "人民路12号井盖坏了")
    assert (len(city.heard(OFFICER)), len(city.heard(OFFICER_2)), len(city.heard(HEAD))) == (0, 0, 1)
    desk.post(f"/console/people/{own.id}/back", {})
    assert "已回岗" in desk.said
    city.text("+8613800138099", "人民路14号井盖坏了")
    assert len(city.heard(OFFICER)) == 1
    desk.post(f"/console/people/{own.id}/back", {})
    assert "没有登记离岗" in desk.said


@pytest.mark.parametrize(("role", "department", "whose", "may"), [
    (Role.HEAD, "roads", OFFICER, True), (Role.HEAD, "roads", ELSEWHERE, False), (Role.HEAD, "roads", COORDINATOR, False),
    (Role.COORDINATOR, None, ELSEWHERE, True), (Role.SUPERVISOR, None, COORDINATOR, True), (Role.ADMIN, None, OFFICER, True),
    (Role.AUDITOR, None, OFFICER, False),
])  # fmt: skip
def test_who_may_enter_whose_absence(city: City, role: Role, department: str | None, whose: str, may: bool) -> None:
    desk = at_desk(city, role, department)
    desk.get("/console/people")
    desk.post(f"/console/people/{person(city, whose).id}/away", {"until": hours(city, 5)})
    assert ("离岗已登记" in desk.said) is may
    assert ("不是您单位的人" in desk.said) is not may
    with city.hotline.database.reading() as store:
        assert (person(city, whose).id in city.hotline.parts.city(store).away) is may


@pytest.mark.parametrize(("begins", "ends", "said"), [
    (2, 1, "结束要晚于开始"), (-5, -1, "这段时间已经过去"), (0, 24 * 500, "最长400天"), (1, 3, "这段时间已登记过离岗"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_words(city: City, begins: float, ends: float, said: str) -> None:
    desk, own = at_desk(city, Role.COORDINATOR), person(city, OFFICER)
    desk.get("/console/people")
    if "登记过" in said:
        desk.post(f"/console/people/{own.id}/away", {"from": hours(city, 2), "until": hours(city, 9)})
        assert "将离岗" in desk.said
    desk.post(f"/console/people/{own.id}/away", {"from": hours(city, begins), "until": hours(city, ends)})
    assert said in desk.said


def test_an_end_that_is_no_moment_a_deputy_of_another_department_and_nobody(city: City) -> None:
    desk, own = at_desk(city, Role.COORDINATOR), person(city, OFFICER)
    desk.get("/console/people")
    desk.post(f"/console/people/{own.id}/away", {"until": "someday"})
    assert "请写清日期和时间" in desk.said
    desk.post(f"/console/people/{own.id}/deputy", {"deputy": person(city, ELSEWHERE).id})
    assert "同单位" in desk.said
    assert desk.post("/console/people/nobody/away", {"until": hours(city, 5)}).status_code == 404
