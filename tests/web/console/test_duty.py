"""The desk sees who was rung about what is urgent, what came of it, and what nobody took."""

import time

import pytest

from hotline.domain.number import display
from hotline.domain.staff import Role
from tests.support.city import OFFICER, RESIDENT, City
from tests.support.desk import at_desk
from tests.web.console.conftest import latest

GAS = "人民路12号煤气漏气了"


@pytest.fixture
def untaken(city: City) -> str:
    """Everybody was rung three times, and nobody picked up."""
    city.text(RESIDENT, GAS)
    last = time.monotonic() + 20
    while True:
        city.later(seconds=61)
        with city.hotline.database.reading() as store:
            if store.duty.unanswered():
                return latest(city).number
        assert time.monotonic() < last


def test_what_nobody_took_stands_first_among_the_problems_until_somebody_has_it(city: City, untaken: str) -> None:
    desk = at_desk(city, Role.COORDINATOR)
    page = desk.get("/console/outbox").text
    assert "紧急，没有人接单" in page
    assert display(untaken) in page
    assert "没有丢失的信息" in page, "the calls themselves are no lost messages"
    city.text(OFFICER, f"接单 {untaken}")
    assert "紧急，没有人接单" not in desk.get("/console/outbox").text


def test_the_story_tells_who_was_rung_and_what_came_of_it(city: City, untaken: str) -> None:
    desk = at_desk(city, Role.COORDINATOR)
    desk.get(f"/console/tickets/{untaken}")
    page = desk.said
    assert page.index("呼叫值班：钱小明 · 没有接听") < page.index("呼叫值班：孙丽 · 没有接听") < page.index("呼叫值班：沈岚")
    assert "第3轮" in page
    assert "值班电话都打过了，没有人接单" in page
    desk.get(f"/console/tickets/{untaken}?lang=en")
    assert "Duty call: 钱小明 · no answer · round 3" in desk.said
