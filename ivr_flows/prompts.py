"""What is spoken: prompts with {placeholders}, taken apart once when loaded, and put into words of one language."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ivr_flows.steps import Place

SLOT = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)*)(?::([a-z]+))?\}")
# Longest text one spoken verb may carry: 450 characters of Chinese are 4,050 bytes once they are put into an address.
LONGEST_SAY = 450


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A placeholder: the path of a value, and how it is read aloud."""

    path: tuple[str, ...]
    form: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of a prompt, perhaps in another language, after a pause, or only if something is (not) known."""

    pieces: tuple[str | Slot, ...]
    pause: int = 0
    language: str = ""
    only_if: str = ""
    negated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """One thing the hotline says, in one language."""

    parts: tuple[Part, ...]
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """What a language needs beyond its prompts: how digits and keys are called, how long a prompt may be. Words
    recognised with less than `sure` are said back, with less than `heard` they count as not understood. `words`: what is said
    at any question instead of pressing `0` and `*`."""

    language: str
    digits: Mapping[str, str]
    keys: Mapping[str, str]
    digit_join: str
    group_join: str
    join: str
    counts: str  # 'characters' or 'words'
    longest: int
    sure: float = 0.6
    heard: float = 0.3
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    picture: Mapping[str, str] = field(default_factory=dict)


Find = Callable[[tuple[str, ...]], object]


def take_apart(text: str) -> tuple[str | Slot, ...]:
    """'Nr. {number:digits}.' as literal pieces and slots. A stray brace is the loader's to refuse."""
    pieces: list[str | Slot] = []
    end = 0
    for match in SLOT.finditer(text):
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(Slot(path=tuple(match[1].split(".")), form=match[2] or ""))
        end = match.end()
    if end < len(text):
        pieces.append(text[end:])
    return tuple(pieces)


def slots(prompt: Prompt) -> Iterator[tuple[Part, Slot]]:
    """Every placeholder of a prompt with the part it stands in."""
    for part in prompt.parts:
        for piece in part.pieces:
            if isinstance(piece, Slot):
                yield part, piece


def in_language(value: object, language: str) -> object:
    """A value given as {language: words} in the language asked for, else in its first one."""
    if isinstance(value, Mapping):
        return value.get(language, next(iter(value.values()), ""))
    return value


def words(part: Part, find: Find, voice: Voice) -> str:
    """A part in words."""
    return "".join(piece if isinstance(piece, str) else _read_aloud(piece, find, voice) for piece in part.pieces)


def _read_aloud(slot: Slot, find: Find, voice: Voice) -> str:
    value = in_language(find(slot.path), voice.language)
    if value is None or isinstance(value, bool):
        return ""
    text = str(value)
    return FORMS[slot.form](text, voice) if slot.form else text


def _digits(text: str, voice: Voice) -> str:
    figures = [voice.digits[sign] for sign in text if sign in voice.digits]
    return voice.group_join.join(voice.digit_join.join(group) for group in _groups(figures))


def _tail(text: str, voice: Voice) -> str:
    return _digits("".join(sign for sign in text if sign in voice.digits)[-4:], voice)


def _groups(figures: list[str]) -> Iterator[list[str]]:
    """4 + 4 for a ticket number; 3 + 3 + 3 and 4 + 3 + 3 once numbers grow; up to six digits in one breath."""
    sizes = {7: (3, 4), 8: (4, 4), 9: (3, 3, 3), 10: (4, 3, 3)}.get(len(figures), (len(figures) or 1,))
    start = 0
    for size in sizes:
        yield figures[start : start + size]
        start += size


FORMS: Mapping[str, Callable[[str, Voice], str]] = {"digits": _digits, "tail": _tail}


def cut(text: str) -> Iterator[str]:
    """Text in pieces the carrier can speak; prompts are short, but a department's news may not be."""
    while len(text) > LONGEST_SAY:
        at = max(text.rfind(sign, 1, LONGEST_SAY) for sign in "。；，.;, ") + 1 or LONGEST_SAY
        yield text[:at]
        text = text[at:]
    yield text


def spoken_length(text: str, voice: Voice) -> int:
    """As a listener counts: characters where the language has no spaces, else words."""
    if voice.counts == "characters":
        return len(re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9]+", text))
    return len(text.split())
