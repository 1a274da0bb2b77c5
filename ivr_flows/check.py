"""Finds in a loaded flow what a caller would fall over: dead ends, loops, steps nobody reaches, too many answers."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from ivr_flows.acts import App
from ivr_flows.check_acts import check_acts
from ivr_flows.check_answers import check_answers, check_danger
from ivr_flows.check_menus import check_menus
from ivr_flows.check_prompts import check_prompts
from ivr_flows.check_turns import check_turns
from ivr_flows.check_words import check_words
from ivr_flows.known import Knowledge, knowledge
from ivr_flows.model import Flow, Problem
from ivr_flows.steps import (
    AppStep,
    BranchStep,
    Edge,
    EndStep,
    JoinStep,
    LanguageStep,
    MenuStep,
    Place,
    PlayStep,
    Question,
    Step,
    edges,
    reached,
)

GIVE_UP, NOT_TALKED = "'give_up'", "all but 'talked'"


def check(flow: Flow, app: App | None = None, *, unread: frozenset[str] = frozenset(), whole: bool = True) -> tuple[Problem, ...]:
    """Every fault of a flow; with `app`, also what it asks that the app does not publish.

    An arrow that leads nowhere, a step that could not be read (`unread`) and whatever else is not `whole` make others look
    unreachable or unknown: then only what needs no arrows is looked at besides."""
    problems = list(_unknown_targets(flow, unread))
    if problems or unread or not whole:
        problems.extend(_without_arrows(flow, unread))
    else:
        problems.extend(_with_arrows(flow, app))
    return tuple(dict.fromkeys(problems))


def _with_arrows(flow: Flow, app: App | None) -> Iterator[Problem]:
    known = knowledge(flow)
    for rule in (
        _unreachable,
        _no_way_out,
        _silent_loop,
        _loop_without_wait,
        _trouble,
        check_menus,
        _languages,
        check_answers,
        check_danger,
        check_words,
        check_turns,
    ):
        yield from rule(flow)
    yield from _unknown_names(flow, known)
    yield from check_prompts(flow, known)
    yield from check_acts(flow, app) if app else ()


def _without_arrows(flow: Flow, unread: frozenset[str]) -> Iterator[Problem]:
    """What holds of each step and prompt by itself. Steps that are not there stand in as ends; of them nothing is told."""
    lacking = {*unread, flow.start, flow.trouble.to, *([flow.danger.to] if flow.danger else [])}
    lacking = (lacking | {edge.target.to for edge in _arrows(flow)}) - set(flow.steps)
    filled = replace(flow, steps={**flow.steps, **{one: EndStep(name=one, place=flow.place) for one in lacking}})
    for problem in (*check_menus(filled), *_languages(filled), *check_words(filled), *check_prompts(filled, None)):
        if not any(f"step '{one}'" in problem.what for one in lacking):
            yield problem


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(file=place.file, line=place.line, what=what, mend=mend)


def _arrows(flow: Flow) -> Iterator[Edge]:
    for step in flow.steps.values():
        yield from edges(step)


def _unknown_targets(flow: Flow, unread: frozenset[str]) -> Iterator[Problem]:
    wanted = [
        (flow.start, flow.place, "the flow starts with"),
        (flow.trouble.to, flow.trouble.place, "trouble leads to"),
    ]
    if flow.danger:
        wanted.append((flow.danger.to, flow.danger.place, "danger leads to"))
    wanted += [(edge.target.to, edge.target.place, f"step '{edge.source}' leads to") for edge in _arrows(flow)]
    for name, place, what in wanted:
        if name not in flow.steps and name not in unread:
            close = get_close_matches(name, flow.steps, 1)
            mend = f"Write '{close[0]}', or write the step" if close else "Write the step, or lead to another"
            yield _problem(place, f"{what} '{name}', which does not exist", mend)
    for edge in _arrows(flow):
        asked = flow.steps.get(edge.target.to)
        if edge.target.retry and asked and not isinstance(asked, Question):
            yield _problem(
                edge.target.place,
                f"'{edge.target.to}' can't be asked again, for it asks nothing",
                "Retry a menu, number or record step",
            )


def _unreachable(flow: Flow) -> Iterator[Problem]:
    first = [flow.start, flow.trouble.to, *([flow.danger.to] if flow.danger else [])]
    found = reached(first, lambda name: [edge.target.to for edge in edges(flow.steps[name])])
    for step in flow.steps.values():
        if step.name not in found:
            where = "" if step.place.file == flow.place.file else f" in flow '{flow.name}'"
            mend = "Lead an answer to it, or take it out"
            yield _problem(step.place, f"no way leads to step '{step.name}'{where}", mend)


def _ends(step: Step) -> bool:
    return isinstance(step, EndStep) or (isinstance(step, AppStep) and not step.outcomes)


def _no_way_out(flow: Flow) -> Iterator[Problem]:
    back: dict[str, list[str]] = {}
    for edge in _arrows(flow):
        back.setdefault(edge.target.to, []).append(edge.source)
    ending = reached([step.name for step in flow.steps.values() if _ends(step)], lambda name: back.get(name, ()))
    for step in flow.steps.values():
        if step.name not in ending:
            yield _problem(
                step.place,
                f"step '{step.name}' goes round with no way out",
                "Lead one of its answers towards an end step",
            )


def _silent_loop(flow: Flow) -> Iterator[Problem]:
    """Somebody who never answers has to come to an end: a pulse phone has no keys."""

    def follow(name: str) -> list[str]:
        step = flow.steps[name]
        if isinstance(step, Question):
            return [(step.silence or step.give_up).to]
        # Who was joined with somebody has talked; all else comes to a caller who does nothing.
        return [edge.target.to for edge in edges(step) if not (isinstance(step, JoinStep) and edge.label == "talked")]

    for step in flow.steps.values():
        if isinstance(step, Question | JoinStep) and step.name in reached(follow(step.name), follow):
            yield _problem(
                step.place,
                f"a caller who stays silent at '{step.name}' comes back to it for ever",
                f"Lead {GIVE_UP if isinstance(step, Question) else NOT_TALKED} to a step that ends",
            )


def _loop_without_wait(flow: Flow) -> Iterator[Problem]:
    def follow(name: str) -> list[str]:
        step = flow.steps[name]
        if isinstance(step, JoinStep):
            # Where there is no queue of that name, or no number, nobody waits at all.
            return [step.outcomes["failed"].to] if "failed" in step.outcomes else []
        return [] if isinstance(step, Question) else [edge.target.to for edge in edges(step)]

    for step in flow.steps.values():
        if step.name in reached(follow(step.name), follow):
            yield _problem(
                step.place,
                f"step '{step.name}' comes back to itself without asking anybody",
                "Put a question or an end into the loop",
            )


def _trouble(flow: Flow) -> Iterator[Problem]:
    """The way out when the app fails may not need the app."""

    def follow(name: str) -> list[str]:
        return [edge.target.to for edge in edges(flow.steps[name])]

    there = sorted(reached([flow.trouble.to], follow), key=lambda name: (name != flow.trouble.to, name))
    needed = [name for name in there if isinstance(flow.steps[name], AppStep | JoinStep | Question)]
    if needed:
        mend = "Lead it only to say and end steps: it is for when nothing else works"
        yield _problem(flow.trouble.place, f"trouble needs step '{needed[0]}'", mend)


def _languages(flow: Flow) -> Iterator[Problem]:
    changes = [step for step in flow.steps.values() if isinstance(step, LanguageStep)]
    foreign = False
    for step in changes:
        for language in dict.fromkeys((*step.next, *step.next.values())):
            if language not in flow.languages:
                foreign = True
                way = "to" if language in step.next.values() else "from"
                what = f"step '{step.name}' changes {way} '{language}', which the flow does not speak"
                yield _problem(step.place, what, f"Use one of: {', '.join(flow.languages)}")
    # A slip in a name explains itself; what it leaves unreached is no second fault.
    for language in flow.languages if changes and not foreign else ():
        if not any(language in step.next.values() for step in changes):
            what = f"no key and no word leads to the language '{language}'"
            yield _problem(flow.place, what, "Add a step 'language: {…}' that changes to it, and lead a key there")


def _unknown_names(flow: Flow, known: Knowledge) -> Iterator[Problem]:
    for step in flow.steps.values():
        for name in _names(step):
            if name.split(".")[0] not in known.maybe:
                yield _problem(
                    step.place,
                    f"step '{step.name}' uses '{name}', which nothing gives",
                    "Name it among the flow's facts, or let an outcome give it",
                )


def _names(step: Step) -> Iterator[str]:
    match step:
        case AppStep():
            yield from (path for path in step.values.values() if isinstance(path, str) and not path.startswith("="))
        case BranchStep():
            yield step.on
        case PlayStep() | JoinStep():
            yield step.source
        case MenuStep(choices=choices) if choices:
            yield choices.source
    if isinstance(step, Question) and step.hints:
        yield from step.hints
