"""The app as its own table describes it: any outcome it publishes, with the values it says it gives."""

from collections.abc import Iterator, Mapping
from random import Random

from hotline.services.handle_call.acts import published
from ivr_flows.inputs import Result
from ivr_flows.model import Flow
from ivr_flows.outputs import Finish, Lookup
from ivr_flows.prompts import slots
from ivr_flows.steps import AppStep, JoinStep, MenuStep, PlayStep, Question
from tests.ivr_flows.city import CITY, CONSULTATION, COVER, FACTS, LAMP, OPTIONS, OWN, ROADS, SOON, TICKETS, TOMORROW, TOPICS

APP = published()
# What is no plain words: lists, things with names, what is read digit by digit.
SAMPLES: Mapping[str, object] = {
    **CITY, **OWN, **{name: value for each in FACTS.values() for name, value in each.items()},
    "category": COVER, "categories": [COVER, LAMP], "tickets": TICKETS, "topics": TOPICS, "topic": TOPICS[0],
    "consultation": CONSULTATION, "consultations": [{"key": "1", "id": "park-gate", "about": CONSULTATION["question"]}],
    "option": OPTIONS[0], "recordings": ["rec-1", "rec-2"], "code": "4071", "by": SOON, "department": ROADS, "until": TOMORROW,
    "heard": ["井盖坏了"], "draft": "draft-1", "open_ticket": OWN, "slow": True,
}  # fmt: skip
BOOLEANS = frozenset({"slow", "staffed", "caller_known", "late", "open", "texting", "landline", "person_first", "emergency"})
WORDS = {"zh-CN": "样品", "en": "a sample", "yue": "樣品"}


def sample(flow: Flow, name: str) -> object:
    """A value of that name as prompts and steps expect it."""
    if name in SAMPLES and name != "category":
        return SAMPLES[name]
    if name == "category":
        # A survey speaks of it as a name, a report as a thing with one.
        return SAMPLES[name] if any(path[0] == name and len(path) > 1 for path in _paths(flow)) else COVER["name"]
    if any(isinstance(step, PlayStep) and step.source == name for step in flow.steps.values()):
        return ["rec-1", "rec-2"]
    inner = {path[1] for path in _paths(flow) if path[0] == name and len(path) > 1}
    return {part: dict(WORDS) for part in inner} if inner else dict(WORDS)


def _paths(flow: Flow) -> Iterator[tuple[str, ...]]:
    """Every dotted name the flow speaks of or asks for."""
    for prompts in flow.prompts.values():
        for prompt in prompts.values():
            yield from (slot.path for _, slot in slots(prompt))
            yield from (tuple(part.only_if.split(".")) for part in prompt.parts if part.only_if)
    for step in flow.steps.values():
        match step:
            case AppStep():
                yield from (tuple(path.split(".")) for path in step.values.values() if isinstance(path, str))
            case JoinStep():
                yield tuple(step.source.split("."))
            case MenuStep(choices=choices) if choices:
                yield tuple(choices.source.split("."))
        if isinstance(step, Question) and step.hints:
            yield tuple(step.hints.split("."))


def known(flow: Flow, dice: Random) -> dict[str, object]:
    """What the app tells a flow when a call begins: all facts, and some of what it may know."""
    there = [*flow.facts, *(name for name in flow.may_have if dice.random() < 0.4)]
    return {name: dice.random() < 0.5 if name in BOOLEANS else sample(flow, name) for name in there}


def answers(flow: Flow, asked: Lookup | Finish, dice: Random) -> Result:
    """One of the outcomes the app may come to here, with all it always gives and some of what it may."""
    act = APP.act(asked.name, lookup=isinstance(asked, Lookup))
    assert act is not None, asked.name
    step = next(
        step for step in flow.steps.values()
        if isinstance(step, AppStep) and (step.call, step.lookup) == (asked.name, isinstance(asked, Lookup))
    )  # fmt: skip
    possible = {name: one for name, one in act.outcomes.items() if step.everything or one.may_come_of(asked_of(asked))}
    name = dice.choice(sorted(possible))
    gives = possible[name].gives
    names = [*sorted(gives.always), *(one for one in sorted(gives.maybe) if dice.random() < 0.5)]
    return Result(name=asked.name, outcome=name, values={one: worth(flow, one, dice) for one in names})


def asked_of(asked: Lookup | Finish) -> dict[str, object]:
    """The values as the table reads them: constants."""
    return {name: f"={value}" if isinstance(value, str) else value for name, value in asked.values.items()}


def worth(flow: Flow, name: str, dice: Random) -> object:
    """A value, or one of two."""
    return dice.random() < 0.5 if name in BOOLEANS else sample(flow, name)
