"""A resident is rung no oftener than must be: result and survey in one call, one if late, never two within a minute."""

from datetime import datetime, timedelta

from hotline.domain.message import Delivery, Means
from hotline.domain.ticket import ClosedAs, State
from tests.journeys.stage import LANDLINE, QIAN, ZONE, at, at_home, calls_to, done, messages, report, rings, ticket, until
from tests.journeys.test_answers import by_phone
from tests.support.city import City

UNDELIVERED = "+8613800138004"


def planned(city: City, number: str) -> list[tuple[str, Delivery, str]]:
    return [(m.template, m.state, m.held) for m in messages(city, number, Means.CALL)]


def listened(city: City, keys: str = "1") -> str:
    line = rings(city, LANDLINE)
    for key in keys:
        line.press(key)
    if keys == "1":
        line.silence()
    heard = "".join(line.end())
    city.settle()
    return heard


def test_lateness_that_waits_for_the_morning_is_not_told_once_the_result_is_there(town: City) -> None:
    city = town
    number = by_phone(city, LANDLINE)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at_home(city, LANDLINE)
    at(city, 2026, 12, 2, 22, 0)
    city.sweep()
    assert planned(city, number) == [("status", Delivery.WAITING, "call_hours")]
    at(city, 2026, 12, 3, 7, 0)
    done(city, QIAN, number)
    assert [(t, s) for t, s, _ in planned(city, number)] == [("status", Delivery.CANCELLED), ("survey", Delivery.WAITING)]
    assert planned(city, number)[0][2] == "superseded"
    at(city, 2026, 12, 3, 8, 1)
    assert "已经办好" in listened(city, "1112")
    city.later(days=1)
    city.sweep()
    assert calls_to(city, LANDLINE) == 1


def test_late_and_done_are_two_calls_and_no_third(town: City) -> None:
    city = town
    number = by_phone(city, LANDLINE)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at_home(city, LANDLINE)
    at(city, 2026, 12, 3, 9, 30)
    for _ in range(3):
        city.sweep()
    assert "没有按时办完" in listened(city)
    at(city, 2026, 12, 4, 10, 0)
    city.sweep()
    done(city, QIAN, number)
    assert "已经办好" in listened(city, "1112")
    for _ in range(3):
        city.later(days=1)
        city.sweep()
    assert calls_to(city, LANDLINE) == 2
    assert ticket(city, number).closed_as is ClosedAs.VERDICT


def test_a_verdict_by_text_ends_the_call_that_was_waiting(city: City) -> None:
    number = report(city, UNDELIVERED, "人民路12号井盖坏了")
    at(city, 2026, 11, 23, 20, 58)
    done(city, QIAN, number)
    at(city, 2026, 11, 23, 21, 5)
    tried = [Delivery.UNDELIVERED, Delivery.WAITING]
    until(lambda: [p[1] for p in planned(city, number)] == tried, "its text came back, nobody picked up: another day")
    city.text(UNDELIVERED, "1")
    assert ticket(city, number).state is State.CLOSED
    assert planned(city, number)[-1][1:] == (Delivery.CANCELLED, "answered")
    for day in (24, 25, 26):
        at(city, 2026, 11, day, 18, 45)
        city.sweep()
    assert calls_to(city, UNDELIVERED) == 1


def test_two_results_for_one_telephone_are_two_calls_one_after_the_other(city: City) -> None:
    at_home(city, LANDLINE)
    first, second = by_phone(city, LANDLINE), by_phone(city, LANDLINE)
    at(city, 2026, 11, 24, 21, 30)
    for number in (first, second):
        done(city, QIAN, number)
    at(city, 2026, 11, 25, 8, 0)
    assert calls_to(city, LANDLINE) == 1
    city.later(seconds=30)
    assert calls_to(city, LANDLINE) == 1, "while the first still rings"
    listened(city, "1112")
    ended = city.clock.now()
    city.later(seconds=31)
    assert calls_to(city, LANDLINE) == 1, "a moment after the first"
    city.later(seconds=61)
    listened(city, "1112")
    assert calls_to(city, LANDLINE) == 2
    both = [m for n in (first, second) for m in messages(city, n, Means.CALL)]
    assert [m.state for m in both] == [Delivery.DELIVERED] * 2
    assert max(m.sent_at for m in both if m.sent_at) - ended >= timedelta(minutes=1)
    assert all(m.attempts == 1 for m in both), "waiting for the other one was no try"


def test_no_call_begins_at_noon_or_in_the_night_however_it_came_to_be_due(town: City) -> None:
    city = town
    number = by_phone(city, "+861065551201")  # always busy
    at(city, 2026, 11, 24, 11, 45)
    done(city, QIAN, number)
    for moment in (datetime(2026, 11, 24, 12, 30, tzinfo=ZONE) + timedelta(hours=n) for n in range(60)):
        city.clock.set(moment)
        city.sweep()
    rung = [m.sent_at.astimezone(ZONE).hour for m in messages(city, number, Means.CALL) if m.sent_at]
    assert rung
    assert not [hour for hour in rung if hour >= 21 or hour < 8 or 12 <= hour < 14]
