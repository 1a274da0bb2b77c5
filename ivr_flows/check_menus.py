"""Keys: none clashes with a list, none is left unsaid, none offers more than anybody remembers."""

import re
from collections.abc import Iterator

from ivr_flows.model import Flow, Problem
from ivr_flows.prompts import Prompt
from ivr_flows.steps import AppStep, JoinKind, JoinStep, LanguageStep, MenuStep, Place

MOST_ENTRIES = 5
APART = "' or '"


def check_menus(flow: Flow) -> Iterator[Problem]:
    """Every fault in the keys of a flow."""
    for step in flow.steps.values():
        if isinstance(step, MenuStep):
            yield from _menu(flow, step)
            for language in flow.languages:
                yield from _unsaid(flow, step, language, ("say", "again"), tuple(step.keys))
        if isinstance(step, JoinStep) and step.leave:
            yield from _leave(flow, step)


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(file=place.file, line=place.line, what=what, mend=mend)


def _menu(flow: Flow, step: MenuStep) -> Iterator[Problem]:
    if step.silence and step.silence.to == step.name:
        what = f"silence leads step '{step.name}' back to itself"
        yield _problem(step.silence.place, what, "Leave 'silence' out: it asks again by itself")
    listed = step.choices.at_most if step.choices else 0
    for key in step.keys:
        if key.isdigit() and int(key) <= listed:
            what = f"key {key} of step '{step.name}' clashes with its list, which takes 1 to {listed}"
            yield _problem(step.keys[key].place, what, "Use a higher key, or a lower 'at_most'")
    own = [key for key in step.keys if not _of_another_kind(flow, step, key)]
    if len(own) + listed > MOST_ENTRIES:
        named = ", ".join([*([f"1 to {listed} of its list"] if listed else []), *own])
        what = f"step '{step.name}' offers {len(own) + listed} entries: {named}"
        yield _problem(step.place, what, f"Offer at most {MOST_ENTRIES}, nobody remembers more: lead one to a menu of its own")


def _of_another_kind(flow: Flow, step: MenuStep, key: str) -> bool:
    """Another language is said in that language; `#` on the repeat alone; to seal is the same key wherever it is told: none
    of them is one entry more to choose among."""
    to = flow.steps[step.keys[key].to]
    seals = "sealed" in step.keys[key].put or (isinstance(to, AppStep) and to.call == "seal")
    return key == "#" or seals or isinstance(to, LanguageStep)


def _leave(flow: Flow, step: JoinStep) -> Iterator[Problem]:
    if step.how is not JoinKind.QUEUE:
        return
    if "left" not in step.outcomes:
        what = f"step '{step.name}' can be left by key {step.leave}, which leads nowhere of its own"
        yield _problem(step.place, what, "Write 'left: STEP' among its outcomes")
    for language in flow.languages:
        yield from _unsaid(flow, step, language, ("say", "hold"), (step.leave,))


def _unsaid(
    flow: Flow, step: MenuStep | JoinStep, language: str, names: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[Problem]:
    """A key nobody is told of. Keys are spoken as figures; `*` and `#` have names, which are words."""
    prompts = [prompt for name in names if (prompt := flow.prompts[language].get((step.name, name)))]
    said = "".join(map(_literal, prompts))
    silent = [key for key in keys if prompts and key.isdigit() and not re.search(rf"(?<![\d:.]){key}(?![:.]?\d)", said)]
    if silent:
        figures = f"key {silent[0]}" if len(silent) == 1 else f"keys {', '.join(silent)}"
        what = f"step '{step.name}' never says its {figures} in {language}"
        yield _problem(prompts[0].place, what, f"Say it as a figure in '{APART.join(names)}', or take it out")


def _literal(prompt: Prompt) -> str:
    return "".join(piece for part in prompt.parts for piece in part.pieces if isinstance(piece, str))
