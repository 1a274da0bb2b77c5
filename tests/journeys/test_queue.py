"""A person on 0: the queue, its place and music, operators rung in turn, the bridge, and what is left when nobody comes."""

import time
from datetime import timedelta
from typing import Any

import pytest
import requests

from hotline.domain.message import Delivery
from hotline.domain.staff import Role
from hotline.domain.ticket import Channel
from hotline.domain.waiting import Wait, WaitState
from hotline.services.mend_queue import mend_queue
from tests.carrier.simulated.phone import Phone
from tests.journeys.stage import (
    ANNA,
    LANDLINE,
    LIN,
    OTHER,
    QIAN,
    WITHHELD,
    at,
    at_home,
    call_backs,
    change_staff,
    dial,
    drafts,
    news,
    number_in,
    only,
    rings,
    tickets,
    until,
    walk,
)  # fmt: skip
from tests.support.city import City
from tests.support.desk import at_desk

SHEN, HAN = "+8613900010161", "+8613900010162"  # operators: Mandarin and English; Mandarin alone


def on_duty(city: City, *phones: str) -> None:
    for phone in phones:
        change_staff(city, phone, on_duty=True)
        at_home(city, phone)


def waits(city: City) -> list[Wait]:
    with city.hotline.database.reading() as store:
        return list(store.waits.since(city.clock.now() - timedelta(days=1)))


def offered(city: City, operator: str) -> Phone:
    """The operator's telephone rings, as soon as a worker has seen that it should."""
    last = time.monotonic() + 5
    while not city.carrier.control.ringing(operator) and time.monotonic() < last:
        city.settle()
    return rings(city, operator)


def in_queue(city: City, caller: str, *keys: str) -> Phone:
    """Somebody presses their way to 0 and waits."""
    phone = dial(city, caller)
    for key in (*keys, "0"):
        phone.press(key)
    phone.until("queue")
    city.settle()
    return phone


def test_zero_in_office_hours_waits_with_place_and_music_and_is_joined(city: City) -> None:
    on_duty(city, SHEN)
    caller = in_queue(city, LIN)
    operator = rings(city, SHEN)
    assert "热线来电，讲普通话" in operator.until("say")["text"]  # type: ignore[operator]
    until(lambda: "下一个就是您" in " ".join(caller.heard()), "the caller hears their place before anybody takes them")
    operator.press("1")
    caller.until("bridge")
    heard = " ".join(caller.heard())
    assert "正在为您转人工" in heard
    assert "下一个就是您" in heard
    assert "接线员来了" in heard
    assert "play" in caller.kinds(), "never silence"
    assert [w.state for w in waits(city)] == [WaitState.TALKING]
    city.carrier.control.speak(caller.call.sid, "人民路12号井盖坏了", more=True)
    city.carrier.control.hang_up(operator.call.sid)
    assert "谢谢您的来电" in " ".join(caller.end())
    city.settle()
    assert [w.state for w in waits(city)] == [WaitState.DONE]
    assert call_backs(city) == []


def test_what_was_said_is_linked_to_the_ticket_the_operator_makes_of_it(city: City) -> None:
    on_duty(city, SHEN)
    caller = in_queue(city, LIN)
    operator = rings(city, SHEN)
    operator.press("1")
    caller.until("bridge")
    city.carrier.control.speak(caller.call.sid, "人民路12号井盖坏了", more=True)
    city.carrier.control.hang_up(caller.call.sid)
    operator.end()
    city.settle()
    kept = only(drafts(city))  # type: ignore[arg-type]
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/drafts/{kept.id}")  # type: ignore[attr-defined]
    assert "<audio" in desk.page.text
    form = {"words": "人民路12号井盖坏了", "place": "人民路12号", "category": "c01-cover"}
    told = news(city, LIN, lambda: desk.post(f"/console/drafts/{kept.id}/complete", form))  # type: ignore[attr-defined]
    assert number_in(only(told))
    made = only(list(tickets(city)))  # type: ignore[arg-type]
    with city.hotline.database.reading() as store:
        assert len(store.recordings.of_ticket(made.id)) == 1  # type: ignore[attr-defined]
    assert made.channel is Channel.VOICE  # type: ignore[attr-defined]


def test_who_declines_or_does_not_answer_hands_on_to_the_next(city: City) -> None:
    on_duty(city, SHEN, HAN)
    in_queue(city, LIN)
    first, second = (SHEN, HAN) if city.carrier.control.ringing(SHEN) else (HAN, SHEN)
    city.carrier.control.decline(city.carrier.control.ringing(first)[0].sid)
    city.settle()
    operator = offered(city, second)
    operator.press("2")
    operator.end()
    city.settle()
    assert city.carrier.control.ringing(first) == [], "whoever declined has a moment of rest"
    city.later(seconds=31)
    mend_queue(city.hotline.parts)
    city.settle()
    operator = offered(city, first)
    operator.press("1")
    operator.until("bridge")
    assert [w.state for w in waits(city)] == [WaitState.TALKING]


def test_nobody_is_offered_twice_and_slow_callers_come_first(city: City) -> None:
    on_duty(city, SHEN)
    first = in_queue(city, LIN)
    talking = rings(city, SHEN)
    talking.press("1")
    first.until("bridge")
    second = in_queue(city, OTHER)
    third = in_queue(city, ANNA, "#")
    assert city.carrier.control.ringing(SHEN) == [], "who talks is not rung"
    city.carrier.control.hang_up(talking.call.sid)
    city.settle()
    city.later(seconds=31)
    mend_queue(city.hotline.parts)
    city.settle()
    operator = rings(city, SHEN)
    operator.press("1")
    third.until("bridge")
    assert "bridge" not in second.kinds()
    assert "您前面还有1位" not in " ".join(third.heard()), "who is slow is next"


def test_the_language_of_the_caller_finds_who_speaks_it(city: City) -> None:
    on_duty(city, SHEN, HAN)
    in_queue(city, ANNA, "8")
    assert city.carrier.control.ringing(HAN) == []
    operator = rings(city, SHEN)
    assert "讲英语" in operator.until("say")["text"]  # type: ignore[operator]
    change_staff(city, SHEN, on_duty=False)
    in_queue(city, "+8613800138088", "8")
    offered(city, HAN)


def test_one_leaves_the_queue_for_a_message_that_becomes_a_call_back(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)  # and not at their telephone
    caller = in_queue(city, LIN)
    caller.press("1")
    caller.until("record")
    assert "想先留言，请在提示音后说" in " ".join(caller.heard())
    city.carrier.control.speak(caller.call.sid, "我想问一下补贴的事")
    assert "留言收到了" in " ".join(caller.end())
    city.settle()
    due = only(call_backs(city))  # type: ignore[arg-type]
    assert due.reason == "person"  # type: ignore[attr-defined]
    kept = only(drafts(city))  # type: ignore[arg-type]
    assert due.draft_id == kept.id  # type: ignore[attr-defined]
    assert [w.state for w in waits(city)] == [WaitState.LEFT]


def test_the_longest_wait_ends_by_itself_in_a_message(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)
    caller = in_queue(city, LIN)
    city.clock.move(timedelta(minutes=3))
    city.carrier.control.silence(caller.call.sid)
    caller.until("record")
    city.carrier.control.silence(caller.call.sid)
    caller.end()
    assert len(call_backs(city)) == 1


def test_outside_hours_a_message_is_taken_and_the_call_back_has_its_time(city: City) -> None:
    on_duty(city, SHEN)
    at(city, 2026, 11, 23, 20, 20)
    caller = dial(city, LIN)
    caller.press("0")
    caller.speak("请明天给我打电话")
    assert "现在没有人值班" in " ".join(caller.end())
    city.settle()
    due = only(call_backs(city))  # type: ignore[arg-type]
    assert (due.due_at.hour, due.due_at.minute) == (1, 30)  # type: ignore[attr-defined]
    assert due.draft_id is not None  # type: ignore[attr-defined]
    assert waits(city) == []


def test_who_hangs_up_while_waiting_is_rung_back(city: City) -> None:
    on_duty(city, SHEN)
    caller = in_queue(city, LIN)
    city.carrier.control.hang_up(caller.call.sid)
    assert caller.call.until_over(5)
    city.settle()
    assert [c.reason for c in call_backs(city)] == ["abandoned"]
    assert [w.state for w in waits(city)] == [WaitState.ABANDONED]
    operator = rings(city, SHEN)
    assert "已经挂机" in " ".join(operator.end())


def test_a_withheld_caller_waits_too_and_may_leave_a_number_by_voice(city: City) -> None:
    on_duty(city, SHEN)
    caller = in_queue(city, WITHHELD)
    caller.press("1")
    caller.speak("我的电话是六五五五一二三四")
    assert "请在提示音后说出您的电话" in " ".join(caller.end())
    city.settle()
    assert len(drafts(city)) == 1
    assert call_backs(city) == []


def test_a_lost_end_of_an_operators_call_is_mended(city: City) -> None:
    on_duty(city, SHEN)
    in_queue(city, LIN)
    waiting = waits(city)[0]
    with city.hotline.database.writing() as store:
        assert waiting.message_id is not None
        store.outbox.forward(waiting.message_id, Delivery.UNDELIVERED, city.clock.now())
    mend_queue(city.hotline.parts)
    assert waits(city)[0].state is WaitState.WAITING, "and they rest a moment"
    city.later(seconds=31)
    mend_queue(city.hotline.parts)
    again = waits(city)[0]
    assert again.state is WaitState.OFFERED
    assert again.message_id != waiting.message_id


def test_the_music_is_there_for_everybody(city: City) -> None:
    sound = requests.get(f"{city.base}/carrier/music.wav", timeout=5)
    assert sound.headers["Content-Type"] == "audio/wav"
    assert sound.content[:4] == b"RIFF"


@pytest.mark.parametrize("flow", ["survey"])
def test_a_resident_we_call_gets_a_person_on_zero_as_well(city: City, flow: str) -> None:
    on_duty(city, SHEN)
    call: Any = walk(city, LANDLINE).dial().press("1").press("1").record(9, "#")
    assert "编号是" in call.last
    city.settle()
    at_home(city, LANDLINE)
    city.text(QIAN, f"办结 {number_in(city.heard(QIAN)[0])} 井盖已更换")
    called = rings(city, LANDLINE)
    called.press("1")
    called.press("0")
    called.until("queue")
    city.settle()
    rings(city, SHEN).press("1")
    called.until("bridge")
