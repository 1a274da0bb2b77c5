"""Whether somebody's words tell of danger to life: then what to dial is said before all else.

Missing one costs more than ringing the duty officer in vain, but a fire extinguisher is no fire."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from hotline.domain.words import is_chinese, plain


class DangerKind(StrEnum):
    FIRE = "fire"
    GAS = "gas"
    INJURY = "injury"
    CRIME_TRAPPED = "crime_trapped"
    ELECTRIC = "electric"
    COLLAPSE = "collapse"
    FLOOD = "flood"


@dataclass(frozen=True, kw_only=True, slots=True)
class DangerWords:
    """`kinds` in the order in which they decide; `harmless` are longer words that hold a danger word;
    `numbers` are those to dial, which name a danger only where they stand alone or are called."""

    kinds: Mapping[DangerKind, tuple[str, ...]]
    harmless: tuple[str, ...]
    numbers: Mapping[str, DangerKind]


@dataclass(frozen=True, kw_only=True, slots=True)
class Danger:
    kind: DangerKind
    word: str


# Right before a danger word these say that it is not so, or only feared, or long over.
_NOT_ZH = re.compile(
    "(?:没有?|并?没有?发生|不是|并非|无人?|没人|没有人|未|谨防|防止?|预防|避免|以免|免得|小心|当心|怕|担心|容易|"
    "引发|引起|导致|造成|可能|差点|险些|以前|曾经|去年|前年)(?:会|再|被|发生|出|因|触)?$"
)
_NOT_EN = re.compile(
    r"\b(?:no|not|isn't|isn’t|wasn't|wasn’t|never|without|nobody|nobody is|nobody was|no one|no one is|no one was|"
    r"in case of|risk of|fear of|to prevent|to avoid|last year's|before someone is|before someone gets|"
    r"before somebody is|before somebody gets)(?: a| any)?$"
)
_CALLING = re.compile("(?:打|拨打|拨|叫|呼叫|喊|需要|要|快|call|call for|dial|ring|need)$")
_EDGES = " .,!?;:。，！？；：、~…\"'“”‘’"
_URGES = re.compile("(?:[。，！？,.!?;]|快|救|来|有人|$)")


def danger(text: str, words: DangerWords) -> Danger | None:
    """The danger a text tells of, or none."""
    said = _without(plain(text), words.harmless)
    for kind, named in words.kinds.items():
        for word in named:
            if _plain(word) in said and any(not _denied(said, start, word) for start in _places(said, word)):
                return Danger(kind=kind, word=word)
    return _number(said, words)


def _number(said: str, words: DangerWords) -> Danger | None:
    """110 alone, called for, or cried out first; not in 110号, 120路公交 or a telephone number."""
    for number, kind in words.numbers.items():
        if number not in said:
            continue
        if said.strip(_EDGES) == number:
            return Danger(kind=kind, word=number)
        for found in re.finditer(rf"(?<![0-9a-z\-]){number}(?![0-9a-z\-]|号|路|弄|[栋幢座室米块元岁年天])", said):
            first = found.start() == 0 and _URGES.match(said, found.end())
            if first or _CALLING.search(said[: found.start()].rstrip()):
                return Danger(kind=kind, word=number)
    return None


def _places(said: str, word: str) -> Iterator[int]:
    for found in _pattern(word).finditer(said):
        yield found.start()


def _denied(said: str, start: int, word: str) -> bool:
    before = said[max(0, start - 40) : start].rstrip()
    return (_NOT_ZH if is_chinese(word) else _NOT_EN).search(before) is not None


def _without(said: str, harmless: tuple[str, ...]) -> str:
    for word in _longest_first(harmless):
        if _plain(word) in said:
            said = _pattern(word).sub(" · ", said)
    return said


@lru_cache(maxsize=4)
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=2048)
def _plain(word: str) -> str:
    return plain(word)


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    """Chinese words where they are contained, English ones as whole words."""
    written = re.escape(_plain(word))
    return re.compile(written if is_chinese(word) else rf"(?<![a-z0-9]){written}(?![a-z0-9])")
