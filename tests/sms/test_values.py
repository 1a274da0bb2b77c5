"""What happens to a value on its way into a template."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.catalog import CATALOG, WORDS_LIMIT, words_fit, words_refused
from sms.encoding import encoding, units
from sms.values import clip, moment, own_words, readable, ticket

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(("now", "then", "offset", "clock"), [
    ("2026-11-23T02:20+00:00", "2026-11-23T06:20:00+00:00", 0, "14:20"),
    ("2026-11-23T15:59+00:00", "2026-11-23T16:00:00+00:00", 1, "00:00"),   # midnight in Shanghai, not in UTC
    ("2026-11-23T16:00+00:00", "2026-11-24T15:00:00+00:00", 0, "23:00"),
    ("2026-12-31T10:00+00:00", "2027-01-01T01:00:00Z", 1, "09:00"),
    ("2026-11-23T02:20+00:00", "2026-11-20T02:20:00+00:00", -3, "10:20"),
])
def test_a_moment_is_seen_from_the_citys_today(now: str, then: str, offset: int, clock: str) -> None:
    found = moment(then, datetime.fromisoformat(now), SHANGHAI)
    assert (found.offset, f"{found.hour:02d}:{found.minute:02d}") == (offset, clock)


@pytest.mark.parametrize(("text", "most", "shown"), [
    ("建设路小学北门", 7, "建设路小学北门"), ("建设路小学北门", 6, "建设路小学…"), ("Jianshe Road School",
     10, "Jianshe..."),
    ("Jianshe, Road", 12, "Jianshe..."), ("", 5, ""), (None, 5, ""), ("😀😀😀", 5, "😀😀…"), ("[[[[", 6, "[..."),
])
def test_clip(text: str | None, most: int, shown: str) -> None:
    assert clip(text, most) == shown


@given(st.text(), st.integers(6, 60))
def test_what_is_clipped_fits(text: str, most: int) -> None:
    assert units(clip(text, most)) <= most


@pytest.mark.parametrize(("text", "language", "shown"), [
    ("人民路\n12号\x00", "zh-CN", "人民路 12号"), ("人民路12号", "en", ""), ("Café “Müller” – 2nd", "en",
     "Café \"Müller\" - 2nd"),
    ("【中奖】人民路", "zh-CN", "〔中奖〕人民路"), ("Renmin Road 12", "zh-CN", "Renmin Road 12"),
])
def test_readable(text: str, language: str, shown: str) -> None:
    assert readable(text, language) == shown


@pytest.mark.parametrize(("text", "language", "shown"), [
    ("井盖已更换。", "zh-CN", "井盖已更换"), ("cover replaced.", "zh-CN", ""), ("cover replaced!", "en",
     "cover replaced"),
    ("井盖已更换", "en", ""), ("DN300管已换", "zh-CN", "DN300管已换"),
])
def test_words_reach_only_who_can_read_them(text: str, language: str, shown: str) -> None:
    assert own_words(text, language) == shown


@given(st.text())
def test_english_stays_gsm(text: str) -> None:
    assert encoding(readable(text, "en")) == "GSM-7"


@pytest.mark.parametrize(("words", "why"), [
    ("井盖已更换",
     None), ("换" * 40, None), ("换" * 41, "words_too_long"), ("w" * 100, None), ("w" * 101, "words_too_long"),
    ("详见www.abc.com", "words_link"), ("see https://a.b", "words_link"), ("打13900010112", "words_phone"),
    ("call 010-6234 5678", "words_phone"), ("换了2个井盖，用时30分钟", None), ("换" * 39 + "😀", "words_too_long"),
])
def test_officers_words_that_cannot_go_out(words: str, why: str | None) -> None:
    assert words_refused(words) == why
    assert words_fit(words) == (why != "words_too_long")


def test_a_number_is_shown_four_and_four() -> None:
    assert [ticket(number) for number in ("26417301", "2641730199", "26")] == ["2641-7301", "2641-730199", "26"]


def test_the_catalog() -> None:
    assert WORDS_LIMIT == {"zh-CN": 40, "en": 100}
    assert all(message.limit == 2 for message in CATALOG.values() if message.purpose not in ("staff", "duty"))
    assert all(message.limit <= 3 for message in CATALOG.values())


def test_now_may_be_any_zone() -> None:
    utc = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
    assert moment("2026-11-23T06:20Z", utc, SHANGHAI) == moment("2026-11-23T06:20Z",
                  utc.astimezone(SHANGHAI), SHANGHAI)
