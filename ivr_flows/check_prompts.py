"""Finds what is missing, too long, empty, never said or unknowable in the prompts of a flow, language by language."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import product
from urllib.parse import quote

from ivr_flows.known import Knowledge
from ivr_flows.model import Flow, Problem
from ivr_flows.prompts import LONGEST_SAY, Part, Prompt, Slot, Voice, slots, spoken_length
from ivr_flows.steps import EndStep, JoinKind, JoinStep, MenuStep, NumberStep, Place, PlayStep, Question, SayStep, Step, edges

# How long a value is when spoken: a name or a time; eight digits; four. English digits are short words.
USUAL: Mapping[tuple[str, str], int] = {
    ("characters", ""): 6,
    ("characters", "digits"): 8,
    ("characters", "tail"): 4,
    ("words", ""): 3,
    ("words", "digits"): 5,
    ("words", "tail"): 3,
}
# What a prompt of this name knows beyond the call.
OWN: Mapping[str, frozenset[str]] = {
    "wrong": frozenset({"key"}),
    "choice": frozenset({"choice"}),
    "each": frozenset({"position"}),
    "hold": frozenset({"ahead"}),
    "noted": frozenset({"understood"}),
}


def check_prompts(flow: Flow, known: Knowledge | None) -> Iterator[Problem]:
    """Every fault in what a flow says; with nothing `known`, none in what it speaks of."""
    wanted = {step.name: tuple(_wanted(flow, step)) for step in flow.steps.values()}
    for language in flow.languages:
        voice = flow.voices.get(language)
        yield from _missing(flow, language, wanted)
        yield from _nobody_says(flow, language, wanted, whole=known is not None)
        for (step, name), prompt in flow.prompts[language].items():
            if voice and prompt.parts:
                yield from _length(flow, step, name, prompt, voice)
            yield from _empty(prompt, step, name)
            yield from _foreign(flow, prompt, step, name)
            if known:
                yield from _names(flow, step, name, prompt, known)


def _wanted(flow: Flow, step: Step) -> Iterator[str]:
    """The prompts a step can't do without."""
    if isinstance(step, SayStep | EndStep | Question):
        yield "say"
    if isinstance(step, PlayStep):
        yield "each"
    if isinstance(step, JoinStep):
        yield "hold" if step.how is JoinKind.QUEUE else "whisper"
    if isinstance(step, Question) and not step.silence:
        yield "silence"
    if isinstance(step, MenuStep | NumberStep) and not step.wrong:
        yield "wrong"
    if isinstance(step, MenuStep) and step.choices:
        yield "choice"
    for other in flow.steps.values():
        for edge in edges(other):
            if edge.target.retry and edge.target.to == step.name:
                yield edge.target.why


def _optional(flow: Flow, step: Step) -> tuple[str, ...]:
    """The prompts a step may have. The last resort is spoken by the app too: before a person is rung, before it tries again."""
    if isinstance(step, Question):
        return ("again",)
    if step.name == flow.trouble.to:
        return ("person", "wait")
    return ("say",) if isinstance(step, JoinStep) else ()


def _missing(flow: Flow, language: str, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for name, prompts in wanted.items():
        place = flow.steps[name].place
        home = flow.prompt_files[language].get(place.file, flow.place)
        # What a step may do without in one language it may in all: a prompt only others have was forgotten.
        others = [one for one in _optional(flow, flow.steps[name]) if any((name, one) in all_ for all_ in flow.prompts.values())]
        for prompt in dict.fromkeys((*prompts, *others)):
            if not flow.prompt(language, name, prompt) and not _told_with_its_file(flow, language, prompt, home):
                what = f"step '{name}' has no prompt '{prompt}' in {language}"
                yield Problem(file=home.file, line=home.line, what=what, mend=f"Write '{name}: {{{prompt}: …}}' there")


def _told_with_its_file(flow: Flow, language: str, prompt: str, home: Place) -> bool:
    """A file that is missing was told as a whole; so was what every step says where it stood in one."""
    lacking = any(name.startswith(f"prompts/{language}/") for name in flow.absent)
    default = any(("defaults", prompt) in prompts for prompts in flow.prompts.values())
    return home.file in flow.absent or (lacking and default)


def _nobody_says(flow: Flow, language: str, wanted: Mapping[str, tuple[str, ...]], *, whole: bool) -> Iterator[Problem]:
    for (step, name), prompt in flow.prompts[language].items():
        if step == "defaults":
            yield from _no_default(prompt, name, wanted)
            continue
        if step not in wanted:
            yield _problem(
                prompt.place, f"prompt '{step}.{name}' belongs to no step", "Take it out, or mend the name of its step"
            )
        elif whole and name not in (*wanted[step], *_optional(flow, flow.steps[step])):
            allowed = ", ".join(dict.fromkeys((*wanted[step], *_optional(flow, flow.steps[step]))))
            yield _problem(
                prompt.place,
                f"step '{step}' never says its prompt '{name}'",
                f"Take it out; the step says: {allowed or 'nothing'}",
            )


def _no_default(prompt: Prompt, name: str, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    allowed = sorted({"silence", "wrong", "unclear", "noted"}.union(*wanted.values()) - {"say"})
    if name not in allowed:
        close = get_close_matches(name, allowed, 1)
        yield _problem(
            prompt.place, f"no question ever says the default '{name}'", f"Did you mean '{close[0]}'?" if close else "Take it out"
        )


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(file=place.file, line=place.line, what=what, mend=mend)


def _ways(prompt: Prompt) -> Iterator[tuple[Part, ...]]:
    """The prompt as it sounds for each combination of what it depends on."""
    conditions = sorted({part.only_if for part in prompt.parts if part.only_if})
    for truths in product((True, False), repeat=len(conditions)):
        true = dict(zip(conditions, truths, strict=True))
        yield tuple(part for part in prompt.parts if not part.only_if or true[part.only_if] != part.negated)


def longest_way(flow: Flow, step: str, prompt: Prompt, voice: Voice) -> tuple[int, int]:
    """How long a prompt is at its longest, as a listener counts, and the seconds of quiet in it."""
    return max(
        (sum(_part_length(flow, step, part, voice) for part in way), sum(part.pause for part in way)) for way in _ways(prompt)
    )


def _length(flow: Flow, step: str, name: str, prompt: Prompt, voice: Voice) -> Iterator[Problem]:
    longest, _ = longest_way(flow, step, prompt, voice)
    unit = voice.counts
    if longest > voice.longest:
        what = f"prompt '{step}.{name}' is {longest} {unit} long in {voice.language}"
        yield _problem(prompt.place, what, f"Say it in at most {voice.longest}, which is some 20 seconds")
    if any(len(quote(_literal(part))) > LONGEST_SAY * 9 for part in prompt.parts):
        what = f"prompt '{step}.{name}' has a part no carrier can speak in {voice.language}"
        yield _problem(prompt.place, what, f"Keep each part under {LONGEST_SAY} characters")


def _literal(part: Part) -> str:
    return "".join(piece for piece in part.pieces if isinstance(piece, str))


def _part_length(flow: Flow, step: str, part: Part, voice: Voice) -> int:
    length = spoken_length(_literal(part), voice)
    return length + sum(_slot_length(flow, step, piece, voice) for piece in part.pieces if isinstance(piece, Slot))


def _slot_length(flow: Flow, step: str, slot: Slot, voice: Voice) -> int:
    asked = flow.steps.get(step)
    if slot.path == ("choices",) and isinstance(asked, MenuStep) and asked.choices:
        choice = flow.prompt(voice.language, step, "choice")
        return (
            asked.choices.at_most * sum(_part_length(flow, "", part, voice) for part in choice.parts) if choice else 0
        )
    return 1 if slot.path[-1] in ("key", "position", "ahead") else USUAL.get((voice.counts, slot.form), 3)


def _empty(prompt: Prompt, step: str, name: str) -> Iterator[Problem]:
    if prompt.parts and any(not "".join(_literal(part) for part in way).strip() for way in _ways(prompt)):
        yield _problem(
            prompt.place,
            f"prompt '{step}.{name}' may say nothing at all",
            "Give it words that don't depend on anything",
        )


def _foreign(flow: Flow, prompt: Prompt, step: str, name: str) -> Iterator[Problem]:
    for part in prompt.parts:
        if part.language and part.language not in flow.languages:
            what = f"prompt '{step}.{name}' has a part in '{part.language}', which the flow does not speak"
            yield _problem(prompt.place, what, f"Use one of: {', '.join(flow.languages)}")


def _names(flow: Flow, said_at: str, name: str, prompt: Prompt, known: Knowledge) -> Iterator[Problem]:
    step = flow.steps.get(said_at)
    if step is None and said_at != "defaults":
        return
    own = OWN.get(name, frozenset())
    if isinstance(step, MenuStep) and step.choices:
        own |= {"choices"} if name != "choice" else frozenset()
    # What every step may say can speak of nothing but what the whole call knows.
    surely = (known.surely.get(said_at, frozenset()) if step else frozenset(flow.facts)) | own
    for part in prompt.parts:
        if part.only_if and part.only_if.split(".")[0] not in known.maybe | own:
            what = f"prompt '{said_at}.{name}' depends on '{part.only_if}', which nothing gives"
            yield _problem(prompt.place, what, "Name it among the flow's facts, or let an outcome give it")
    for part, slot in slots(prompt):
        root = slot.path[0]
        if root not in known.maybe | own:
            what = f"prompt '{said_at}.{name}' speaks of {{{root}}}, which nothing gives"
            yield _problem(prompt.place, what, "Name it among the flow's facts, or let an outcome give it")
        elif root not in surely and (part.only_if.split(".")[0] != root or part.negated):
            what = f"prompt '{said_at}.{name}' speaks of {{{root}}}, which is not known on every way there"
            yield _problem(prompt.place, what, f"Put those words into a part of their own with 'if: {root}'")
