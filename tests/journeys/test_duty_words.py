"""Duty calls by what is told in them, to whom, and in which order."""

from dataclasses import replace
from datetime import timedelta

from hotline.domain.ticket import State
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import (
    JIANG,
    LANDLINE,
    LIN,
    QIAN,
    SUN,
    ZHAO,
    at,
    at_home,
    calls_to,
    change_staff,
    dial,
    number_in,
    report,
    rings,
    state,
    ticket,
    tickets,
    until,
)  # fmt: skip
from tests.journeys.test_duty import NAMES, SHEN, alarm, came_to, rung, takes
from tests.support.city import City


def test_spoken_words_do_as_well_as_keys(town: City) -> None:
    city = town
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


def test_silence_twice_lets_the_next_be_rung(town: City) -> None:
    city = town
    number = alarm(city)
    line = rung(city, QIAN)
    line.silence()
    line.silence()
    assert "现在呼叫下一位" in "".join(line.end())
    takes(city, SUN)
    assert came_to(city, number) == [("钱小明", "silent"), ("孙丽", "taken")]


def test_the_supervisor_answers_for_it_without_becoming_its_officer(town: City) -> None:
    city = town
    number = alarm(city)
    for phone in (QIAN, SUN, ZHAO):
        takes(city, phone, "2")
    takes(city, SHEN)
    made = ticket(city, number)
    assert made.state is State.DISPATCHED
    assert "热线沈岚已接下" in city.heard(LIN)[-1]
    city.later(minutes=10)
    assert calls_to(city, QIAN) == 1


def test_what_nobody_handles_rings_the_desk_and_once_sent_on_its_department(town: City) -> None:
    city = town
    for phone in (JIANG, QIAN):
        at_home(city, phone)
    city.text(LIN, "救命，快来救人")
    number = tickets(city)[0].number
    assert "地点还不清楚" in takes(city, JIANG)
    assert "由其安排处理" in city.heard(LIN)[-1]
    city.text(JIANG, f"派遣 {number} 市政维护处")
    takes(city, QIAN)
    assert state(city, number) is State.ACCEPTED


def test_danger_that_only_a_recording_tells_of_rings_the_duty_too(town: City) -> None:
    city = town
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


def test_a_landline_is_told_by_call_at_any_hour_who_took_it(town: City) -> None:
    city = town
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


def test_of_a_sealed_ticket_no_word_of_the_reporter_is_said(town: City) -> None:
    city = town
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


def test_a_city_that_was_away_for_an_hour_rings_one_after_the_other(town: City) -> None:
    city = town
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


def test_a_report_that_is_not_urgent_rings_nobody(town: City) -> None:
    city = town
    report(city, LIN)
    assert calls_to(city, QIAN) == 0


def test_the_number_in_the_text_is_the_one_of_the_ticket(town: City) -> None:
    city = town
    number = alarm(city)
    takes(city, QIAN)
    assert number_in(city.heard(LIN)[-1]) == number
