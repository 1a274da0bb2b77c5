"""The page of observers: what is to be handed over, the books, who has how many points."""

from datetime import timedelta

import pytest

from hotline.domain.staff import Role
from hotline.services.observers import handed
from tests.support.city import OFFICER, RESIDENT, City
from tests.support.desk import Desk, at_desk, hire
from tests.web.console.conftest import latest


@pytest.fixture
def redeemed(city: City) -> City:
    city.text(RESIDENT, "加入")
    for _ in range(5):
        city.text(RESIDENT, "人民路12号井盖坏了")
        city.text(OFFICER, f"办结 {latest(city).number} 已更换")
        for answer in ("1", "1", "1"):
            city.text(RESIDENT, answer)
        city.later(hours=1)
    assert "已用50分兑换雨伞" in city.text(RESIDENT, "兑换 1")[0]
    return city


def due(city: City) -> list[str]:
    with city.hotline.database.reading() as store:
        return [one.id for one in store.observers.due()]


def test_the_coordinator_hands_over_and_nobody_else_may(redeemed: City) -> None:
    [wanted] = due(redeemed)
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        desk = at_desk(redeemed, role)
        desk.get("/console/observers")
        assert "umbrella" in desk.said or "雨伞" in desk.said
        assert "8000" not in desk.said.replace("138****8000", ""), "masked"
        assert "已交付" not in desk.said
        assert desk.post(f"/console/observers/redemptions/{wanted}/handed").status_code == 403
    with pytest.raises(Exception, match="coordinator_only"):
        handed(redeemed.hotline.parts, hire(redeemed, Role.SUPERVISOR), wanted)
    desk = at_desk(redeemed, Role.COORDINATOR)
    desk.get("/console/observers")
    desk.post(f"/console/observers/redemptions/{wanted}/handed")
    assert "已记下：已交付。" in desk.said
    assert due(redeemed) == []
    desk.post(f"/console/observers/redemptions/{wanted}/cancelled")
    assert "这项已经处理过了" in desk.said
    assert desk.post("/console/observers/redemptions/nothing/handed").status_code == 404
    assert "您有10分" in redeemed.text(RESIDENT, "积分")[0]


def test_what_is_not_to_be_had_comes_back_as_points_and_is_told(redeemed: City) -> None:
    desk = at_desk(redeemed, Role.COORDINATOR)
    desk.get("/console/observers")
    before = len(redeemed.heard(RESIDENT))
    desk.post(f"/console/observers/redemptions/{due(redeemed)[0]}/cancelled")
    assert "积分已退回" in desk.said
    redeemed.settle()
    assert redeemed.heard(RESIDENT)[before:] == ["【示范市12345】您兑换的雨伞没能交给您，抱歉。50分已退回，现有60分。"]


def test_what_is_late_is_marked_and_the_books_are_shown(redeemed: City) -> None:
    desk = at_desk(redeemed, Role.AUDITOR)
    desk.get("/console/observers")
    assert "相符" in desk.said
    assert "−60 + 观察员持有 10 + 已兑换 50 = 0" in desk.said
    assert "已超时" not in desk.said
    redeemed.clock.move(timedelta(days=9))
    desk = at_desk(redeemed, Role.AUDITOR)
    desk.get("/console/observers")
    assert "已超时" in desk.said


def test_the_page_is_quiet_where_nobody_observes(city: City) -> None:
    desk: Desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/observers")
    assert "还没有人加入" in desk.said
