"""How long the line talks before it listens: all that is said on the way to a question counts, not one prompt alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr_flows.check_prompts import longest_way
from ivr_flows.model import Flow, Problem
from ivr_flows.prompts import Prompt
from ivr_flows.steps import AppStep, BranchStep, EndStep, JoinStep, LanguageStep, PlayStep, Question, SayStep, SlowStep, edges

# The longest prompt (a voice's `longest`) is this many seconds.
PROMPT_SECONDS = 20
# Three of the longest prompts: a minute. A key works from the first word on, but somebody who does not know the line waits
# for its end, and by then the first entry is forgotten.
MOST_SECONDS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class _Talk:
    """Seconds, and the steps that fill them."""

    seconds: float = 0.0
    steps: tuple[str, ...] = ()


def check_turns(flow: Flow) -> Iterator[Problem]:
    """Turns that talk too long. Told once for each question and language, on its longest way."""
    worst: dict[tuple[str, str], _Talk] = {}
    known: dict[tuple[str, str], tuple[tuple[str, _Talk], ...]] = {}
    for language in (one for one in flow.languages if one in flow.voices):
        for name in _beginnings(flow):
            for asked, talk in _from(flow, language, name, known, ()):
                if talk.seconds > worst.get((language, asked), _Talk()).seconds:
                    worst[language, asked] = talk
    for (language, asked), talk in worst.items():
        if talk.seconds > MOST_SECONDS:
            prompt = flow.prompt(language, asked, "say")
            place = prompt.place if prompt else flow.steps[asked].place
            what = f"{talk.seconds:.0f} seconds are spoken in {language} with no question between: {', '.join(talk.steps)}"
            mend = f"Say it in at most {MOST_SECONDS}, or ask something on the way"
            yield Problem(file=place.file, line=place.line, what=what, mend=mend)


def _beginnings(flow: Flow) -> Iterator[str]:
    """Where a turn may begin: at the start, and behind whatever waited."""
    yield flow.start
    if flow.danger:
        yield flow.danger.to
    for step in flow.steps.values():
        if isinstance(step, Question | JoinStep):
            yield from dict.fromkeys(edge.target.to for edge in edges(step) if not edge.target.retry)


def _from(
    flow: Flow, language: str, name: str, known: dict[tuple[str, str], tuple[tuple[str, _Talk], ...]], passed: tuple[str, ...]
) -> tuple[tuple[str, _Talk], ...]:
    """Each wait that can come next, with all that is said before it, its own question included."""
    step = flow.steps[name]
    if (language, name) in known or name in passed or language not in flow.voices:
        return known.get((language, name), ())
    speaks = isinstance(step, SayStep | EndStep | Question)
    own = _Talk(seconds=_seconds(flow, language, name), steps=(name,)) if speaks else _Talk()
    if isinstance(step, Question | EndStep | JoinStep):
        found: tuple[tuple[str, _Talk], ...] = ((name, own),)
    else:
        longest: dict[str, _Talk] = {}
        for edge in edges(step):
            if edge.target.retry or not isinstance(step, SayStep | PlayStep | SlowStep | BranchStep | LanguageStep | AppStep):
                continue
            spoken = step.next.get(language, language) if isinstance(step, LanguageStep) else language
            for asked, talk in _from(flow, spoken, edge.target.to, known, (*passed, name)):
                if asked not in longest or talk.seconds > longest[asked].seconds:
                    longest[asked] = talk
        found = tuple(
            (asked, _Talk(seconds=own.seconds + talk.seconds, steps=(*own.steps, *talk.steps)))
            for asked, talk in longest.items()
        )
    known[language, name] = found
    return found


def _seconds(flow: Flow, language: str, name: str) -> float:
    prompt: Prompt | None = flow.prompt(language, name, "say")
    if prompt is None or not prompt.parts:
        return 0.0
    voice = flow.voices[language]
    length, pauses = longest_way(flow, name, prompt, voice)
    return length * PROMPT_SECONDS / voice.longest + pauses
