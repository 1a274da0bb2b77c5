"""The kinds of values config.yaml holds, each read from its own text.

A ValueError raised here says only what is expected; load.py adds the place and what stands there.
"""

import re
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from hotline.domain.duration import EXPECTED, Duration, DurationError

LANGUAGES = ("zh-CN", "en")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._-]+)*/?")
_QUIET = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


def _duration(written: object) -> Duration:
    if isinstance(written, Duration):
        return written
    try:
        return Duration.parse(written)
    except DurationError:
        raise ValueError(EXPECTED) from None


def _clock_span(written: object) -> Duration:
    found = _duration(written)
    if found.in_working_time:
        raise ValueError("a time in s, m, h or d; working days and hours are not meant here")
    return found


def _positive(found: Duration) -> Duration:
    if found.amount <= 0:
        raise ValueError("more than nothing, like 10s")
    return found


def _percent(written: object) -> object:
    return written[:-1] if isinstance(written, str) and written.endswith("%") else written


def _language(written: object) -> object:
    return "zh-CN" if written == "zh" else written


def _known_language(written: str) -> str:
    if written not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return written


def _spoken_language(written: str) -> str:
    """A language of the phone is data alone (docs/adding-a-language.md): any tag will do."""
    if not _TAG.fullmatch(written):
        raise ValueError("a language tag such as zh-CN, en or yue")
    return written


def _zone(written: str) -> str:
    try:
        ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("the name of a time zone, like Asia/Shanghai") from None
    return written


def _quiet(written: str) -> str:
    if written != "off" and not _QUIET.fullmatch(written):
        raise ValueError("a span of local time like 21:00-08:00, or off")
    start, _, end = written.partition("-")
    if start == end:
        raise ValueError("two different times, like 21:00-08:00; off for never")
    return written


def _web_address(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("an address like https://hotline.example.org, without ? and #")
    return written.rstrip("/")


def is_loopback(address: str) -> bool:
    """True for a web address only this machine can reach."""
    return urlsplit(address).hostname in _LOOPBACK


def _database(written: str) -> str:
    if not written.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("sqlite:///PATH or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    return written


def _redis(written: str) -> str:
    if not written.startswith(("redis://", "rediss://", "redis+sentinel://", "unix://")):
        raise ValueError("redis://…, rediss://…, redis+sentinel://… or unix://…")
    return written


def _recordings(written: str) -> str:
    if written != "local" and not _BUCKET.fullmatch(written):
        raise ValueError("local, or s3://BUCKET/PREFIX")
    return written


def _prefixes(written: object) -> object:
    """`*` is easier to read and to type than the empty text it stands for."""
    return (
        {"" if key == "*" else key: value for key, value in written.items()} if isinstance(written, dict) else written
    )


Span = Annotated[Duration, BeforeValidator(_duration)]
ClockSpan = Annotated[Duration, BeforeValidator(_clock_span)]
SomeSpan = Annotated[Duration, BeforeValidator(_duration), AfterValidator(_positive)]
SomeClockSpan = Annotated[Duration, BeforeValidator(_clock_span), AfterValidator(_positive)]
Percent = Annotated[int, BeforeValidator(_percent), Field(ge=1, le=100)]
Language = Annotated[str, BeforeValidator(_language), AfterValidator(_known_language)]
SpokenLanguage = Annotated[str, BeforeValidator(_language), AfterValidator(_spoken_language)]
Names = Annotated[dict[SpokenLanguage, Annotated[str, Field(min_length=1)]], Field(min_length=1)]
TimeZone = Annotated[str, AfterValidator(_zone)]
QuietSpan = Annotated[str, AfterValidator(_quiet)]
LocalTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Phone = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
CategoryName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
Key = Annotated[str, Field(pattern=r"^[0-9]$")]
WebAddress = Annotated[str, AfterValidator(_web_address)]
DatabaseAddress = Annotated[str, AfterValidator(_database)]
RecordingsAddress = Annotated[str, AfterValidator(_recordings)]
RedisAddress = Annotated[str, AfterValidator(_redis)]
Routes = Annotated[dict[str, Name], BeforeValidator(_prefixes)]
Day = date
