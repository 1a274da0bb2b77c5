"""Turns a step's prompts into Says, with what the call knows; remembers what was said for `*`."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import lru_cache

from ivr_flows.model import Flow
from ivr_flows.outputs import Play, Say, Spoken
from ivr_flows.prompts import Part, Prompt, cut, in_language, words
from ivr_flows.steps import Choices, MenuStep, Question

Known = Mapping[str, object]
MOST_HINTS, LONGEST_HINT = 500, 100


def at_path(known: Known, path: tuple[str, ...]) -> object:
    """The value a dotted name leads to; None where it leads nowhere."""
    value: object = known
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def speak(flow: Flow, prompt: Prompt, known: Known, language: str, slow: bool) -> list[Say]:
    """A prompt as Says: what is one language and has no pause inside is one breath."""
    says: list[Say] = []
    for part in prompt.parts:
        if part.only_if and bool(at_path(known, tuple(part.only_if.split(".")))) == part.negated:
            continue
        says.extend(_say(flow, part, known, part.language or language, slow))
    return list(_joined(flow, says))


def _say(flow: Flow, part: Part, known: Known, language: str, slow: bool) -> Iterator[Say]:
    text = words(part, lambda path: at_path(known, path), flow.voices[language])
    for position, piece in enumerate(cut(text)):
        yield Say(text=piece, language=language, slow=slow, pause_before=0 if position else part.pause)


def _joined(flow: Flow, says: list[Say]) -> Iterator[Say]:
    held: Say | None = None
    for say in says:
        fits = held and not say.pause_before and held.language == say.language
        if held and fits and len(held.text) + len(say.text) < 400:
            text = held.text + flow.voices[say.language].join + say.text
            held = Say(text=text, language=held.language, slow=held.slow, pause_before=held.pause_before)
            continue
        if held:
            yield held
        held = say
    if held:
        yield held


def entries(choices: Choices, known: Known) -> dict[str, Mapping[str, object]]:
    """Menu entries by key: an item's own key, else its position."""
    listed = at_path(known, tuple(choices.source.split(".")))
    items = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list | tuple) else []
    found: dict[str, Mapping[str, object]] = {}
    for position, item in enumerate(items[: choices.at_most], start=1):
        found.setdefault(str(item.get("key", position)), item)
    return found


def with_choices(flow: Flow, step: Question, known: Known, language: str) -> Known:
    """What is known, and for a menu over a list its entries in words, as {choices}."""
    prompt = flow.prompt(language, step.name, "choice")
    if not isinstance(step, MenuStep) or not step.choices or not prompt:
        return known
    voice = flow.voices[language]
    spoken: list[str] = []
    for key, item in entries(step.choices, known).items():
        scope = {**known, "choice": {**item, "key": key}}
        spoken.extend(say.text for say in speak(flow, prompt, scope, language, slow=False))
    return {**known, "choices": voice.join.join(spoken)}


def hints(flow: Flow, step: Question, known: Known, language: str) -> tuple[str, ...]:
    """Words to listen for: the prompt file's, then the list's own, within what a carrier takes."""
    found = [tuple(flow.hints.get(language, {}).get(step.name, ()))]
    found += [tuple(words) for words in flow.words.get(language, {}).get(step.name, {}).values()]
    for source in step.hints:
        items = at_path(known, tuple(source.split(".")))
        for item in items if isinstance(items, list | tuple) else ():
            own = in_language(item.get("hints"), language) if isinstance(item, Mapping) else None
            if isinstance(own, list | tuple):
                found.append(tuple(map(str, filter(None, own))))
    return _usable(tuple(found))


@lru_cache(maxsize=256)
def _usable(found: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The city's words, the same at every turn."""
    usable = (hint for words in found for hint in words if len(hint) <= LONGEST_HINT and "," not in hint)
    return tuple(dict.fromkeys(usable))[:MOST_HINTS]


def to_plain(said: list[Spoken]) -> tuple[Mapping[str, object], ...]:
    """What was spoken, for the session."""
    return tuple({each.name: getattr(one, each.name) for each in fields(one)} for one in said)


def from_plain(said: tuple[Mapping[str, object], ...]) -> list[Spoken]:
    """And back."""
    return [Play(**one) if "ref" in one else Say(**one) for one in said]  # type: ignore[arg-type]  # to_plain's shape
