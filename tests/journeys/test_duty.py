"""Urgent: the duty rota is rung at once, one after the other until somebody presses 1, and the resident hears who took it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.domain.message import Delivery, Means, Message
from hotline.domain.ticket import State
from tests.carrier.simulated.phone import Phone
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import (
    ANNA,
    JIANG,
    LANDLINE,
    LIN,
    OTHER,
    QIAN,
    SUN,
    ZHAO,
    at,
    at_home,
    audit,
    calls_to,
    change_staff,
    dial,
    messages,
    news,
    number_in,
    report,
    rings,
    state,
    ticket,
    tickets,
)  # fmt: skip
from tests.support.city import City

SHEN = "+8613900010161"  # the supervisor
GAS = {LIN: "人民路12号煤气漏气了", ANNA: "Gas leak at 12 Renmin Road", OTHER: "人民路20号煤气漏气了"}
NAMES = {QIAN: "钱小明", SUN: "孙丽", ZHAO: "赵建国", SHEN: "沈岚"}


def alarm(city: City, sender: str = LIN, body: str = "") -> str:
    """Somebody in danger texts; everybody of the rota sits beside their telephone."""
    for number in NAMES:
        at_home(city, number)
    city.text(sender, body or GAS[sender])
    return tickets(city)[0].number


def until(seen: Callable[[], object], what: str) -> None:
    last = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < last, what
        time.sleep(0.01)


def duty_calls(city: City, number: str) -> list[Message]:
    return [m for m in messages(city, number, Means.CALL) if m.template == "duty"]


def came_to(city: City, number: str) -> list[tuple[str, str]]:
    """Who was rung, and what came of it, as the ticket's story tells."""
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
        assert found is not None
        told = [e.facts for e in store.audit.of_chain(f"ticket:{found.id}") if e.action == "duty_rung"]
        people = {p.id: p.phone or "" for p in store.city.staff()}
    return [(NAMES.get(people[str(f["officer"])], people[str(f["officer"])]), str(f["came_to"])) for f in told]


def rung(city: City, phone: str) -> Phone:
    """Workers go on until this phone rings; it is picked up."""
    until(lambda: city.settle() or city.carrier.control.ringing(phone), f"nobody rings {phone}")
    return rings(city, phone)


def takes(city: City, phone: str, key: str = "1") -> str:
    """The phone rings, is picked up, the key is pressed; what was heard."""
    line = rung(city, phone)
    line.press(key)
    if key == "1":
        line.silence()
    heard = "".join(line.end())
    city.settle()
    return heard


def test_the_first_on_duty_presses_1_has_it_and_the_resident_hears_who(city: City) -> None:
    number = alarm(city)
    heard = takes(city, QIAN)
    assert "燃气" in heard
    assert "人民路12号" in heard
    assert "由您负责了" in heard
    made = ticket(city, number)
    assert made.state is State.ACCEPTED
    assert came_to(city, number) == [("钱小明", "taken")]
    assert [m.state for m in duty_calls(city, number)[1:]] == [Delivery.CANCELLED] * 11, "nobody else is rung"
    assert "钱小明已接单" in city.heard(LIN)[-1]
    assert f"{number[:4]}-{number[4:]}" in city.heard(LIN)[-1]
    city.later(minutes=30)
    assert calls_to(city, SUN) == 0
    assert audit(city, number).count("duty_taken") == 1


def test_who_declines_lets_the_next_be_rung_at_once(city: City) -> None:
    number = alarm(city)
    assert "现在呼叫下一位" in takes(city, QIAN, "2")
    takes(city, SUN)
    assert came_to(city, number) == [("钱小明", "declined"), ("孙丽", "taken")]
    made = ticket(city, number)
    with city.hotline.database.reading() as store:
        sun = store.city.staff_by_phone(SUN)
    assert sun is not None
    assert made.officer_id == sun.id, "it is hers now"
    assert "已改派" in city.heard(QIAN)[-1], "who had the dispatch need not act"
    assert "孙丽已接单" in city.heard(LIN)[-1]


def test_after_a_minute_the_next_is_rung_while_the_first_still_thinks(city: City) -> None:
    number = alarm(city)
    thinking = rings(city, QIAN)
    city.later(seconds=59)
    assert calls_to(city, SUN) == 0
    city.later(seconds=2)
    second = rings(city, SUN)
    second.press("1")
    second.silence()
    second.end()
    thinking.press("1")
    heard = "".join(thinking.end())
    assert "孙丽已经接了" in heard
    city.settle()
    assert state(city, number) is State.ACCEPTED
    assert came_to(city, number) == [("孙丽", "taken"), ("钱小明", "late")]


def test_who_picks_up_after_it_was_taken_hears_by_whom(city: City) -> None:
    number = alarm(city)
    city.later(seconds=61)  # two telephones ring
    takes(city, SUN)
    assert "孙丽已经接了" in "".join(rings(city, QIAN).end())
    until(lambda: ("钱小明", "late") in came_to(city, number), "the late one in the story")


@pytest.mark.parametrize(("ending", "outcome"), [("01", "busy"), ("02", "no_answer"), ("03", "machine")])
def test_busy_no_answer_and_a_machine_are_no_use_and_the_next_is_rung_at_once(city: City, ending: str, outcome: str) -> None:
    change_staff(city, QIAN, phone="+86139000101" + ending)
    number = alarm(city)
    takes(city, SUN)
    until(lambda: len(came_to(city, number)) == 2, "both in the story")
    assert [what for _, what in came_to(city, number)] == [outcome, "taken"]
    if outcome == "machine":
        assert city.carrier.control.left("+86139000101" + ending) == [], "a machine keeps nothing of it"


def test_nobody_takes_it_and_after_three_rounds_the_desk_is_told(city: City) -> None:
    city.text(LIN, GAS[LIN])
    number = tickets(city)[0].number
    until(lambda: _moved_on(city, number), "the whole ladder")
    rung = [name for name, _ in came_to(city, number)]
    assert rung == [NAMES[QIAN], NAMES[SUN], NAMES[ZHAO], NAMES[SHEN]] * 3
    assert {what for _, what in came_to(city, number)} == {"no_answer"}
    assert audit(city, number)[-1] == "duty_unanswered"
    city.settle()
    assert any("没有人接单" in text and number[:4] in text for text in city.heard(JIANG))
    with city.hotline.database.reading() as store:
        assert [one.ticket_id for one in store.duty.unanswered()] == [ticket(city, number).id]
    before = len(city.heard(LIN))
    city.text(QIAN, f"接单 {number}")
    with city.hotline.database.reading() as store:
        assert store.duty.unanswered() == ()
    assert "钱小明已接单" in city.heard(LIN)[before]


def _moved_on(city: City, number: str) -> bool:
    city.later(seconds=61)
    return "duty_unanswered" in audit(city, number)


def test_nobody_is_rung_twice_within_a_minute_however_fast_the_others_decline(city: City) -> None:
    city.text(LIN, GAS[LIN])
    number = tickets(city)[0].number
    until(lambda: _count(city, number) == 4, "the first round")
    city.later(seconds=50)
    assert _count(city, number) == 4
    city.later(seconds=11)
    until(lambda: _count(city, number) >= 5, "the second round")


def _count(city: City, number: str) -> int:
    city.settle()
    return len(came_to(city, number))


def test_the_night_and_noon_hold_no_duty_call(city: City) -> None:
    for hour in (3, 13):
        at(city, 2026, 11, 25, hour, 10)
        alarm(city, LIN if hour == 3 else OTHER)
        takes(city, QIAN)


def test_two_urgent_tickets_never_ring_one_person_twice_at_once(city: City) -> None:
    first = alarm(city, LIN)
    second = alarm(city, ANNA)
    assert calls_to(city, QIAN) == 1
    assert ("钱小明", "busy") in came_to(city, second)
    assert "燃气" in takes(city, SUN)
    assert ticket(city, second).state is State.ACCEPTED
    takes(city, QIAN)
    assert ticket(city, first).state is State.ACCEPTED
    assert [calls_to(city, phone) for phone in (QIAN, SUN, ZHAO)] == [1, 1, 0]


def test_a_word_by_text_ends_the_calls_too(city: City) -> None:
    number = alarm(city)
    told = news(city, LIN, lambda: city.text(QIAN, f"接单 {number}"))
    assert any("钱小明已接单" in text for text in told)
    city.later(minutes=5)
    assert calls_to(city, SUN) == 0
    assert "钱小明已经接了" in "".join(rings(city, QIAN).end())


def test_spoken_words_do_as_well_as_keys(city: City) -> None:
    number = alarm(city)
    line = rung(city, QIAN)
    line.speak("我接不了")
    line.end()
    city.settle()
    line = rung(city, SUN)
    line.speak("我接")
    line.silence()
    line.end()
    assert [what for _, what in came_to(city, number)] == ["declined", "taken"]


def test_silence_twice_lets_the_next_be_rung(city: City) -> None:
    number = alarm(city)
    line = rung(city, QIAN)
    line.silence()
    line.silence()
    assert "现在呼叫下一位" in "".join(line.end())
    takes(city, SUN)
    assert came_to(city, number) == [("钱小明", "silent"), ("孙丽", "taken")]


def test_the_supervisor_answers_for_it_without_becoming_its_officer(city: City) -> None:
    number = alarm(city)
    for phone in (QIAN, SUN, ZHAO):
        takes(city, phone, "2")
    takes(city, SHEN)
    made = ticket(city, number)
    assert made.state is State.DISPATCHED
    assert "热线督办员沈岚已接下" in city.heard(LIN)[-1]
    city.later(minutes=10)
    assert calls_to(city, QIAN) == 1


def test_what_nobody_handles_rings_the_desk_and_once_sent_on_its_department(city: City) -> None:
    for phone in (JIANG, QIAN):
        at_home(city, phone)
    city.text(LIN, "救命，快来救人")
    number = tickets(city)[0].number
    assert "地点还不清楚" in takes(city, JIANG)
    assert "由其安排处理" in city.heard(LIN)[-1]
    city.text(JIANG, f"派遣 {number} 市政维护处")
    takes(city, QIAN)
    assert state(city, number) is State.ACCEPTED


def test_danger_that_only_a_recording_tells_of_rings_the_duty_too(city: City) -> None:
    at_home(city, QIAN)
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号井盖下面煤气泄漏，很臭")
    phone.silence()
    phone.end()
    city.settle()
    until(lambda: city.settle() or tickets(city)[0].urgent, "the words of the recording")
    line = rung(city, QIAN)
    line.press("3")
    line.press("1")
    line.silence()
    line.end()
    assert "play" in line.kinds(), "the officer hears the recording"


def test_a_landline_is_told_by_call_at_any_hour_who_took_it(city: City) -> None:
    at(city, 2026, 11, 25, 3, 10)
    at_home(city, QIAN)
    at_home(city, LANDLINE)
    phone = dial(city, LANDLINE)
    phone.speak("人民路12号煤气漏气了")
    phone.silence()
    phone.silence()
    phone.end()
    city.settle()
    takes(city, QIAN)
    told = rings(city, LANDLINE)
    told.press("1")
    told.silence()
    assert "市政维护处钱小明已经接下" in "".join(told.end())


def test_of_a_sealed_ticket_no_word_of_the_reporter_is_said(city: City) -> None:
    number = alarm(city, LIN, "人民路12号煤气漏气了，是隔壁老王偷接的")
    with city.hotline.database.writing() as store:
        store.tickets.save(replace(ticket(city, number), sealed=True))
    heard = takes(city, QIAN)
    assert "人民路12号" in heard
    assert "老王" not in heard


def test_the_rota_of_the_configuration_is_rung_before_the_officers(open_one: OpenCity) -> None:
    city = open_one(DUTY__ROTA="{roads: [孙丽, 钱小明], '*': [沈岚]}")
    number = alarm(city)
    takes(city, SUN, "2")
    change_staff(city, SUN, on_duty=False)
    takes(city, QIAN)
    assert came_to(city, number) == [("孙丽", "declined"), ("钱小明", "taken")]


def test_a_city_that_was_away_for_an_hour_rings_one_after_the_other(city: City) -> None:
    number = alarm(city)
    assert _ringing(city) == [QIAN]
    city.clock.move(timedelta(hours=1))
    city.settle()
    assert _ringing(city) == [QIAN, SUN]
    city.later(seconds=61)
    assert _ringing(city) == [QIAN, SUN, ZHAO]
    takes(city, ZHAO)
    assert state(city, number) is State.ACCEPTED


def _ringing(city: City) -> list[str]:
    return [phone for phone in NAMES if city.carrier.control.ringing(phone)]


def test_a_report_that_is_not_urgent_rings_nobody(city: City) -> None:
    report(city, LIN)
    assert calls_to(city, QIAN) == 0


def test_the_number_in_the_text_is_the_one_of_the_ticket(city: City) -> None:
    number = alarm(city)
    takes(city, QIAN)
    assert number_in(city.heard(LIN)[-1]) == number
