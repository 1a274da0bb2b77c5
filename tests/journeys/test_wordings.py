"""What is said fits where the ticket stands: what was rejected or withdrawn is not spoken of as done, thanks are no trouble."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import Kind, State
from tests.journeys.stage import (
    ANNA,
    COVER,
    LIN,
    OTHER,
    QIAN,
    ZHAO,
    ZHOU,
    at,
    done,
    news,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
    tickets,
)  # fmt: skip
from tests.journeys.test_more_time import decides
from tests.support.city import City
from tests.support.desk import at_desk


def rejected(city: City, sender: str = LIN) -> str:
    number = report(city, sender, COVER[sender])
    decides(city, Role.COORDINATOR, number, "reject", reason="not_ours", words="")
    return number


@pytest.mark.parametrize(("sender", "wrong"), [(LIN, ("已办结", "又坏了")), (ANNA, ("is closed", "AGAIN"))])
def test_a_verdict_on_a_rejection_is_not_thanked_for_as_done(town: City, sender: str, wrong: tuple[str, str]) -> None:
    rejected(town, sender)
    told = "".join(town.text(sender, "1"))
    assert told
    assert not any(word in told for word in wrong)


def test_again_on_what_was_rejected_names_the_objection_and_later_says_it_was_not_taken_on(town: City) -> None:
    number = rejected(town)
    assert "请回“不同意”" in town.text(LIN, f"又坏了 {number}")[-1]
    assert len(tickets(town)) == 1, "no second ticket while it may be objected to"
    at(town, 2026, 12, 8, 10, 0)
    told = "".join(town.text(LIN, f"又坏了 {number}"))
    assert "上次没有受理" in told
    assert "办结" not in told
    assert len(tickets(town)) == 2


def test_again_on_what_was_withdrawn_says_so(town: City) -> None:
    number = report(town, LIN)
    town.text(LIN, f"撤销 {number}")
    town.text(LIN, "1")
    told = "".join(town.text(LIN, f"又坏了 {number}"))
    assert "已经撤销" in told
    assert "办结" not in told


def test_praise_is_thanked_for_and_again_on_it_reopens_nothing(town: City) -> None:
    number = number_in(only(town.text(LIN, "表扬人民路的环卫工人，垃圾扫得真干净")))
    assert ticket(town, number).kind is Kind.PRAISE
    assert "表扬" in town.heard(LIN)[-1]
    assert "垃圾" not in town.heard(LIN)[-1]
    with town.hotline.database.reading() as store:
        officer = town.hotline.parts.city(store).person(ticket(town, number).officer_id)
    assert officer is not None
    done(town, officer.phone or "", number, "办结 {} 已转告")
    assert "抱歉" not in only(town.text(LIN, f"又坏了 {number}"))
    assert state(town, number) is State.CLOSED


def test_a_joined_report_cannot_be_withdrawn_alone_and_says_so(town: City) -> None:
    number = report(town, LIN)
    town.text(OTHER, COVER[LIN])
    town.text(OTHER, "1")
    mine = next(t.number for t in tickets(town) if t.number != number)
    assert state(town, mine) is State.MERGED
    told = only(town.text(OTHER, f"撤销 {mine}"))
    assert "不能单独撤销" in told


def test_helping_asked_twice_and_what_only_helpers_may_not(town: City) -> None:
    number = report(town, LIN)
    town.text(QIAN, f"协办 {number} 环境卫生处 请清扫")
    twice = only(town.text(QIAN, f"协办 {number} 环境卫生处 请清扫"))
    assert "协办" in twice
    assert "等决定" not in twice
    assert "只协办" in only(town.text(ZHOU, f"接单 {number}"))
    desk = at_desk(town, Role.OFFICER, "sanitation")
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/act", {"deed": "accept"})
    assert "只协办" in desk.said
    assert "不是您单位的人" not in desk.said


@pytest.mark.parametrize(("asked", "ends"), [("几号楼", "几号楼。"), ("几号楼？", "几号楼？请")])
def test_an_officers_question_ends_with_its_stop(town: City, asked: str, ends: str) -> None:
    number = report(town, LIN)
    assert ends in only(news(town, LIN, lambda: town.text(QIAN, f"询问 {number} {asked}")))


def test_a_suggestion_without_reasons_is_asked_for_them_and_not_about_manholes(town: City) -> None:
    number = number_in(only(town.text(LIN, "建议在人民路增设一个路灯")))
    told = only(town.text(QIAN, f"办结 {number} 采纳"))
    assert "理由" in told
    assert "井盖" not in told


def test_a_head_who_asks_hears_what_the_department_holds(town: City) -> None:
    number = report(town, LIN)
    told = only(town.text(ZHAO, "查"))
    assert "您单位在办" in told
    assert shown(number) in told
