"""Whether the line reaches the old: asked once with the thanks for the verdict, and nobody need answer."""

from hotline.domain.reporter import Age
from hotline.domain.staff import Role
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import LANDLINE, LIN, QIAN, at_home, done, number_in, only, report, reporter, rings
from tests.journeys.test_answers import by_phone
from tests.support.city import City
from tests.support.desk import at_desk

ASKED = "您满60岁了吗"


def judged(city: City) -> str:
    """A ticket reported, done and judged by text; the last of what its reporter was told."""
    number = report(city, LIN)
    done(city, QIAN, number)
    for digit in ("1", "1", "2"):
        told = city.text(LIN, digit)
    return only(told)


def test_it_is_asked_once_and_the_answer_kept(city: City) -> None:
    assert ASKED in judged(city)
    assert "说得慢一些" in only(city.text(LIN, "1"))
    assert reporter(city, LIN).age is Age.OVER_60
    assert ASKED not in judged(city)


def test_who_does_not_answer_is_left_in_peace(city: City) -> None:
    assert ASKED in judged(city)
    assert number_in(only(city.text(LIN, "建设路35号路灯不亮了")))
    assert reporter(city, LIN).age is None
    assert ASKED not in judged(city)


def test_under_sixty_in_plain_words(city: City) -> None:
    judged(city)
    assert "慢一些" not in only(city.text(LIN, "没满"))
    assert reporter(city, LIN).age is Age.UNDER_60


def test_an_operators_tick_stands_and_nothing_is_asked(city: City) -> None:
    number = report(city, LIN)
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/age", {"age": "under_60"})
    assert "不满60岁" in desk.said
    done(city, QIAN, number)
    for digit in ("1", "1", "2"):
        told = city.text(LIN, digit)
    assert ASKED not in only(told)


def test_on_a_landline_it_is_the_last_question_of_the_survey_where_the_city_wants_that(open_one: OpenCity) -> None:
    city = open_one(PROMISES__ASK_AGE="everywhere")
    number = by_phone(city, LANDLINE)
    at_home(city, LANDLINE)
    done(city, QIAN, number)
    phone = rings(city, LANDLINE)
    for _ in range(5):
        phone.press("1")
    heard = "".join(phone.end())
    city.settle()
    assert "满六十岁" in heard
    assert reporter(city, LANDLINE).age is Age.OVER_60


def test_a_city_that_does_not_want_to_know_asks_nobody(open_one: OpenCity) -> None:
    assert ASKED not in judged(open_one(PROMISES__ASK_AGE="never"))
