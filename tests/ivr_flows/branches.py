"""The branches of a flow: everything a call may meet at a step. A part's steps count once, in whichever flow they are met."""

from collections.abc import Iterator

from ivr_flows.inputs import Input, Joined, Keys, Recorded, Result, Silence, Speech
from ivr_flows.model import Flow, Session
from ivr_flows.steps import AppStep, JoinStep, MenuStep, NumberStep, Question, RecordStep, Step

Branch = tuple[str, str, str]  # the file, the step, what happened there


def branches(flow: Flow) -> Iterator[Branch]:
    """Every one there is."""
    for step in flow.steps.values():
        for what in _of(step):
            yield step.place.file, step.name, what


def _of(step: Step) -> Iterator[str]:
    match step:
        case AppStep() | JoinStep():
            yield from step.outcomes
        case Question():
            yield from ("silence", "person", "star")
            if step.silence is None:
                yield "silence again"
            yield from _answers(step)


def _answers(step: Question) -> Iterator[str]:
    match step:
        case MenuStep():
            yield from step.keys
            if step.choices:
                yield "choice"
        case NumberStep():
            yield "number"
        case RecordStep():
            yield "recording"
    if step.speech:
        yield "words"
    if not isinstance(step, RecordStep):  # any key but # * 0 is no answer there, and no carrier tells of one
        yield "wrong"
        if step.wrong is None:
            yield "wrong again"


def met(flow: Flow, session: Session, heard: Input) -> Iterator[Branch]:
    """What an answer is where the call stands."""
    step = flow.steps.get(session.step)
    what = _met(flow, step, session, heard) if step else ""
    if step and what:
        yield step.place.file, step.name, what


def _met(flow: Flow, step: Step, session: Session, heard: Input) -> str:
    again = " again" if session.failures.get(step.name) else ""
    match step, heard:
        case _, Result(outcome=outcome) | Joined(outcome=outcome):
            return outcome
        case Question(), Silence():
            return f"silence{again}"
        case Question(), Keys(digits=digits) if digits in ("0", "*"):
            return {"0": "person", "*": "star"}[digits]
        case MenuStep(keys=keys), Keys(digits=digits) if digits in keys:
            return digits
        case MenuStep(choices=choices), Keys(digits=digits) if choices and any(
            digits in (one.get("key"), str(at)) for at, one in enumerate(_listed(session, choices.source), start=1)
        ):
            return "choice"
        case NumberStep(shortest=shortest), Keys(digits=digits) if len(digits) >= shortest:
            return "number"
        case RecordStep(), Recorded(digits=key) if key in ("0", "*"):
            return {"0": "person", "*": "star"}[key]
        case RecordStep(min_seconds=least), Recorded(seconds=seconds) if seconds >= least:
            return "recording"
        case Question(), Recorded():
            return f"silence{again}"
        case Question(), Keys():
            return f"wrong{again}"
        case Question(), Speech():
            return "words"
    return ""


def _listed(session: Session, path: str) -> list[dict[str, object]]:
    value: object = {**session.facts, **session.answers}
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []
