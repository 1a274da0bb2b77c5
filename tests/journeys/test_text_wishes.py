"""What else a resident may text: sealed, anonymous, withdrawn, followed, by which way, for a neighbour; rules and votes."""

from datetime import datetime

import pytest

from hotline.domain.message import Means
from hotline.domain.staff import Role
from hotline.domain.ticket import Channel, State
from tests.journeys.stage import (
    ANNA,
    JIANG,
    LIN,
    OTHER,
    QIAN,
    ZONE,
    audit,
    call_backs,
    calls_to,
    done,
    messages,
    news,
    number_in,
    only,
    report,
    reporter,
    state,
    ticket,
    tickets,
)
from tests.support.city import City
from tests.support.desk import at_desk

STATION = "+8613900010181"


@pytest.mark.parametrize(("caller", "word", "says"), [(LIN, "保密", "已保密"), (ANNA, "SEAL", "is sealed")])
def test_a_report_is_sealed_by_a_word(town: City, caller: str, word: str, says: str) -> None:
    number = report(town, caller)
    assert says in only(town.text(caller, word))
    assert ticket(town, number).sealed
    again = only(town.text(caller, f"{word} {number}"))
    assert "已经保密" in again or "sealed already" in again


def test_whoever_reports_anonymously_is_forgotten_once_it_is_over(town: City) -> None:
    number = report(town, LIN)
    assert "已匿名" in only(town.text(LIN, "匿名"))
    made = ticket(town, number)
    assert (made.sealed, made.anonymous) == (True, True)
    done(town, QIAN, number)
    town.settle()
    town.text(LIN, "1")
    assert state(town, number) is State.CLOSED
    town.later(hours=49)  # as long as the last question may be answered
    town.sweep()
    assert ticket(town, number).reporter_id is None
    assert audit(town, number)[-1] == "forgotten"
    with town.hotline.database.reading() as store:
        assert store.reporters.by_phone(LIN) is None
        assert made.reporter_id not in {entry.by for entry in store.entries.of_ticket(made.id)}
        assert all(m.to in ("", QIAN, JIANG) for m in store.outbox.of_ticket(made.id) if m.staff_id is None)


def test_an_anonymous_number_that_said_stop_or_has_more_stays_known_for_that(town: City) -> None:
    number = report(town, LIN)
    town.text(LIN, f"匿名 {number}")
    kept = report(town, LIN, "解放路5号路灯不亮")
    done(town, QIAN, number)
    town.settle()
    town.text(LIN, f"1 {number}")
    town.later(hours=49)  # as long as the last question may be answered
    town.sweep()
    assert ticket(town, number).reporter_id is None
    assert ticket(town, kept).reporter_id == reporter(town, LIN).id


def test_a_ticket_is_withdrawn_only_after_a_yes(town: City) -> None:
    number = report(town, LIN)
    assert "撤销回1" in only(town.text(LIN, "撤销"))
    assert "继续办理" in only(town.text(LIN, "2"))
    assert state(town, number) is State.DISPATCHED
    town.text(LIN, f"撤销 {number}")
    officer = news(town, QIAN, lambda: town.text(LIN, "1"))
    assert state(town, number) is State.WITHDRAWN
    assert "居民已撤销" in only(officer)
    assert "已按您的意思撤销" in town.heard(LIN)[-1]
    with town.hotline.database.reading() as store:
        clocks = store.clocks.of_ticket(ticket(town, number).id)
    assert all(clock.met_at or clock.stopped_at for clock in clocks), "nothing of it is late any more"


def test_of_several_it_is_asked_which_and_a_report_is_no_answer(town: City) -> None:
    report(town, LIN)
    second = report(town, LIN, "解放路5号路灯不亮")
    assert "哪一件" in only(town.text(LIN, "撤销"))
    assert second[:4] in only(town.text(LIN, "1"))
    assert "已登记" in only(town.text(LIN, "建设路小学门口有人乱停车"))
    assert state(town, second) is State.DISPATCHED
    town.text(LIN, "1")
    assert state(town, second) is State.WITHDRAWN


def test_what_others_follow_goes_on_without_its_reporter(town: City) -> None:
    number = report(town, LIN)
    assert "修好了就告诉您" in only(town.text(OTHER, f"关注 {number}"))
    town.text(LIN, f"撤销 {number}")
    assert "继续办理" in town.text(LIN, "1")[-1]
    assert (state(town, number), ticket(town, number).reporter_id) == (State.DISPATCHED, None)
    told = news(town, OTHER, lambda: done(town, QIAN, number))
    assert number[:4] in only(told)


@pytest.mark.parametrize("kind", ["nobody's", "sealed"])
def test_what_is_not_public_cannot_be_followed_and_looks_like_what_is_not_there(town: City, kind: str) -> None:
    number = "12345671"
    if kind == "sealed":
        number = report(town, LIN)
        town.text(LIN, "保密")
    assert "关注不了" in only(town.text(OTHER, f"关注 {number}"))


def test_there_is_nothing_to_object_to_in_what_goes_on(town: City) -> None:
    number = report(town, LIN)
    assert "没有被退回或并案" in only(town.text(LIN, f"不同意 {number}"))


def test_a_text_only_resident_is_never_called(town: City) -> None:
    number = report(town, LIN)
    assert "只发短信" in only(town.text(LIN, "只发短信"))
    assert "发短信给您" in only(town.text(LIN, "人工"))
    assert len(call_backs(town)) == 1
    done(town, QIAN, number)
    town.settle()
    town.later(days=2)
    town.sweep()
    town.settle()
    assert messages(town, number, Means.CALL) == []
    assert calls_to(town, LIN) == 0


def test_an_operator_texts_who_is_never_called(town: City) -> None:
    town.text(LIN, "只发短信")
    town.text(LIN, "人工")
    desk = at_desk(town, Role.OPERATOR)
    assert "只收短信" in desk.get("/console/due").text
    due = call_backs(town)[0]
    desk.post(f"/console/due/{due.id}/text", {"words": "您好，请告诉我们是哪一栋楼"})
    town.settle()
    assert "工作人员：您好，请告诉我们是哪一栋楼" in town.heard(LIN)[-1]
    assert call_backs(town) == []


def test_who_wishes_a_call_gets_the_result_by_call(town: City) -> None:
    number = report(town, LIN)
    assert "打电话告诉您" in only(town.text(LIN, "打电话给我"))
    done(town, QIAN, number)
    assert {m.template for m in messages(town, number, Means.CALL)} == {"survey"}
    assert not [m for m in messages(town, number, Means.TEXT) if m.template == "done_ask"]


def test_a_station_reports_for_a_neighbour_whose_own_phone_gets_the_answers(town: City) -> None:
    said = news(town, OTHER, lambda: town.text(STATION, f"代报 {OTHER[3:]} 人民路12号井盖坏了"))
    number = number_in(only(said))
    made = ticket(town, number)
    assert (made.channel, made.reporter_id) == (Channel.STATION, reporter(town, OTHER).id)
    assert "尾号8066" in town.heard(STATION)[-1]
    assert "请这样发" in only(town.text(STATION, f"代报 {OTHER[3:]}"))
    assert "只有登记的代报点" in only(town.text(LIN, f"代报 {OTHER[3:]} 人民路12号井盖坏了"))


def test_rules_are_told_and_what_is_not_the_citys_says_whose_it_is(town: City) -> None:
    assert "垃圾分四类" in only(town.text(LIN, "知识 垃圾分类"))
    assert "知识" in only(town.text(LIN, "知识"))
    assert "12333" in only(town.text(LIN, "老板拖欠工资三个月了"))
    assert "95598" in only(town.text(ANNA, "We have had no electricity since noon"))
    assert tickets(town) == ()
    assert "编号" in only(town.text(LIN, "报 老板拖欠工资三个月了"))


def test_votes_count_once_and_may_be_changed(town: City) -> None:
    assert "1 要关；2 不关" in only(town.text(LIN, "投票"))
    assert "不关" in only(town.text(LIN, "投票 2"))
    assert "要关" in only(town.text(LIN, "投票 1 1"))
    assert "1 要关" in only(town.text(LIN, "投票 9"))
    town.text(ANNA, "VOTE park-gate b")
    with town.hotline.database.reading() as store:
        assert store.votes.counts("park-gate") == {1: 1, 2: 1}
    town.clock.set(datetime(2027, 4, 2, 10, 0, tzinfo=ZONE))
    assert "没有征求意见" in only(town.text(LIN, "投票 2"))
