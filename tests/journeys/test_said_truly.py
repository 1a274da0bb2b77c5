"""What officers, the desk and the committee are told is what is done, on whatever way the resident hears of it."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import State
from hotline.services.add_user import NewUser, add_user
from hotline.services.decide import Act, Asked, decide
from tests.journeys.stage import (
    JIANG,
    LANDLINE,
    LIN,
    OTHER,
    QIAN,
    WANG,
    at,
    audit,
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
from tests.journeys.test_answers import by_phone
from tests.journeys.test_more_time import SHEN, decides
from tests.journeys.test_standing_in import away
from tests.support.city import City
from tests.support.desk import PASSWORD, at_desk


@pytest.mark.parametrize(("word", "said"), [
    ("进展 {} 已派人围挡", "居民收不到短信，请去电告知"),
    ("询问 {} 是哪个井盖", "已请人工去电询问"),
])  # fmt: skip
def test_where_no_text_goes_nothing_is_said_to_be_texted(city: City, word: str, said: str) -> None:
    number = by_phone(city, LANDLINE)
    assert said in only(city.text(QIAN, word.format(number)))
    assert city.heard(LANDLINE) == []


def test_who_helped_hears_that_it_is_done_and_an_absent_helper_is_the_coordinators_matter(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"协办 {number} 城管执法队 请清走摊位")
    over = news(city, WANG, lambda: done(city, QIAN, number))
    assert "不用再办" in only(over)
    for phone in (WANG, "+8613900010131", "+8613900010133"):
        away(city, phone)
    other = report(city, OTHER, "建设路35号井盖坏了")
    told = news(city, JIANG, lambda: city.text(QIAN, f"协办 {other} 城管执法队 请清走摊位"))
    assert "协办" in only(told)
    assert "没有在岗的人" in city.heard(QIAN)[-1]


def test_a_return_refused_after_accepting_asks_for_the_result_and_not_to_accept_again(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"接单 {number}")
    city.text(QIAN, f"退回 {number} 不是我们的路")
    told = news(city, QIAN, lambda: city.text(JIANG, f"不同意退回 {number}"))
    assert "办结" in only(told)
    assert "接单" not in told[0]


def test_the_second_return_is_the_committees_and_it_hears_how_it_was_decided_without_it(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"退回 {number} 不是我们的路")
    city.text(JIANG, f"不同意退回 {number}")
    assert "协调委员会" in only(city.text(QIAN, f"退回 {number} 还是不对"))
    at(city, 2026, 11, 30, 18, 0)
    told = news(city, SHEN, city.sweep)
    assert any("已按规定由" in text for text in told)
    assert not any("请" in text and "前办" in text and "第二次退回" in text for text in told)


def test_a_result_that_is_said_is_not_called_undone(city: City) -> None:
    silent = "+8613800138004"  # its texts come back
    city.text(silent, "人民路12号井盖坏了")
    number = number_in(city.heard(QIAN)[-1])
    done(city, QIAN, number)
    at(city, 2026, 11, 26, 18, 0)
    city.sweep()
    assert state(city, number) is State.RESOLVED
    with city.hotline.database.reading() as store:
        told = [m.template for m in store.outbox.of_ticket(ticket(city, number).id) if m.reporter_id]
    assert not {"late", "late_committee"} & set(told)


def test_a_request_that_its_result_made_idle_is_not_called_overdue(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"延期 {number} 配件要从外地调")
    done(city, QIAN, number)
    at(city, 2026, 11, 27, 18, 0)
    assert not any(shown(number) in text for text in news(city, SHEN, city.sweep))


def test_an_objection_goes_to_another_coordinator_and_its_lateness_is_told(city: City) -> None:
    number = report(city, LIN)
    with city.hotline.database.reading() as store:
        jiang = store.city.staff_by_phone(JIANG)
    assert jiang is not None
    decide(city.hotline.parts, jiang, number, Asked(act=Act.REJECT, reason="no_matter"))
    city.settle()
    wanted = NewUser(login="second", role=Role.COORDINATOR, phone="+8613900010199")
    add_user(city.hotline.parts, wanted, PASSWORD)
    told = news(city, "+8613900010199", lambda: city.text(LIN, f"不同意 {number}"))
    first = ticket(city, number)
    assert first.state is State.REJECTED
    assert "再看一次" in only(told)
    at(city, 2026, 11, 25, 18, 0)
    assert any("没有按时再看" in text for text in news(city, LIN, city.sweep))


def test_whoever_has_no_texts_objects_through_a_person(city: City) -> None:
    number = by_phone(city, LANDLINE)
    decides(city, Role.COORDINATOR, number, "reject", reason="no_matter")
    assert "news" in {back.reason for back in call_backs(city)}
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{number}")
    assert "反映人不同意" in desk.said
    desk.post(f"/console/tickets/{number}/decision", {"act": "object"})
    assert "另外的协调员再看一次" in desk.said
    desk.post(f"/console/tickets/{number}/decision", {"act": "object"})
    assert "已有不同意" in desk.said


def test_whoever_gets_it_later_reads_the_words_and_of_a_sealed_one_the_desk_is_asked_for_a_summary(city: City) -> None:
    number = report(city, LIN)
    told = news(city, WANG, lambda: city.text(JIANG, f"派遣 {number} 城管执法队"))
    assert "人民路12号井盖坏了" in only(told)
    sealed = number_in(only(city.text(OTHER, "投诉城管执法队工作人员态度恶劣")))
    asked = news(city, JIANG, lambda: city.text(JIANG, f"派遣 {sealed} 市政维护处"))
    assert any("写一段摘要" in text for text in asked)


def test_a_sealed_report_without_a_place_is_asked_for_it(city: City) -> None:
    told = only(city.text(LIN, "有人私搭乱建没人管"))
    assert "在哪里" in told


def test_what_is_sealed_is_passed_on_by_a_person_and_that_is_the_response(city: City) -> None:
    number = number_in(only(city.text(LIN, "举报人民路12号有人私搭乱建")))
    officer = next(phone for phone in (QIAN, WANG, "+8613900010122") if city.heard(phone))
    before = len(city.heard(LIN))
    assert "由人工转告" in only(city.text(officer, f"进展 {number} 已上门核实"))
    assert "已上门核实" not in "".join(city.heard(LIN)[before:])
    assert [back.reason for back in call_backs(city)] == ["relay"]
    assert "responded" not in audit(city, number), "a text that says nothing is no contact"
    assert "已请人工询问" in only(city.text(officer, f"询问 {number} 是几楼"))
    assert "原文是外文" not in "".join(city.heard(LIN))
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/due")
    desk.post(f"/console/due/{call_backs(city)[0].id}/done", {})
    assert "responded" in audit(city, number)


def test_what_turns_out_to_be_dangerous_is_urgent_from_then_on(city: City) -> None:
    number = report(city, LIN)
    told = news(city, QIAN, lambda: decides(city, Role.COORDINATOR, number, "reclassify", category="05-gas"))
    assert any("急" in text for text in told)
    assert ticket(city, number).urgent
    assert any("119" in text or "110" in text for text in city.heard(LIN))
