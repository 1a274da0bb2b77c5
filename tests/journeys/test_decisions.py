"""What the desk decides: rejection and merge with a second look, corrections, disputes, the committee's final answer."""

from collections.abc import Callable

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.staff import Role
from hotline.domain.survey import Question
from hotline.domain.ticket import ClosedAs, Kind, Level, State
from hotline.services.steps.verdict import give
from hotline.services.work import working
from tests.journeys.stage import (
    ANNA,
    COVER,
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
from tests.support.city import City
from tests.support.desk import at_desk, hire

QIN = "+8613900010175"  # the protection officer


def test_a_rejection_says_why_is_judged_and_may_be_objected_to(city: City) -> None:
    number = report(city, LIN)
    told = news(city, LIN, lambda: decides(city, Role.COORDINATOR, number, "reject", reason="not_ours", words="归铁路局管"))
    assert "不归本市办理" in only(told)
    assert "归铁路局管" in told[0]
    assert state(city, number) is State.REJECTED
    assert "不同意" in only(city.text(LIN, "3")), "not solved: said how to object"
    asked = news(city, JIANG, lambda: city.text(LIN, "不同意"))
    assert any("不同意" in text for text in asked)
    # Whoever decided first does not take the second look where there is somebody else.
    assert "原决定是您做的" in decides(city, Role.COORDINATOR, number, "uphold_objection", department="roads")
    hire(city, Role.COORDINATOR, login="second")
    second = at_desk(city, Role.COORDINATOR)
    second.sign_in("second")
    second.get(f"/console/tickets/{number}")
    told = news(city, LIN, lambda: second.post(
        f"/console/tickets/{number}/decision", {"act": "uphold_objection", "department": "roads"}
    ))
    assert "重新受理" in only(told)
    assert state(city, number) is State.DISPATCHED
    done(city, QIAN, number)
    assert state(city, number) is State.RESOLVED, "and its second survey stands beside the first"


def test_whoever_begins_after_a_return_wants_no_ruling_any_more(city: City) -> None:
    """Nor may what was asked stop the sweep when its time is over."""
    number = report(city, LIN)
    city.text(QIAN, f"接单 {number}")
    city.text(QIAN, f"退回 {number} 不是我们的路")
    city.text(JIANG, f"不同意退回 {number}")
    city.text(QIAN, f"退回 {number} 还是不对")
    city.text(QIAN, f"进展 {number} 先围挡了")
    assert not ticket(city, number).return_pending
    at(city, 2026, 11, 30, 18, 0)
    swept = city.sweep()
    assert swept.failed == 0
    assert state(city, number) is State.IN_PROGRESS


def test_an_objection_comes_too_late_after_seven_days(city: City) -> None:
    number = report(city, LIN)
    decides(city, Role.COORDINATOR, number, "reject", reason="no_matter")
    at(city, 2026, 12, 1, 10, 21)
    assert "期限" in only(city.text(LIN, f"不同意 {number}"))


def test_an_officer_cannot_reject_and_a_department_cannot_judge_itself(city: City) -> None:
    number = report(city, LIN)
    desk = at_desk(city, Role.OFFICER, "roads")
    desk.get(f"/console/tickets/{number}")
    assert desk.post(f"/console/tickets/{number}/decision", {"act": "reject", "reason": "not_ours"}).status_code == 403
    own = at_desk(city, Role.COORDINATOR, "roads")
    own.get(f"/console/tickets/{number}")
    own.post(f"/console/tickets/{number}/decision", {"act": "reject", "reason": "not_ours"})
    assert "您单位" in own.said
    assert state(city, number) is State.DISPATCHED


def test_reports_of_one_event_are_offered_joined_told_and_judged_each(city: City) -> None:
    parent, child = report(city, LIN), report(city, OTHER, COVER[LIN])
    coordinator = at_desk(city, Role.COORDINATOR)
    coordinator.get(f"/console/tickets/{child}")
    assert shown(parent) in coordinator.said, "the same matter at the same address is offered"
    told = news(city, OTHER, lambda: decides(city, Role.COORDINATOR, child, "merge", parent=shown(parent)))
    assert shown(parent) in only(told)
    assert state(city, child) is State.MERGED
    asked = news(city, OTHER, lambda: done(city, QIAN, parent))
    assert shown(child) in only(asked)
    assert "没解决" in asked[0]
    city.text(LIN, "1")
    assert state(city, parent) is State.CLOSED
    heard = news(city, LIN, lambda: city.text(OTHER, "3"))
    assert any("有人说还没解决" in text for text in heard)
    assert state(city, parent) is State.DISPATCHED, "any not solved reopens it"
    third = report(city, "+8613800138055", COVER[LIN])
    decides(city, Role.COORDINATOR, third, "merge", parent=parent)
    done(city, QIAN, parent)
    city.text(OTHER, "3")
    city.text("+8613800138055", "3")
    assert ticket(city, parent).reopenings == 2, "once each time it was said to be done"


def test_nothing_is_merged_into_itself_or_into_what_is_over(city: City) -> None:
    number, other = report(city, LIN), report(city, OTHER, "解放路5号路灯不亮")
    assert "不能并入自己" in decides(city, Role.COORDINATOR, number, "merge", parent=number)
    done(city, QIAN, other)
    assert "不在办理中" in decides(city, Role.COORDINATOR, number, "merge", parent=other)
    assert "没有这个编号" in decides(city, Role.COORDINATOR, number, "merge", parent="12345678")


def test_a_correction_lets_the_first_clock_go_on(city: City) -> None:
    number = report(city, LIN)
    before = ticket(city, number)
    told = news(city, QIAN, lambda: decides(city, Role.COORDINATOR, number, "reclassify", category="c01-lamp"))
    assert "路灯" in only(told)
    assert ticket(city, number).category == "c01-lamp"
    assert ticket(city, number).received_at == before.received_at
    assert "没有改动" in decides(city, Role.COORDINATOR, number, "reclassify", category="c01-lamp")


def test_the_second_return_is_the_committees_and_final(city: City) -> None:
    number = report(city, LIN)
    city.text(QIAN, f"退回 {number} 这是自来水公司的井")
    city.text(JIANG, f"同意退回 {number} 城管执法队")
    assert ticket(city, number).misrouted == 1
    asked = news(city, SHEN, lambda: city.text(WANG, f"退回 {number} 不归我们"))
    assert "第二次退回" in only(asked)
    assert "委员会" in only(city.text(JIANG, f"不同意退回 {number}")), "no more the coordinator's"
    supervisor = at_desk(city, Role.SUPERVISOR)
    supervisor.get("/console/decisions")
    assert "不归我们" in supervisor.said
    supervisor.post(f"/console/tickets/{number}/ruling", {"ruling": "refuse"})
    assert not ticket(city, number).return_pending
    assert ticket(city, number).owner == "order"
    city.settle()
    assert "不能再退" in only(city.text(WANG, f"退回 {number} 还是不归我们"))


def test_where_the_committee_is_silent_the_district_owns_it(city: City) -> None:
    number = number_in(only(city.text(LIN, "柳树村路灯不亮")))
    assert ticket(city, number).owner == "roads"
    city.text(QIAN, f"退回 {number} 不是我们装的灯")
    city.text(JIANG, f"同意退回 {number} 城管执法队")
    city.text(WANG, f"退回 {number} 我们不管灯")
    at(city, 2026, 11, 24, 17, 5)
    city.sweep()
    assert ticket(city, number).owner == "township", "the town of its grid"
    assert not ticket(city, number).return_pending


def test_after_two_reopenings_the_committee_answers_in_writing(city: City) -> None:
    number = report(city, LIN)
    for _ in range(2):
        done(city, QIAN, number)
        city.text(LIN, "3")
    assert ticket(city, number).level is Level.COMMITTEE
    done(city, QIAN, number)
    told = news(city, SHEN, lambda: city.text(LIN, "3"))
    assert any("最终书面答复" in text for text in told)
    assert "协调委员会直接处理" in "".join(city.heard(LIN))
    assert "委员会" in only(city.text(QIAN, f"办结 {number} 又换了一次")), "the department cannot close it any more"
    answer = news(city, LIN, lambda: decides(city, Role.SUPERVISOR, number, "final_answer", words="井盖属开发商，已立案"))
    assert "井盖属开发商" in only(answer)
    assert "行政复议" in answer[0]
    assert (state(city, number), ticket(city, number).closed_as) == (State.CLOSED, ClosedAs.ANSWERED)
    assert "最终答复" in only(city.text(LIN, f"又坏了 {number}")), "it stands"
    assert [each for each in audit(city, number) if each in ("final_answer", "closed")] == ["final_answer", "closed"]


def desk_says_not_solved(city: City, number: str) -> None:
    """What a landline's survey call would bring."""
    parts = city.hotline.parts
    with working(parts) as work:
        found = work.store.tickets.by_number(number)
        assert found is not None
        survey = work.store.surveys.open_of(found.id)
        assert survey is not None
        caller = Actor(kind=ActorKind.RESIDENT, id=found.reporter_id or "", via="voice")
        give(work, found, survey, Question.SOLVED, 3, "voice", caller)
    city.settle()


def finally_answered(city: City, number: str, judge: Callable[[], object]) -> None:
    """Three times not solved, and the committee's answer."""
    for _ in range(3):
        done(city, QIAN, number)
        judge()
    decides(city, Role.SUPERVISOR, number, "final_answer", words="井盖属开发商，已立案")
    city.settle()


def test_a_final_answer_that_reached_nobody_closes_nothing_until_enough_was_tried(city: City) -> None:
    silent = "+8613800138004"  # its texts come back
    city.text(silent, "人民路12号井盖坏了")
    number = number_in(city.heard(QIAN)[-1])
    finally_answered(city, number, lambda: city.text(silent, "3"))
    assert state(city, number) is State.RESOLVED
    assert "最终答复" in only(city.text(silent, f"又坏了 {number}") or ["最终答复"])
    for _ in range(24):
        city.later(hours=8.2)
        assert city.sweep().failed == 0
        if state(city, number) is State.CLOSED:
            break
    assert ticket(city, number).closed_as is ClosedAs.UNREACHABLE
    with city.hotline.database.reading() as store:
        told = [m for m in store.outbox.of_ticket(ticket(city, number).id) if m.template == "final_answer"]
    assert len(told) >= 3


def test_on_a_landline_a_person_tells_the_final_answer_and_that_ends_it(city: City) -> None:
    number = by_phone(city, LANDLINE)
    judged = lambda: desk_says_not_solved(city, number)  # noqa: E731 - what is done three times
    finally_answered(city, number, judged)
    assert state(city, number) is State.RESOLVED
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/due")
    told = next(back for back in call_backs(city) if back.reason == "news")
    desk.post(f"/console/due/{told.id}/done", {})
    assert (state(city, number), ticket(city, number).closed_as) == (State.CLOSED, ClosedAs.ANSWERED)


def test_a_suggestion_is_adopted_or_not_with_reasons(city: City) -> None:
    number = number_in(only(city.text(LIN, "建议在人民路增设一个路灯")))
    assert ticket(city, number).kind is Kind.SUGGESTION
    officer = QIAN
    assert "采纳" in only(city.text(officer, f"办结 {number} 下月增设"))
    told = news(city, LIN, lambda: city.text(officer, f"办结 {number} 部分采纳 先增设一盏"))
    assert "部分采纳。先增设一盏" in only(told)
    assert ticket(city, number).outcome == "partly"


def test_the_desk_answers_an_enquiry_and_passes_praise_on(city: City) -> None:
    number = number_in(only(city.text(LIN, "请问居住证怎么办理")))
    assert ticket(city, number).kind is Kind.ENQUIRY
    told = news(city, LIN, lambda: decides(city, Role.COORDINATOR, number, "answer", words="带身份证到派出所办"))
    assert "带身份证到派出所办" in only(told)
    city.text(LIN, "1")
    assert state(city, number) is State.CLOSED
    praise = number_in(city.text(OTHER, "表扬环卫工人，扫得真干净")[0])
    told = news(city, OTHER, lambda: decides(city, Role.COORDINATOR, praise, "answer", words="已转告"))
    assert "已转告" in only(told)
    assert ticket(city, praise).closed_as is ClosedAs.ANSWERED


def test_a_question_the_citys_topics_answer_is_answered_at_once(city: City) -> None:
    told = only(city.text(LIN, "请问市民服务中心周末上班吗"))
    assert "星期一到星期五" in told
    number = number_in(told)
    assert (ticket(city, number).kind, ticket(city, number).closed_as) == (Kind.ENQUIRY, ClosedAs.ANSWERED)
    told = only(city.text(ANNA, "Could you tell me your opening hours"))
    assert "nine to five" in told


def test_nobody_named_is_the_coordinators_with_a_deadline_of_its_own(city: City) -> None:
    report(city, LIN, "人民路12号有人乱放鞭炮吓到老人了这事谁管")
    at(city, 2026, 11, 23, 14, 30)
    heard = news(city, JIANG, city.sweep)
    assert any("还没派给任何单位" in text for text in heard)
