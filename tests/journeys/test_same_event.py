"""What others have reported already: whoever texts the same is asked, and joins with one digit."""

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import ANNA, COVER, LIN, OTHER, QIAN, done, number_in, only, report, shown, state, ticket
from tests.support.city import City

ASKED, ASKED_EN = "是同一件事请回1", "if it is the same thing reply 1"


def test_one_digit_joins_and_both_are_told_and_asked(city: City) -> None:
    first = report(city, LIN)
    said = only(city.text(OTHER, "人民路12号的井盖碎了"))
    own = number_in(said)
    assert ASKED in said
    joined = only(city.text(OTHER, "1"))
    assert (shown(own) in joined, shown(first) in joined) == (True, True)
    assert (state(city, own), ticket(city, own).parent_id) == (State.MERGED, ticket(city, first).id)
    assert shown(own) in city.heard(QIAN)[-1], "the officer hears that it need not be done twice"
    done(city, QIAN, first)
    for number, phone in ((first, LIN), (own, OTHER)):
        assert shown(number) in city.heard(phone)[-1]
        assert "1解决了" in city.heard(phone)[-1]


def test_another_thing_goes_on_alone(city: City) -> None:
    report(city, LIN)
    own = number_in(only(city.text(OTHER, COVER[LIN])))
    assert shown(own) in only(city.text(OTHER, "不是"))
    assert state(city, own) is State.DISPATCHED


def test_who_joined_by_mistake_may_object(city: City) -> None:
    report(city, LIN)
    own = number_in(only(city.text(OTHER, COVER[LIN])))
    city.text(OTHER, "1")
    assert "再看一次" in only(city.text(OTHER, f"不同意 {own}"))


def test_whoever_says_where_later_is_asked_then(city: City) -> None:
    report(city, LIN)
    assert ASKED not in only(city.text(OTHER, "井盖坏了"))
    said = only(city.text(OTHER, "人民路12号"))
    assert ASKED in said
    city.text(OTHER, "1")
    assert state(city, number_in(said)) is State.MERGED


def test_in_english_too(city: City) -> None:
    report(city, LIN)
    said = only(city.text(ANNA, COVER[ANNA]))
    assert ASKED_EN in said
    assert "goes on together" in only(city.text(ANNA, "yes"))


@pytest.mark.parametrize(("first", "second"), [
    ("人民路12号井盖坏了", "人民路12号路灯不亮了"),
    ("人民路12号井盖坏了", "建设路35号井盖坏了"),
    ("人民路12号井盖坏了", "人民路98号井盖坏了"),
    ("举报人民路12号的店占道经营", "举报人民路12号的店占道经营"),
    ("人民路12号漏气了，救命", "人民路12号漏气了，救命"),
])  # fmt: skip
def test_what_is_another_matter_or_nobodys_business_is_not_offered(city: City, first: str, second: str) -> None:
    city.text(LIN, first)
    assert ASKED not in "".join(city.text(OTHER, second))


def test_nothing_is_told_of_a_sealed_one_nor_of_ones_own(city: City) -> None:
    report(city, LIN)
    city.text(LIN, "保密")
    assert ASKED not in only(city.text(OTHER, COVER[LIN]))
    city.text(OTHER, "撤销")
    city.text(OTHER, "是")
    assert ASKED not in "".join(city.text(LIN, "人民路12号的井盖碎了"))


def test_what_is_done_meanwhile_is_not_joined(city: City) -> None:
    first = report(city, LIN)
    own = number_in(only(city.text(OTHER, COVER[LIN])))
    done(city, QIAN, first)
    assert shown(own) in only(city.text(OTHER, "1"))
    assert state(city, own) is State.DISPATCHED


def test_an_event_that_was_merged_meanwhile_is_joined_where_it_is_worked_on(city: City) -> None:
    first, second = report(city, LIN), number_in(only(city.text(ANNA, COVER[ANNA])))
    own = number_in(only(city.text(OTHER, COVER[LIN])))
    city.text(ANNA, "1")
    city.text(OTHER, "1")
    assert {ticket(city, each).parent_id for each in (second, own)} == {ticket(city, first).id}
