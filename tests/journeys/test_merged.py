"""Whose report was merged into another: their number still works, and they hear what becomes of it."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import (
    COVER,
    LIN,
    OTHER,
    QIAN,
    ZHAO,
    at,
    call_backs,
    done,
    news,
    only,
    report,
    reporter,
    shown,
    state,
    ticket,
)  # fmt: skip
from tests.journeys.test_more_time import decides
from tests.support.city import City
from tests.support.desk import at_desk, hire


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


def test_each_step_is_told_to_all_under_their_own_number(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    for words in (f"接单 {parent}", f"进展 {parent} 已派人围挡"):
        told = news(city, OTHER, lambda words=words: city.text(QIAN, words))  # type: ignore[misc]
        assert shown(child) in only(told)
    city.text(QIAN, f"延期 {parent} 配件要从外地调")
    told = news(city, OTHER, lambda: decides(city, Role.SUPERVISOR, parent, "grant_extension"))
    assert shown(child) in only(told)
    at(city, 2026, 12, 24, 9, 0)
    late = news(city, OTHER, city.sweep)
    assert any("没有按时" in text or "还没有办好" in text for text in late)
    assert all(shown(child) in text for text in late)


def test_whoever_says_not_solved_is_answered_for_it_and_rung_back(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    done(city, QIAN, parent)
    before = len(city.heard(LIN))
    told = city.text(OTHER, "3")
    assert "有人说" not in "".join(told), "it was they who said so"
    assert any("没有解决" in text and shown(child) in text for text in told)
    assert any("有人说还没解决" in text for text in city.heard(LIN)[before:])
    assert [back.reporter_id for back in call_backs(city)] == [reporter(city, OTHER).id]
    assert "没看懂" not in "".join(city.text(LIN, "1")), "a verdict that comes a minute later is understood"


def test_an_objection_that_is_upheld_is_told_to_all_who_heard_of_the_rejection(city: City, pair: tuple[str, str]) -> None:
    parent, child = pair
    decides(city, Role.COORDINATOR, parent, "reject", reason="not_ours")
    city.settle()
    city.text(LIN, f"不同意 {parent}")
    hire(city, Role.COORDINATOR, login="second")
    second = at_desk(city, Role.COORDINATOR)
    second.sign_in("second")
    second.get(f"/console/tickets/{parent}")
    told = news(city, OTHER, lambda: second.post(
        f"/console/tickets/{parent}/decision", {"act": "uphold_objection", "department": "roads"}
    ))
    assert "重新受理" in only(told)
    assert shown(child) in told[0]
