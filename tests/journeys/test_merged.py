"""Whose report was merged into another: their number still works, and they hear what becomes of it."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import COVER, LIN, OTHER, QIAN, ZHAO, done, news, only, report, shown, state, ticket
from tests.journeys.test_more_time import decides
from tests.support.city import City


@pytest.fixture
def pair(city: City) -> tuple[str, str]:
    """The one that is worked on, and the one that was merged into it."""
    parent, child = report(city, LIN), report(city, OTHER, COVER[LIN])
    decides(city, Role.COORDINATOR, child, "merge", parent=parent)
    city.settle()
    return parent, child


def test_their_number_tells_where_the_other_stands(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    city.text(QIAN, f"进展 {parent} 已派人围挡")
    told = only(city.text(OTHER, "查"))
    assert shown(child) in told
    assert "市政维护处正在办理" in told


def test_their_chase_moves_the_other_and_is_answered_to_them_alone(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    before = len(city.heard(LIN))
    heard = news(city, QIAN, lambda: city.text(OTHER, "催"))
    assert shown(parent) in only(heard)
    assert shown(child) in city.heard(OTHER)[-1]
    assert len(city.heard(LIN)) == before
    assert ticket(city, parent).chases == 1
    assert news(city, ZHAO, lambda: city.text(LIN, "催")), "the second contact about the event tells the head"


def test_what_they_add_reaches_the_officer(city: City, pair: tuple[str, str]) -> None:
    _, child = pair
    heard = news(city, QIAN, lambda: city.text(OTHER, f"补充 {child} 井里还有水"))
    assert "井里还有水" in only(heard)
    assert shown(child) in city.heard(OTHER)[-1]


def test_back_again_after_its_closing_the_event_is_in_work_again(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    done(city, QIAN, parent)
    city.text(LIN, "1")
    city.text(OTHER, "1")
    assert state(city, parent) is State.CLOSED
    told = city.text(OTHER, f"又坏了 {child}")
    assert state(city, parent) is State.DISPATCHED
    assert any(shown(child) in text for text in told)


def test_a_rejection_of_the_event_is_told_to_all_and_each_may_object(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    told = news(city, OTHER, lambda: decides(city, Role.COORDINATOR, parent, "reject", reason="not_ours"))
    assert shown(child) in only(told)
    assert "没有受理" in told[0]
    assert "再看一次" in only(city.text(OTHER, "不同意"))


def test_its_first_reporter_leaves_and_the_event_goes_on(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    city.text(LIN, f"撤销 {parent}")
    city.text(LIN, "是")
    assert state(city, parent) is State.DISPATCHED
    asked = news(city, OTHER, lambda: done(city, QIAN, parent))
    assert shown(child) in only(asked)
