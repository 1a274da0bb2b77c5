"""What is noticed once it is closed: does it hold a month later, did it come back."""

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import (
    ANNA,
    COVER,
    LIN,
    OTHER,
    QIAN,
    ZHAO,
    at,
    done,
    news,
    only,
    report,
    shown,
    state,
    ticket,
)  # fmt: skip
from tests.support.city import City

QIN = "+8613900010175"  # the protection officer


def test_a_month_after_closing_it_is_looked_back_at(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    city.text(LIN, "1")
    at(city, 2026, 12, 23, 11, 0)
    assert "回头看" in only(news(city, LIN, city.sweep))
    assert news(city, LIN, city.sweep) == []
    told = city.text(LIN, "2")
    assert state(city, number) is State.DISPATCHED
    assert "重办" in "".join(told)
    with city.hotline.database.reading() as store:
        found = ticket(city, number)
        noted = store.aftermath.recurrences_of(found.id)
    assert [(one.round, one.noticed_by.value) for one in noted] == [(0, "lookback")]


def test_it_holds_and_that_is_all(city: City) -> None:
    number = report(city, ANNA)
    done(city, QIAN, number, "DONE {} cover replaced")
    city.text(ANNA, "1")
    at(city, 2026, 12, 23, 11, 0)
    city.sweep()
    assert "Thank you" in only(city.text(ANNA, "1"))
    assert state(city, number) is State.CLOSED


def test_the_same_matter_at_the_same_spot_within_ninety_days_recurs_once(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    city.text(LIN, "1")
    at(city, 2026, 12, 10, 10, 0)
    told = news(city, ZHAO, lambda: report(city, OTHER, COVER[LIN]))
    assert any(shown(number) in text for text in told), "the head of its owner hears"
    report(city, "+8613800138055", COVER[LIN])
    with city.hotline.database.reading() as store:
        noted = store.aftermath.recurrences_of(ticket(city, number).id)
    assert len(noted) == 1, "one recurrence per closing, however noticed"
    assert noted[0].noticed_by.value == "place"


@pytest.mark.parametrize(("said", "recurs"), [
    ("Broken manhole cover at 12 Renmin Road", True),   # the same address in the other language
    ("人民路18号井盖坏了", True),                        # within 150 m
    ("人民路98号井盖坏了", False),                       # at the other end of the same street
    ("人民路井盖坏了", False),                           # somewhere in it
])  # fmt: skip
def test_a_street_is_as_many_places_as_it_has_houses(city: City, said: str, *, recurs: bool) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    city.text(LIN, "1")
    at(city, 2026, 12, 10, 10, 0)
    city.text(OTHER, said)
    with city.hotline.database.reading() as store:
        assert bool(store.aftermath.recurrences_of(ticket(city, number).id)) == recurs


def test_after_ninety_days_it_is_another_matter(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    city.text(LIN, "1")
    at(city, 2027, 2, 25, 10, 0)
    report(city, OTHER, COVER[LIN])
    with city.hotline.database.reading() as store:
        assert store.aftermath.recurrences_of(ticket(city, number).id) == ()
