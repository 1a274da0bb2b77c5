"""Words said instead of keys: each must be heard as its own key, in every language alike, and be no word of every question."""

from collections.abc import Iterator, Mapping

from ivr_flows.hearing import hear, plain, wholly
from ivr_flows.model import Flow, Problem
from ivr_flows.prompts import Voice, slots
from ivr_flows.speaking import LONGEST_HINT
from ivr_flows.steps import MenuStep, Place, Question

Words = Mapping[str, tuple[str, ...]]


def check_words(flow: Flow) -> Iterator[Problem]:
    """Every fault in what a caller may say."""
    for language in flow.languages:
        voice = flow.voices.get(language)
        yield from _reserved_words(flow, language, voice)
        yield from _said_back(flow, language)
        for step, table in flow.words.get(language, {}).items():
            yield from _step_words(flow, language, step, table)
            for key, said in table.items():
                place = _place(flow, language, step, key)
                yield from _spelt(said, place, f"words for key {key} of step '{step}'")
                yield from _taken(said, voice, place)
                yield from _never_understood(step, key, said, table, place)
        for step, hints in flow.hints.get(language, {}).items():
            yield from _step_hints(flow, language, step, hints)
    yield from _untranslated(flow)


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(file=place.file, line=place.line, what=what, mend=mend)


def _place(flow: Flow, language: str, step: str, name: str) -> Place:
    return flow.word_places.get(language, {}).get((step, name), flow.place)


def _home(flow: Flow, language: str, step: str) -> Place:
    return flow.prompt_files[language].get(flow.steps[step].place.file, flow.place)


def _step_words(flow: Flow, language: str, name: str, table: Words) -> Iterator[Problem]:
    step = flow.steps.get(name)
    for key in table:
        place = _place(flow, language, name, key)
        if step is None:
            yield _problem(place, f"words are given for '{name}', which is no step", "Take them out, or mend its name")
        elif not isinstance(step, MenuStep):
            mend = "Take them out: only a menu's keys can be said in words"
            yield _problem(place, f"words are given for step '{name}', which is no menu", mend)
        elif key in ("0", "*"):
            what = f"words for {key} are given at step '{name}'"
            yield _problem(place, what, f"{key} is said alike at every question: write them into prompts/{language}/voice.yaml")
        elif key not in step.keys:
            known = ", ".join(step.keys) or "no key of its own"
            yield _problem(place, f"words are given for key {key} of step '{name}', which it has not", f"It has: {known}")


def _spelt(said: tuple[str, ...], place: Place, what: str) -> Iterator[Problem]:
    if not said:
        yield _problem(place, f"there are no {what}", "Write what people say, or take the key out")
    for words in said:
        if "{" in words or "}" in words:
            yield _problem(place, f"{what} hold a placeholder: '{words}'", "Write the words themselves: they are heard, not said")
        elif not plain(words):
            yield _problem(place, f"{what} hold nothing anybody can say: '{words}'", "Write what people say")


def _taken(said: tuple[str, ...], voice: Voice | None, place: Place) -> Iterator[Problem]:
    for words in said:
        key = wholly(words, voice.words) if voice else ""
        if key and voice:
            what = f"'{words}' means {key} at every question in {voice.language}"
            yield _problem(place, what, f"Use other words, or take them out of prompts/{voice.language}/voice.yaml")


def _never_understood(step: str, key: str, said: tuple[str, ...], table: Words, place: Place) -> Iterator[Problem]:
    """Said alone, words must be heard as their own key."""
    for words in said:
        if not plain(words) or "{" in words:
            continue
        heard = hear(words, table)
        if heard is None or heard.key != key:
            others = [one for one, other in table.items() if one != key and plain(words) in map(plain, other)]
            why = f"it stands at key {others[0]} as well" if others else "it begins or ends with a sign nobody says"
            what = f"'{words}' of step '{step}' is never understood as key {key}: {why}"
            yield _problem(place, what, "Keep it at one key" if others else "Write it as it is said")


def _step_hints(flow: Flow, language: str, name: str, hints: tuple[str, ...]) -> Iterator[Problem]:
    step, place = flow.steps.get(name), _place(flow, language, name, "hints")
    if not isinstance(step, Question) or not (step.speech or flow.words.get(language, {}).get(name)):
        what = f"hints are given for '{name}', which listens to no words"
        yield _problem(place, what, "Take them out, or give the step 'speech: STEP'")
        return
    yield from _spelt(hints, place, f"hints of step '{name}'")
    yield from _taken(hints, flow.voices.get(language), place)
    for hint in hints:
        if len(hint) > LONGEST_HINT or "," in hint:
            mend = f"Write single words or short phrases of at most {LONGEST_HINT} characters"
            yield _problem(place, f"no carrier takes the hint '{hint[:30]}' of step '{name}'", mend)


def _reserved_words(flow: Flow, language: str, voice: Voice | None) -> Iterator[Problem]:
    """Those of 0 and * are there in all languages of a flow or in none."""
    if voice is None:
        return
    place = Place(file=f"prompts/{language}/voice.yaml", line=1)
    others = {key: other for other, one in flow.voices.items() if other != language for key in one.words}
    for key in sorted(set(others) - set(voice.words)):
        what = f"the voice of {language} has no words for {key}, which {others[key]} has"
        yield _problem(place, what, f"Write 'words: {{\"{key}\": […]}}' with what people say alone")
    for words in voice.words.get("*", ()):
        if wholly(words, {"0": voice.words.get("0", ())}):
            yield _problem(place, f"'{words}' stands for 0 and for * in {language}", "Keep it at one of them")


def _said_back(flow: Flow, language: str) -> Iterator[Problem]:
    """What was not heard surely is said back."""
    noted = flow.prompts.get(language, {}).get(("defaults", "noted"))
    asked = next((name for name in flow.words.get(language, {}) if name in flow.steps), None)
    if asked is None or any(name.startswith(f"prompts/{language}/") for name in flow.absent):
        return
    if noted is None:
        what = f"step '{asked}' has words, but nothing says them back in {language} when they were not heard surely"
        yield _problem(_home(flow, language, asked), what, "Write 'defaults: {noted: … {understood} …}'")
    elif not any(slot.path == ("understood",) for _, slot in slots(noted)):
        yield _problem(noted.place, "prompt 'defaults.noted' does not say {understood}", "Say what was noted, and how to mend it")


def _untranslated(flow: Flow) -> Iterator[Problem]:
    for step in flow.steps:
        by = {language: flow.words.get(language, {}).get(step, {}) for language in flow.languages}
        for language, table in by.items():
            if _home(flow, language, step).file in flow.absent:
                continue
            for key in dict.fromkeys(key for other in by.values() for key in other):
                if key not in table and key in getattr(flow.steps[step], "keys", ()):
                    other = next(one for one, theirs in by.items() if key in theirs)
                    what = f"key {key} of step '{step}' has words in {other} and none in {language}"
                    yield _problem(_home(flow, language, step), what, f"Write '{step}: {{words: {{\"{key}\": […]}}}}' there")
