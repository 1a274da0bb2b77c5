"""Texts that come at the same moment: the same one told twice at once, and two of somebody nobody knew."""

from concurrent.futures import ThreadPoolExecutor

from tests.journeys.stage import COVER, LIN, QIAN, tickets
from tests.journeys.test_text_report import post_text
from tests.support.city import City


def test_the_same_text_told_at_once_is_one_ticket(city: City) -> None:
    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda _: post_text(city, "SM0123", LIN, COVER[LIN]), range(6)))
    city.settle()
    assert answers == [200] * 6
    assert len(city.heard(LIN)) == len(city.heard(QIAN)) == len(tickets(city)) == 1


def test_two_first_texts_at_once_have_one_sender(city: City) -> None:
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda n: post_text(city, f"SM{n}", LIN, f"人民路{n + 1}0号井盖坏了"), range(4)))
    city.settle()
    assert answers == [200] * 4
    made = tickets(city)
    assert len(made) == 4
    assert len({ticket.reporter_id for ticket in made}) == 1
