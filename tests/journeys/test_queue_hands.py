"""What operators and callers do at awkward moments: nobody is left in the queue, nobody is forgotten, nobody is rung twice."""

import threading
import time

import pytest
import requests

from hotline.domain.staff import Role, Staff
from hotline.domain.waiting import WaitState
from hotline.services.handle_call import CallIn, begin_outbound, take_turn
from hotline.services.handle_call.ended import CallNews, note_call
from hotline.services.mend_queue import mend_queue
from hotline.services.switch_duty import switch_duty
from ivr_flows.inputs import Keys
from tests.journeys.stage import ANNA, LIN, OTHER, at_home, call_backs, calls_to, change_staff, rings, walk
from tests.journeys.test_queue import HAN, SHEN, in_queue, offered, on_duty, waits
from tests.support.city import City
from tests.support.desk import at_desk

BUSY, AWAY, MACHINE = "+8613900010201", "+8613900010202", "+8613900010203"


def hire(city: City, phone: str) -> None:
    """Rung before the others: nobody has rung them yet, and their id comes first."""
    with city.hotline.database.writing() as store:
        store.city.add_staff(Staff(id="0", name="罗平", phone=phone, role=Role.OPERATOR))


def states(city: City) -> list[WaitState]:
    return [one.state for one in waits(city)]


def decline(city: City, phone: str) -> None:
    """The carrier tells so in its own time."""
    before = [one.message_id for one in waits(city)]
    city.carrier.control.decline(city.carrier.control.ringing(phone)[0].sid)
    last = time.monotonic() + 5
    while [one.message_id for one in waits(city)] == before and time.monotonic() < last:
        city.settle()
    city.settle()


def staff_id(city: City, phone: str) -> str:
    with city.hotline.database.reading() as store:
        person = store.city.staff_by_phone(phone)
    assert person is not None
    return person.id


@pytest.mark.parametrize("phone", [BUSY, AWAY, MACHINE], ids=["is busy", "lets it ring", "is a machine"])
def test_an_operator_who_can_not_hands_on_at_once(city: City, phone: str) -> None:
    on_duty(city, SHEN)
    hire(city, phone)
    caller = in_queue(city, LIN)
    offered(city, SHEN).press("1")
    caller.until("bridge")
    assert calls_to(city, phone) == 1, "one try, and no other while somebody else comes"
    assert city.carrier.control.left(phone) == [], "a machine learns nothing"


def test_an_operator_who_hangs_up_instead_of_pressing_hands_on_at_once(city: City) -> None:
    on_duty(city, SHEN, HAN)
    caller = in_queue(city, LIN)
    first, second = (SHEN, HAN) if city.carrier.control.ringing(SHEN) else (HAN, SHEN)
    undecided = rings(city, first)
    undecided.until("gather")
    city.carrier.control.hang_up(undecided.call.sid)
    offered(city, second).press("1")
    caller.until("bridge")


def test_an_operator_who_takes_a_call_and_is_never_joined_leaves_the_caller_waiting(city: City) -> None:
    """The caller's line is in no queue of this carrier, so that the two can't meet."""
    on_duty(city, SHEN, HAN)
    caller = walk(city, LIN).dial().press("0")
    city.settle()
    first, second = (SHEN, HAN) if city.carrier.control.ringing(SHEN) else (HAN, SHEN)
    operator = rings(city, first)
    operator.press("1")
    assert "已经挂机" in " ".join(operator.end())
    city.settle()
    offered(city, second)
    assert states(city) == [WaitState.OFFERED]
    assert waits(city)[0].operator_id == staff_id(city, second)
    caller.wait_round()
    assert call_backs(city) == []


def test_a_caller_gone_before_the_two_met_is_rung_back_with_what_is_known(city: City) -> None:
    on_duty(city, SHEN)
    caller = walk(city, LIN).dial().press("0")
    city.settle()
    operator = rings(city, SHEN)
    operator.until("gather")
    caller.hang_up()
    city.carrier.control.press(operator.call.sid, "1")
    assert "已经挂机" in " ".join(operator.end())
    city.settle()
    assert states(city) == [WaitState.ABANDONED]
    assert [due.reason for due in call_backs(city)] == ["abandoned"]


@pytest.mark.parametrize("turn", range(3))
def test_pressing_1_at_the_instant_the_caller_hangs_up_is_a_talk_or_a_call_back(city: City, turn: int) -> None:
    on_duty(city, SHEN)
    caller = in_queue(city, LIN)
    operator = rings(city, SHEN)
    operator.until("gather")
    control, start = city.carrier.control, threading.Barrier(2)

    def at_once(act: str) -> None:
        start.wait()
        if act == "press":
            control.press(operator.call.sid, "1")
        else:
            control.hang_up(caller.call.sid)

    hands = [threading.Thread(target=at_once, args=(act,)) for act in ("press", "hang up")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert caller.call.until_over(5)
    if not operator.call.until_over(1):
        control.silence(operator.call.sid)  # nobody came out of the queue: its few seconds pass
        assert "已经挂机" in " ".join(operator.end())
    city.settle()
    [wait] = waits(city)
    assert wait.state in (WaitState.DONE, WaitState.ABANDONED)
    assert (wait.state is WaitState.DONE) == (wait.joined_at is not None)
    assert len(call_backs(city)) == (wait.state is WaitState.ABANDONED)
    on_duty(city, HAN)
    in_queue(city, OTHER)
    offered(city, HAN if city.carrier.control.ringing(HAN) else SHEN)


def test_somebody_who_gives_up_twice_is_rung_back_once(city: City) -> None:
    on_duty(city, SHEN)
    for _ in range(2):
        caller = in_queue(city, LIN)
        city.carrier.control.hang_up(caller.call.sid)
        assert caller.call.until_over(5)
        city.settle()
    assert [due.reason for due in call_backs(city)] == ["abandoned"]


def test_who_gave_up_and_is_talked_to_later_is_not_rung_back(city: City) -> None:
    on_duty(city, SHEN)
    gave_up = in_queue(city, LIN)
    city.carrier.control.hang_up(gave_up.call.sid)
    assert gave_up.call.until_over(5)
    city.settle()
    rings(city, SHEN).end()
    city.settle()
    caller = in_queue(city, LIN)
    offered(city, SHEN).press("1")
    caller.until("bridge")
    assert call_backs(city) == []


def test_nobody_is_rung_for_a_caller_who_has_gone(city: City) -> None:
    """The call to the operator had not left yet."""
    on_duty(city, SHEN)
    caller = walk(city, LIN).dial().press("0")
    caller.hang_up()
    city.settle()
    assert calls_to(city, SHEN) == 0
    assert states(city) == [WaitState.ABANDONED]


def test_whoever_comes_on_duty_is_rung_for_who_waits(city: City) -> None:
    on_duty(city, SHEN)
    first = in_queue(city, LIN)
    rings(city, SHEN).press("1")
    first.until("bridge")
    second = in_queue(city, OTHER)
    at_home(city, HAN)
    with city.hotline.database.reading() as store:
        han = store.city.staff_by_phone(HAN)
    assert han is not None
    switch_duty(city.hotline.parts, han, han.id, on_duty=True)
    offered(city, HAN).press("1")
    second.until("bridge")


def test_with_the_last_operator_gone_home_the_message_is_taken_at_once(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)
    caller = in_queue(city, LIN)
    change_staff(city, SHEN, on_duty=False)
    city.carrier.control.silence(caller.call.sid)
    caller.until("record")
    assert states(city) == [WaitState.LEFT]


def test_a_third_contact_is_served_before_who_waits_longer_and_after_who_is_slow(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)
    usual = walk(city, OTHER).dial().press("0")
    city.clock.move(waits(city)[0].waited(city.clock.now()))
    slow = walk(city, ANNA).dial().press("#").press("0")
    assert "您前面还有1位" in usual.wait_round().last
    assert "下一个就是您" in slow.wait_round().last


def test_an_operator_on_another_call_of_ours_is_not_rung(city: City) -> None:
    """Whatever that call is for: here its end was told, and the carrier says nothing of it yet."""
    on_duty(city, SHEN)
    first = in_queue(city, LIN)
    operator = rings(city, SHEN)
    operator.press("1")
    first.until("bridge")
    in_queue(city, OTHER)
    mend_queue(city.hotline.parts)
    city.settle()
    assert calls_to(city, SHEN) == 1
    city.carrier.control.hang_up(first.call.sid)
    operator.end()
    city.settle()
    offered(city, SHEN)
    assert calls_to(city, SHEN) == 2


def test_news_of_an_operators_call_that_comes_twice_changes_nothing_more(city: City) -> None:
    on_duty(city, SHEN, HAN)
    in_queue(city, LIN)
    before = waits(city)[0]
    first = SHEN if before.operator_id == staff_id(city, SHEN) else HAN
    decline(city, first)
    after = waits(city)[0]
    assert after.operator_id not in (None, before.operator_id)
    for _ in range(2):
        note_call(city.hotline.parts, CallNews(account="late", sid="CAlate", status="busy", message_id=before.message_id or ""))
    assert waits(city)[0] == after


def test_the_desk_sees_who_waits_and_who_does_what(city: City) -> None:
    on_duty(city, SHEN)
    in_queue(city, LIN)
    in_queue(city, ANNA, "#")
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/queue")
    rows = desk.text_of("tr")
    assert [row for row in rows if "慢速、长者" in row and row.startswith("1 ")]
    assert [row for row in rows if "正在呼叫沈洁" in row]
    assert [row for row in rows if row.startswith("沈洁") and "正在振铃" in row]
    assert [row for row in rows if row.startswith("韩梅") and "不在岗" in row]
    assert LIN not in desk.page.text
    assert "hotline_callers_waiting 2.0" in requests.get(f"{city.base}/metrics", timeout=10).text
    decline(city, SHEN)
    desk.get("/console/queue")
    assert "刚才没接" in desk.said


def taken_not_joined(city: City) -> str:
    """The operator pressed 1 and the carrier has not brought the two together yet; the operator's call."""
    parts = city.hotline.parts
    spoken = begin_outbound(parts, waits(city)[0].message_id or "", CallIn(sid="CAoperator", caller=SHEN))
    take_turn(parts, spoken.call_id, spoken.turn, Keys(digits="1"))
    assert states(city) == [WaitState.TALKING]
    return spoken.call_id


def test_a_caller_who_goes_between_the_key_and_the_first_word_is_rung_back(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)
    caller = walk(city, LIN).dial().press("0")
    taken_not_joined(city)
    caller.hang_up()
    assert states(city) == [WaitState.ABANDONED]
    assert [due.reason for due in call_backs(city)] == ["abandoned"]


def test_an_operator_whose_line_goes_between_the_key_and_the_first_word_loses_nobody(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)
    caller = walk(city, LIN).dial().press("0")
    before = waits(city)[0]
    taken_not_joined(city)
    news = CallNews(account="AC", sid="CAoperator", status="completed", message_id=before.message_id or "")
    note_call(city.hotline.parts, news)
    caller.wait_round()
    [after] = waits(city)
    assert after.state is WaitState.OFFERED, "the same operator again: nobody else is there"
    assert after.message_id != before.message_id
    assert after.since == before.since, "and their place is kept"
