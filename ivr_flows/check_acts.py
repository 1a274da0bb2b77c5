"""Holds what a flow asks against what the app publishes: a slip there is else heard by the first caller who comes to it."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from ivr_flows.acts import FAILED, Act, App, Outcome
from ivr_flows.model import Flow, Problem
from ivr_flows.steps import AppStep, Place, Target


def check_acts(flow: Flow, app: App) -> Iterator[Problem]:
    """Names, values, outcomes and what these give; and the facts the flow begins with."""
    yield from _facts(flow, app)
    for step in flow.steps.values():
        if not isinstance(step, AppStep):
            continue
        act = app.act(step.call, lookup=step.lookup)
        if act is None:
            yield _unknown_act(step, app)
        else:
            yield from _reads(step, act)
            yield from _outcomes(step, act)


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(file=place.file, line=place.line, what=what, mend=mend)


def _meant(name: str, known: Iterable[str]) -> str:
    """What to write instead."""
    there = sorted(known)
    close = get_close_matches(name, there, 1)
    return f"Write '{close[0]}'" if close else f"Use one of: {', '.join(there) or 'nothing'}"


def _facts(flow: Flow, app: App) -> Iterator[Problem]:
    given = app.facts.get(flow.name)
    if given is None:
        return
    for name in flow.facts:
        place = flow.fact_places.get(name, flow.place)
        if name in given.maybe:
            yield _problem(place, f"the app does not always know '{name}'", "Name it under 'may_have'")
        elif name not in given.always:
            what = f"the app tells flow '{flow.name}' nothing of '{name}', so that no call could begin"
            yield _problem(place, what, _meant(name, given.known))


def _unknown_act(step: AppStep, app: App) -> Problem:
    kind, other = ("lookup", "finish") if step.lookup else ("finish", "lookup")
    what = f"the app has no {kind} '{step.call}'"
    if app.act(step.call, lookup=not step.lookup):
        return _problem(step.place, what, f"Write '{other}: {step.call}'")
    return _problem(step.place, what, _meant(step.call, app.lookups if step.lookup else app.finishes))


def _reads(step: AppStep, act: Act) -> Iterator[Problem]:
    if step.everything:
        return
    for name in step.values:
        if name not in act.reads.known:
            yield _problem(step.place, f"'{step.call}' does not read '{name}'", _meant(name, act.reads.known))
    for name in sorted(act.reads.always - set(step.values)):
        yield _problem(step.place, f"'{step.call}' is not told '{name}'", f"Add '{name}' to the values of step '{step.name}'")


def _outcomes(step: AppStep, act: Act) -> Iterator[Problem]:
    possible = {name: one for name, one in act.outcomes.items() if step.everything or one.may_come_of(step.values)}
    for name, target in step.outcomes.items():
        if name in possible:
            yield from _gives(step, name, target, possible[name])
        elif name != FAILED:
            yield _problem(target.place, f"'{step.call}' never comes to '{name}' here", _meant(name, possible))
    for name in possible:
        if name not in step.outcomes:
            what = f"step '{step.name}' leads nowhere when '{step.call}' comes to '{name}'"
            yield _problem(step.place, what, f"Write '{name}: STEP' among its outcomes")


def _gives(step: AppStep, outcome: str, target: Target, promised: Outcome) -> Iterator[Problem]:
    gives = promised.gives
    for name in (*target.gives, *target.may_give):
        if name not in gives.known:
            what = f"outcome '{outcome}' of '{step.call}' gives no '{name}'"
            yield _problem(target.place, what, _meant(name, gives.known))
    for name in target.gives:
        if name in gives.maybe:
            what = f"outcome '{outcome}' of '{step.call}' does not always give '{name}'"
            yield _problem(target.place, what, "Name it under 'may_give'")
