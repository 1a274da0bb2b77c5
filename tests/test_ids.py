"""Ids sort by time, numbers check themselves, and the same dice give the same ones."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.clock import FixedClock, SystemClock
from hotline.ids import Ids, number_holds
from tests.conftest import MORNING

numbers = st.builds(
    lambda seed, digits: Ids(clock=FixedClock(MORNING), dice=Random(seed), digits=digits).ticket_number(),
    st.integers(0, 2**32),
    st.integers(8, 10),
)


def test_an_id_is_a_uuid_of_version_7_with_its_time(ids: Ids) -> None:
    made = UUID(ids.new())
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(MORNING.timestamp() * 1000)


def test_ids_of_one_moment_sort_in_their_order_and_differ(ids: Ids) -> None:
    made = [ids.new() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_go_on_upwards_when_the_clock_is_set_back(clock: FixedClock, ids: Ids) -> None:
    before = ids.new()
    clock.move(timedelta(seconds=-10))
    assert ids.new() > before
    clock.move(timedelta(seconds=20))
    assert ids.new() > before


def test_the_same_dice_give_the_same_ids(clock: FixedClock) -> None:
    one, other = (Ids(clock=clock, dice=Random(7)) for _ in range(2))
    assert [one.new(), one.ticket_number(), one.code()] == [other.new(), other.ticket_number(), other.code()]


@given(numbers)
def test_a_number_holds_and_has_no_leading_zero(number: str) -> None:
    assert number_holds(number)
    assert number[0] != "0"


@given(numbers, st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_noticed(number: str, place: int, digit: int) -> None:
    place %= len(number)
    wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
    assert number_holds(wrong) is (wrong == number)


@given(numbers, st.integers(0, 8))
def test_two_neighbours_swapped_are_noticed(number: str, place: int) -> None:
    place %= len(number) - 1
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert number_holds(swapped) is (swapped == number)


@pytest.mark.parametrize("number", ["26417301", "12345671"])
def test_numbers_of_the_papers_hold(number: str) -> None:
    assert number_holds(number)


NO_NUMBERS = ["", "abcdefgh", "2641730", "2641-7301", "２６４１７３０１", "264173019999", "26417302", "²6417301"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_does_not_hold(text: str) -> None:
    assert not number_holds(text)


@given(st.integers(0, 2**32))
def test_a_code_has_four_digits(seed: int) -> None:
    code = Ids(clock=FixedClock(MORNING), dice=Random(seed)).code()
    assert len(code) == 4
    assert code.isdigit()


@pytest.mark.parametrize("digits", [7, 11])
def test_other_lengths_are_refused(clock: FixedClock, digits: int) -> None:
    with pytest.raises(ValueError, match="8 to 10"):
        Ids(clock=clock, digits=digits)


def test_the_systems_clock_is_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    with pytest.raises(ValueError, match="zone"):
        FixedClock(MORNING.replace(tzinfo=None))
