"""Ticket numbers, written and spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.number import clean, display, is_valid, read_number, with_check_digit


@pytest.mark.parametrize("digits", ["26417301", "12345671"])
def test_the_known_numbers_are_valid(digits: str) -> None:
    assert is_valid(digits)


@pytest.mark.parametrize(
    "digits",
    ["", "26417302", "2641730", "2641-7301", "２６４１７３０１", "abcdefgh", "26417301 ", "123456789012", "٢٦٤١٧٣٠١"],
)
def test_others_are_not(digits: str) -> None:
    assert not is_valid(digits)


@given(st.integers(10**6, 10**9 - 1))
def test_a_check_digit_makes_it_valid_and_any_slip_invalid(body: int) -> None:
    number = with_check_digit(str(body))
    assert is_valid(number) is (8 <= len(number) <= 10)
    for place, digit in enumerate(number):
        slipped = number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
        assert not is_valid(slipped)
    for place in range(len(number) - 1):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert swapped == number or not is_valid(swapped)


@pytest.mark.parametrize(
    ("digits", "shown"), [("26417301", "2641-7301"), ("264173015", "2641-73015"), ("2641730156", "2641-730156")]
)
def test_it_is_shown_in_two_groups(digits: str, shown: str) -> None:
    assert display(digits) == shown


@pytest.mark.parametrize(
    "text", ["2641-7301", "2641 7301", "２６４１－７３０１", "2641–7301", "#26417301", " 2641.7301。"]
)
def test_what_stands_between_the_digits_goes(text: str) -> None:
    assert clean(text) == "26417301"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("26417301", "26417301"),
        ("2641-7301", "26417301"),
        ("二六四幺七三零幺", "26417301"),
        ("二六四一，七三零一", "26417301"),
        ("二 六 四 幺 七 三 〇 幺", "26417301"),
        ("两六四幺拐三洞幺", "26417301"),
        ("编号是二六四幺七三零幺", "26417301"),
        ("我的工单号2641 7301。", "26417301"),
        ("two six four one seven three zero one", "26417301"),
        ("Two six four one, seven three oh one.", "26417301"),
        ("my number is 2641 7301", "26417301"),
        ("too six for one seven three oh one", "26417301"),
        ("double one two two three three four four", "11223344"),
        ("the ticket number is 2641 seven three oh one", "26417301"),
        ("check 26417301", "26417301"),
        ("26417302", "26417302"),
        ("1234567890", "1234567890"),
    ],
)
def test_spoken_and_written_numbers_are_read(text: str, digits: str) -> None:
    assert read_number(text) == digits


@pytest.mark.parametrize(
    "text",
    ["", "1", "1234567", "12345678901", "井盖坏了", "人民路12号井盖坏了", "二六四", "two six",
     "call 13900010111 now", "一百二十", "hello"],
)  # fmt: skip
def test_other_texts_hold_no_number(text: str) -> None:
    assert read_number(text) is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = read_number(text)
    assert found is None or found.isascii()
