"""The kinds of step a flow is made of, and the arrows between them, as engine, checker and picture read them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something stands, so that a fault can be found."""

    file: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where an answer leads. `retry` asks the step again with the prompt named `why` and counts as a failure there."""

    to: str
    place: Place
    put: Mapping[str, object] = field(default_factory=dict)
    gives: tuple[str, ...] = ()
    may_give: tuple[str, ...] = ()
    retry: bool = False
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Menu entries that come from a list the app gave: an item goes by its own `key`, else by its position."""

    source: str
    at_most: int
    to: Target
    keep: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What every step has."""

    name: str
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Step):
    """A step that waits for the caller. A branch left empty asks again; `*` left empty repeats."""

    person: Target
    give_up: Target
    silence: Target | None = None
    wrong: Target | None = None
    star: Target | None = None
    speech: Target | None = None
    keep: str = ""
    hints: tuple[str, ...] = ()
    timeout: int = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class MenuStep(Question):
    """One key or words."""

    keys: Mapping[str, Target]
    choices: Choices | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberStep(Question):
    """A number of `shortest` to `longest` digits, ended by '#'."""

    to: Target
    shortest: int
    longest: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordStep(Question):
    """The caller tells it in their own voice. Shorter than `min_seconds` is silence."""

    to: Target
    max_seconds: int
    min_seconds: int
    transcribe: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AppStep(Step):
    """The app is asked (lookup) or told to act (finish). `values` are name → path, or a constant."""

    lookup: bool
    call: str
    values: Mapping[str, object]
    everything: bool
    outcomes: Mapping[str, Target]
    keep: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SayStep(Step):
    """Something is said and the call goes on."""

    to: Target


@dataclass(frozen=True, kw_only=True, slots=True)
class PlayStep(Step):
    """Every recording of a list is played in order."""

    source: str
    to: Target


@dataclass(frozen=True, kw_only=True, slots=True)
class BranchStep(Step):
    """A yes-or-no about something already known."""

    on: str
    yes: Target
    no: Target


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageStep(Step):
    """The call goes on in another language: present language → next."""

    next: Mapping[str, str]
    to: Target


@dataclass(frozen=True, kw_only=True, slots=True)
class SlowStep(Step):
    """The call goes on slowly and simply, said twice and with longer waits; or, where it was slow, as usual again."""

    to: Target


class JoinKind(StrEnum):
    """How two lines come together."""

    QUEUE = "queue"  # this one waits in a queue
    DIAL = "dial"  # a number is rung from here
    JOIN = "join"  # whoever waits in a queue is taken out of it


# What each may come to; only 'talked' and 'failed' must be led somewhere, the others go where 'failed' does.
JOIN_OUTCOMES: Mapping[JoinKind, tuple[str, ...]] = {
    JoinKind.QUEUE: ("talked", "left", "failed"),
    JoinKind.DIAL: ("talked", "busy", "no_answer", "failed"),
    JoinKind.JOIN: ("talked", "gone", "failed"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinStep(Step):
    """Two lines come together. `source` is the path of the queue's name or of the number. In a queue the caller hears
    the prompt 'hold' each round, and `leave` is the key that ends the waiting."""

    how: JoinKind
    source: str
    outcomes: Mapping[str, Target]
    timeout: int = 30
    leave: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndStep(Step):
    """Something is said and the line is put down."""


class EdgeKind(StrEnum):
    """What makes a call go along an arrow."""

    ANSWER = "answer"  # a key, words or a recording
    ON = "on"  # nothing to wait for
    OUTCOME = "outcome"  # the app answered
    FALLBACK = "fallback"  # silence, a wrong key, two failures, 0
    BACK = "back"  # a correction or a change of language: not counted as an answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """One arrow of the flow."""

    source: str
    label: str
    target: Target
    kind: EdgeKind


def edges(step: Step) -> Iterator[Edge]:
    """Every arrow that leaves a step."""
    for label, target, kind in _arrows(step):
        yield Edge(source=step.name, label=label, target=target, kind=EdgeKind.BACK if target.retry else kind)


def _arrows(step: Step) -> Iterator[tuple[str, Target, EdgeKind]]:
    match step:
        case Question():
            yield from _question_arrows(step)
        case AppStep() | JoinStep():
            for outcome, target in step.outcomes.items():
                yield outcome, target, EdgeKind.OUTCOME
        case SayStep() | PlayStep() | SlowStep():
            yield "", step.to, EdgeKind.ON
        case BranchStep():
            yield step.on, step.yes, EdgeKind.ON
            yield f"not {step.on}", step.no, EdgeKind.ON
        case LanguageStep():
            yield "", step.to, EdgeKind.BACK


def _question_arrows(step: Question) -> Iterator[tuple[str, Target, EdgeKind]]:
    match step:
        case MenuStep():
            if step.choices:
                yield f"1–{step.choices.at_most}", step.choices.to, EdgeKind.ANSWER
            for key, target in step.keys.items():
                yield key, target, EdgeKind.ANSWER
        case NumberStep():
            yield "number", step.to, EdgeKind.ANSWER
        case RecordStep():
            yield "recording", step.to, EdgeKind.ANSWER
    optional = (
        ("speech", step.speech, EdgeKind.ANSWER),
        ("*", step.star, EdgeKind.BACK),
        ("silence", step.silence, EdgeKind.FALLBACK),
        ("wrong", step.wrong, EdgeKind.FALLBACK),
        ("0", step.person, EdgeKind.FALLBACK),
        ("give up", step.give_up, EdgeKind.FALLBACK),
    )
    yield from ((label, target, kind) for label, target, kind in optional if target)


def reached(start: Iterable[str], follow: Callable[[str], Iterable[str]]) -> set[str]:
    """Every step that `follow` leads to, the first ones included."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(follow(name))
    return found
