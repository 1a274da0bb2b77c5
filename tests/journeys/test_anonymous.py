"""What is promised to whoever is anonymous is kept before they are forgotten, and nothing is offered that ends with it."""

import pytest

from hotline.domain.number import display
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import LIN, OTHER, QIAN, call_backs, done, news, only, report, state, ticket
from tests.journeys.test_more_time import decides
from tests.support.city import City
from tests.support.desk import at_desk


def anonymous(city: City) -> str:
    number = report(city, LIN)
    city.text(LIN, "匿名")
    return number


def known(city: City, number: str) -> bool:
    return ticket(city, number).reporter_id is not None


def sweep_days(city: City, days: int) -> None:
    for _ in range(days):
        city.later(days=1)
        city.sweep()


def test_who_is_still_to_be_rung_is_forgotten_only_then(city: City) -> None:
    number = anonymous(city)
    done(city, QIAN, number)
    for answer in ("1", "1", "5"):
        city.text(LIN, answer)
    assert state(city, number) is State.CLOSED
    sweep_days(city, 4)
    unhappy = next(c for c in call_backs(city) if c.reason == "unhappy")
    assert unhappy.reporter_id is not None
    assert known(city, number)
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/due")
    assert display(number) in desk.said
    desk.post(f"/console/due/{unhappy.id}/number", {"reason": "call_back"})
    assert LIN[-8:] not in desk.page.text.replace(" ", ""), "rung through the hotline, shown to nobody"
    assert "8000" not in desk.page.text.replace("****8000", "")
    for one in call_backs(city):
        desk.get("/console/due")
        desk.post(f"/console/due/{one.id}/done")
    city.sweep()
    assert not known(city, number)


def test_what_was_asked_may_be_answered(city: City) -> None:
    number = anonymous(city)
    done(city, QIAN, number)
    city.text(LIN, "1")
    city.later(hours=1)
    city.sweep()
    assert "总体满意" in only(city.text(LIN, "1")), "the second question is understood, the third is put"
    city.sweep()
    assert "已办结" in only(city.text(LIN, "2"))
    city.later(hours=1)
    city.sweep()
    assert not known(city, number)


@pytest.mark.parametrize("answers", [("1", "1", "1"), ()])
def test_nothing_is_offered_that_ends_with_being_forgotten(city: City, answers: tuple[str, ...]) -> None:
    number = anonymous(city)
    done(city, QIAN, number)
    for answer in answers:
        city.text(LIN, answer)
    if not answers:
        sweep_days(city, 8)
    assert state(city, number) is State.CLOSED
    last = city.heard(LIN)[-1]
    assert "又坏了" not in last
    assert "还没修好" not in last
    assert "重新" in last
    assert "又坏了" not in "".join(city.text(LIN, f"查 {number}"))


def test_a_rejection_may_be_objected_to_as_long_as_was_said(city: City) -> None:
    number = anonymous(city)
    told = news(city, LIN, lambda: decides(city, Role.COORDINATOR, number, "reject", reason="no_matter", words="看过了"))
    assert "回“不同意”" in only(told)
    sweep_days(city, 6)
    assert known(city, number)
    assert "记下" in city.text(LIN, "不同意")[-1]
    sweep_days(city, 3)
    assert known(city, number), "the second look has not been taken"


def test_whoever_is_merged_hears_the_result_before_they_are_forgotten(city: City) -> None:
    parent = report(city, OTHER, "人民路12号井盖坏了")
    number = anonymous(city)
    decides(city, Role.COORDINATOR, number, "merge", parent=parent)
    assert state(city, number) is State.MERGED
    sweep_days(city, 8)
    assert known(city, number)
    done(city, QIAN, parent)
    assert "井盖已更换" in city.heard(LIN)[-1] or "已办好" in city.heard(LIN)[-1]
