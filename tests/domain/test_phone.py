"""What the carrier gives as a number, and how little of it is ever shown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.phone import PhoneNumber, parse_phone


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("+8613900010111", "CN", "+8613900010111"),
        (" +8613900010111 ", "CN", "+8613900010111"),
        ("+1234567", "CN", "+1234567"),
        ("+999123456789012", "CN", "+999123456789012"),
        ("13900010111", "CN", "+8613900010111"),
        ("139 0001 0111", "CN", "+8613900010111"),
        ("１３９００010111", "CN", "+8613900010111"),
        ("008613900010111", "CN", "+8613900010111"),
        ("010-12345678", "CN", "+861012345678"),
        ("(030) 901820", "DE-BE", "+4930901820"),
        ("(212) 555-0123", "US", "+12125550123"),
    ],
)
def test_numbers_are_read(raw: str, region: str, e164: str) -> None:
    number = parse_phone(raw, region)
    assert number is not None
    assert number.e164 == e164


@pytest.mark.parametrize(
    "raw",
    ["", " ", "anonymous", "Anonymous", "unknown", "RESTRICTED", "+266696687", "266696687",
     "+0123456789", "+123456", "+1234567890123456",
     "client:alice", "sip:1@example.org", "12345", "1", "+", "abc13900010111", "\ud800", "13900010111;ext=1"],
)  # fmt: skip
def test_withheld_and_broken_numbers_are_nobody(raw: str) -> None:
    assert parse_phone(raw, "CN") is None


@pytest.mark.parametrize(
    ("e164", "masked", "last4"),
    [
        ("+8613900010111", "+86 139****0111", "0111"),
        ("+861012345678", "+86 101****5678", "5678"),
        ("+4930901820", "+49 ****20", "1820"),
        ("+1234567", "+1 ****67", "4567"),
        ("+999123456789", "+9 991****6789", "6789"),
    ],
)
def test_numbers_are_shown_masked(e164: str, masked: str, last4: str) -> None:
    number = PhoneNumber(e164)
    assert number.masked == masked
    assert number.last4 == last4


@pytest.mark.parametrize(
    ("e164", "landline"),
    [("+861012345678", True), ("+8613900010111", False), ("+4930901820", True), ("+12125550123", False),
     ("+9991234567", False)],
)  # fmt: skip
def test_only_what_is_surely_a_landline_is_one(e164: str, landline: bool) -> None:
    assert PhoneNumber(e164).is_landline is landline


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_any_e164_is_taken_as_it_is_and_never_printed_whole(e164: str) -> None:
    number = parse_phone(e164, "CN")
    if e164 == "+266696687":
        assert number is None
        return
    assert number == PhoneNumber(e164)
    for shown in (repr(number), str(number), f"{number}", f"{[number]}", number.masked):
        assert e164[1:] not in "".join(each for each in shown if each.isdigit() or each == "*")
        assert "****" in shown


@given(st.text())
def test_anything_may_come_as_a_number(raw: str) -> None:
    number = parse_phone(raw, "CN")
    assert number is None or re.fullmatch(r"\+[1-9]\d{6,14}", number.e164)
