"""Numbers read aloud, values in the listener's language, and lengths as a listener counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr_flows.load import load_flows
from ivr_flows.prompts import Part, cut, in_language, spoken_length, take_apart, words

VOICES = load_flows()["intake"].voices


@pytest.mark.parametrize(
    ("language", "text", "value", "spoken"),
    [
        ("zh-CN", "{n:digits}", "26417301", "二六四幺，七三零幺"),
        ("zh-CN", "{n:digits}", "2641-7301", "二六四幺，七三零幺"),
        ("en", "{n:digits}", "26417301", "2 6 4 1, 7 3 0 1"),
        ("en", "{n:digits}", "123456789", "1 2 3, 4 5 6, 7 8 9"),
        ("en", "{n:digits}", "1234567890", "1 2 3 4, 5 6 7, 8 9 0"),
        ("zh-CN", "{n:digits}", "4071", "四零七幺"),
        ("zh-CN", "{n:digits}", 12345, "幺二三四五"),
        ("zh-CN", "尾号{n:tail}", "26417301", "尾号七三零幺"),
        ("en", "{n:digits}", "", ""),
        ("en", "by {n}", {"zh-CN": "明天", "en": "tomorrow"}, "by tomorrow"),
        ("zh-CN", "{n}", {"zh-CN": "明天", "en": "tomorrow"}, "明天"),
        ("en", "{n}", {"zh-CN": "明天"}, "明天"),
        ("en", "<{n}>", None, "<>"),
        ("en", "<{n}>", True, "<>"),
        ("en", "{n} of {n.m}", {"m": "x"}, "x of x"),
    ],
)
def test_a_value_is_read_aloud(language: str, text: str, value: object, spoken: str) -> None:
    def find(path: tuple[str, ...]) -> object:
        return value["m"] if len(path) > 1 and isinstance(value, dict) else value

    assert words(Part(pieces=take_apart(text)), find, VOICES[language]) == spoken


@given(st.text(max_size=3000))
def test_cutting_loses_nothing(text: str) -> None:
    pieces = list(cut(text))
    assert "".join(pieces) == text
    assert all(len(piece) <= 450 for piece in pieces)


@given(st.text())
def test_text_without_placeholders_stays_as_it_is(text: str) -> None:
    plain = text.replace("{", "").replace("}", "")
    assert "".join(str(piece) for piece in take_apart(plain)) == plain


@pytest.mark.parametrize(
    ("language", "text", "length"),
    [
        ("zh-CN", "反映问题，请按1。", 7),
        ("en", "To report a problem, press 1.", 6),
        ("zh-CN", "For English, press 8.", 4),
    ],
)
def test_length_is_what_a_listener_counts(language: str, text: str, length: int) -> None:
    assert spoken_length(text, VOICES[language]) == length


def test_a_value_without_the_language_is_better_than_silence() -> None:
    assert in_language({}, "en") == ""
    assert in_language({"zh-CN": "市政维护处"}, "en") == "市政维护处"
