"""Urgent: the duty rota is rung at once, one after the other until somebody presses 1, and the resident hears who took it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hotline.domain.message import Delivery, Means, Message
from hotline.domain.ticket import State
from tests.carrier.simulated.phone import Phone
from tests.journeys.stage import (
    ANNA,
    JIANG,
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
    messages,
    news,
    rings,
    state,
    ticket,
    tickets,
    until,
)  # fmt: skip
from tests.journeys.test_away import a_round, cron, texts_in
from tests.journeys.test_killed import a_worker_dies
from tests.support.city import City
from tests.support.redis import RedisServer

SHEN = "+8613900010171"  # the supervisor
GAS = {LIN: "人民路12号煤气漏气了", ANNA: "Gas leak at 12 Renmin Road", OTHER: "人民路20号煤气漏气了"}
NAMES = {QIAN: "钱小明", SUN: "孙丽", ZHAO: "赵建国", SHEN: "沈岚"}


def alarm(city: City, sender: str = LIN, body: str = "") -> str:
    """Somebody in danger texts; everybody of the rota sits beside their telephone."""
    for number in NAMES:
        at_home(city, number)
    city.text(sender, body or GAS[sender])
    return tickets(city)[0].number


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


def test_without_redis_the_cron_process_rings_one_after_the_other(city: City, redis_server: RedisServer) -> None:
    session = cron(city)
    for number in NAMES:
        at_home(city, number)
    redis_server.stop()
    try:
        texts_in(city, GAS[LIN])
        city.clock.move(timedelta(seconds=1))
        a_round(session)
        until(lambda: city.carrier.control.ringing(QIAN), "the first")
        city.clock.move(timedelta(seconds=62))
        a_round(session)
        until(lambda: city.carrier.control.ringing(SUN), "the second")
    finally:
        redis_server.start()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_around_a_duty_call_keeps_nobody_from_being_rung(city: City, when: str) -> None:
    for number in NAMES:
        at_home(city, number)
    texts_in(city, GAS[LIN])
    a_worker_dies(city, when, receipts=True, means="call")
    city.settle()
    city.later(seconds=61)
    assert rung(city, SUN), "the next has its own time, whatever became of the first"


def test_of_two_who_press_1_at_the_same_moment_one_has_it_and_the_other_hears_who(city: City) -> None:
    number = alarm(city)
    city.later(seconds=61)
    lines = {phone: rung(city, phone) for phone in (QIAN, SUN)}
    for line in lines.values():
        line.until("gather")
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda line: city.carrier.control.press(line.call.sid, "1"), lines.values()))
    until(lambda: any(line.call.over for line in lines.values()), "the one who was too late")
    [late] = [phone for phone, line in lines.items() if line.call.over]
    [first] = set(lines) - {late}
    assert f"{NAMES[first]}已经接了" in "".join(lines[late].heard())
    lines[first].silence()
    lines[first].end()
    until(lambda: len(came_to(city, number)) == 2, "both in the story")
    assert sorted(came_to(city, number)) == sorted([(NAMES[first], "taken"), (NAMES[late], "late")])
    assert audit(city, number).count("duty_taken") == 1
