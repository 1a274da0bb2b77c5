"""What a message of the catalog is made of: a name, a purpose, the values it needs and how long it may get."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from sms.cleaning import has_han
from sms.encoding import encoding, safe_substitutions, units

JsonValue = str | int | bool | Sequence[Mapping[str, str]] | None

HAN_LIMIT = 40     # an officer's words with any 汉字 in them
LATIN_LIMIT = 100  # an officer's words in letters


class Purpose(StrEnum):
    """Why a text goes out; decides whether quiet hours hold it."""

    ANSWER = "answer"
    STATUS = "status"
    SURVEY = "survey"
    DUTY = "duty"
    STAFF = "staff"
    BROADCAST = "broadcast"


class Type(StrEnum):
    """How a value is treated before it reaches its template."""

    NUMBER = "number"    # a ticket number, digits only
    NAME = "name"        # a department, category, grid, place: clipped by the template
    WORDS = "words"      # somebody's own words: reach a reader of their own script only
    MOMENT = "moment"    # an ISO time in UTC, shown in the city's zone relative to now
    CODE = "code"
    COUNT = "count"
    FLAG = "flag"
    ITEMS = "items"      # up to three tickets: number, category, state
    OPTIONS = "options"  # up to five to choose from: key, name
    REWARDS = "rewards"  # the same with a price: key, name, points


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """``longest``: a sample per language that no real value outgrows (names are longer than their templates clip)."""

    type: Type
    optional: bool = False
    choices: tuple[JsonValue, ...] = ()
    longest: Mapping[str, JsonValue] = field(default_factory=dict)

    def shapes(self, language: str) -> tuple[JsonValue, ...]:
        """Every way this value can come that may change what a template says, at its longest."""
        samples = self.choices or (self.longest.get(language),)
        return (*samples, None) if self.optional else samples


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """``limit``: segments at the longest, with the city's signature."""

    name: str
    purpose: Purpose
    values: Mapping[str, Value]
    limit: int = 2

    def samples(self, language: str) -> Iterator[dict[str, JsonValue]]:
        """The values at their longest, in every combination of codes, flags and optional values left out."""
        yield from (
            dict(zip(self.values, chosen, strict=True))
            for chosen in product(*(value.shapes(language) for value in self.values.values()))
        )


_LONG_ZH, _LONG_EN = "长" * 60, "Long name " * 15
_STATES = ("received", "dispatched", "accepted", "in_progress", "planned", "resolved", "closed", "reopened",
           "rejected", "merged", "withdrawn")
_FAR = "2026-11-30T09:00:00+00:00"  # a date, not "tomorrow": the longest way to say a moment
SAMPLE_NOW = "2026-11-20T02:20:00+00:00"


def _same(sample: JsonValue) -> dict[str, JsonValue]:
    return {"zh-CN": sample, "en": sample}


def number(*, optional: bool = False) -> Value:
    """A ticket number, which may grow to ten digits."""
    return Value(type=Type.NUMBER, optional=optional, longest=_same("2641730199"))


def name(*, optional: bool = False) -> Value:
    return Value(type=Type.NAME, optional=optional, longest={"zh-CN": _LONG_ZH, "en": _LONG_EN})


def words(*, optional: bool = False) -> Value:
    return Value(type=Type.WORDS, optional=optional, longest={"zh-CN": "话" * HAN_LIMIT, "en": "w" * LATIN_LIMIT})


def moment(*, optional: bool = False) -> Value:
    return Value(type=Type.MOMENT, optional=optional, longest=_same(_FAR))


def code(*choices: str, optional: bool = False) -> Value:
    return Value(type=Type.CODE, optional=optional, choices=choices)


def state() -> Value:
    return code(*_STATES)


def flag() -> Value:
    return Value(type=Type.FLAG, optional=True, choices=(True,))


def count() -> Value:
    return Value(type=Type.COUNT, longest=_same(99))


def options() -> Value:
    """What one may choose from, by name; ``key`` is what is texted for it."""
    return Value(type=Type.OPTIONS, longest={
        "zh-CN": ({"key": "1", "name": "长" * 20},) * 5, "en": ({"key": "1", "name": _LONG_EN},) * 5,
    })


def items(*, optional: bool = False) -> Value:
    item = {"number": "2641730199", "category": "长" * 20, "state": "in_progress"}
    latin = item | {"category": _LONG_EN}
    return Value(type=Type.ITEMS, optional=optional, longest={"zh-CN": (item,) * 3, "en": (latin,) * 3})


def words_fit(text: str, han: int = HAN_LIMIT, latin: int = LATIN_LIMIT) -> bool:
    """Are somebody's words short enough to be passed on in one text? An officer's: 40 汉字 or 100 letters."""
    safe = safe_substitutions(text)
    if encoding(safe) == "GSM-7":
        return units(safe) <= latin
    return units(text) <= han if has_han(text) else sum(map(units, text)) <= latin
