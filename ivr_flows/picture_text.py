"""The words of a flow's picture: what stands in a box, below it and on an arrow, in the chosen language."""

from collections.abc import Iterator, Sequence
from html import escape

from ivr_flows.model import Flow
from ivr_flows.prompts import Part, Slot
from ivr_flows.steps import (
    AppStep,
    BranchStep,
    EdgeKind,
    JoinKind,
    JoinStep,
    LanguageStep,
    PlayStep,
    Question,
    SlowStep,
    Step,
    edges,
)

MOST_WORDS = 3


def title(step: Step) -> str:
    """A step's name as people write names."""
    return step.name.replace("_", " ")


def word(flow: Flow, language: str, name: str) -> str:
    """A name in the words of the picture's language, where its voice has them."""
    voice = flow.voices.get(language)
    return voice.picture.get(name, name) if voice else name


def lines_of(flow: Flow, step: Step, language: str) -> Iterator[str]:
    """What a step says or does."""
    match step:
        case AppStep():
            kind = "looks up" if step.lookup else "does"
            yield f"{word(flow, language, kind)}: {step.call}"
        case BranchStep():
            yield f"{word(flow, language, 'on')} {word(flow, language, step.on)}"
        case LanguageStep():
            yield " · ".join(f"{one} → {to}" for one, to in step.next.items())
        case PlayStep():
            yield f"♪ {step.source}"
        case JoinStep():
            yield f"{word(flow, language, step.how.value)} ‹{step.source}›"
            yield from _prompt(flow, step, language, "hold" if step.how is JoinKind.QUEUE else "whisper")
        case SlowStep():
            yield word(flow, language, "slow")
        case _:
            yield from _prompt(flow, step, language, "say")


def _prompt(flow: Flow, step: Step, language: str, name: str) -> Iterator[str]:
    prompt = flow.prompt(language, step.name, name)
    for part in prompt.parts if prompt else ():
        yield _spoken(flow, language, part)


def _spoken(flow: Flow, language: str, part: Part) -> str:
    text = "".join(f"‹{'.'.join(piece.path)}›" if isinstance(piece, Slot) else piece for piece in part.pieces)
    if not part.only_if:
        return text
    return f"[{word(flow, language, 'not') + ' ' if part.negated else ''}{word(flow, language, part.only_if)}] {text}"


def notes(flow: Flow, step: Step, language: str, busy: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Below the line: words that stand for a key, arrows drawn as tags, answers that ask again, and what silence,
    a wrong key and 0 do."""
    yield from _said(flow, step, language)
    gone: dict[str, list[str]] = {}
    again: list[str] = []
    for edge in edges(step):
        if edge.kind is EdgeKind.FALLBACK:
            continue
        if edge.target.retry:
            again.append(word(flow, language, edge.label).replace("_", " "))
        elif (step.name, edge.target.to) in busy:
            gone.setdefault(edge.target.to, []).append(edge.label)
    for to, labels in gone.items():
        words = label(flow, language, labels)
        yield f"{words + ' ' if words else ''}→ {to.replace('_', ' ')}"
    if again:
        yield f"{', '.join(again)} ↺ {word(flow, language, 'asks again')}"
    if isinstance(step, Question):
        yield from _fallbacks(flow, step, language)


def _said(flow: Flow, step: Step, language: str) -> Iterator[str]:
    """What may be said instead of a key, and the key that ends a waiting."""
    for key, words in flow.words.get(language, {}).get(step.name, {}).items():
        yield f"{key} “{_some(flow, language, words)}”"
    if isinstance(step, JoinStep) and step.leave:
        yield f"{word(flow, language, 'leave')} {step.leave}"


def everywhere(flow: Flow, language: str) -> str:
    """What may be said at every question."""
    voice = flow.voices.get(language)
    said = voice.words.items() if voice else ()
    return " · ".join(f"{key} “{_some(flow, language, words)}”" for key, words in said)


def _some(flow: Flow, language: str, words: Sequence[str]) -> str:
    """The first few: a picture is no list."""
    apart = "、" if flow.voices[language].counts == "characters" else ", "
    return apart.join(words[:MOST_WORDS]) + ("…" if len(words) > MOST_WORDS else "")


def _fallbacks(flow: Flow, step: Question, language: str) -> Iterator[str]:
    ways: dict[str, list[str]] = {}
    for name, target in (("silence", step.silence), ("wrong", step.wrong), ("give up", step.give_up)):
        if target:
            ways.setdefault(target.to, []).append(word(flow, language, name))
    ways.setdefault(step.person.to, []).append("0")
    for to, names in ways.items():
        yield f"{', '.join(names)} → {to.replace('_', ' ')}"


def label(flow: Flow, language: str, labels: Sequence[str]) -> str:
    """Keys and outcomes on an arrow."""
    shown = []
    for one in dict.fromkeys(labels):
        if one.startswith("not "):
            shown.append(f"{word(flow, language, 'not')} {word(flow, language, one[4:]).replace('_', ' ')}")
        elif one:
            shown.append(word(flow, language, one).replace("_", " "))
    together = "".join(shown)
    if len(shown) > 2 and together.isdigit() and together in "123456789":
        return f"{shown[0]}–{shown[-1]}"
    return " · ".join(shown)


class Tags:
    """Labels near where their arrows begin, none on top of another."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self._taken: list[tuple[float, float, float]] = []

    def add(self, words: str, x: float, y: float, *, down: bool) -> None:
        """A label below (or above) a point, a row further on where the first is taken."""
        width = sum(13 if ord(sign) > 0x2E7F else 7.6 for sign in words) + 8
        way = 1 if down else -1
        y += 15 * way
        while any(abs(x - ox) < (width + ow) / 2 and abs(y - oy) < 18 for ox, oy, ow in self._taken):
            y += 19 * way
        self._taken.append((x, y, width))
        corner = f'x="{x - width / 2:.1f}" y="{y - 9.5:.1f}"'
        self.drawn.append(f'<rect {corner} width="{width:.1f}" height="19" rx="5" fill="#fbfbf9"/>')
        self.drawn.append(f'<text class="k" x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle">{escape(words)}</text>')


def across(text: str, size: int) -> float:
    """How wide a text is drawn, at most."""
    return sum(size * (1.0 if ord(sign) > 0x2E7F else 0.56) for sign in text)


def wide(text: str, most: int, size: int) -> Iterator[str]:
    """Text in lines no wider than `most`: at spaces where there are any, anywhere between Chinese characters."""
    line, used = "", 0.0
    for chunk in _chunks(text):
        width = across(chunk, size)
        if line and used + width > most and chunk not in "，。；：！？、）”’":
            yield line.rstrip()
            line, used = "", 0.0
            chunk = chunk.lstrip()  # noqa: PLW2901 - a line does not begin with a space
        line += chunk
        used += width
    if line.strip():
        yield line.rstrip()


def _chunks(text: str) -> Iterator[str]:
    word = ""
    for sign in text:
        if ord(sign) > 0x2E7F:
            if word:
                yield word
            word = ""
            yield sign
        elif sign == " ":
            yield word
            word = " "
        else:
            word += sign
    if word:
        yield word
