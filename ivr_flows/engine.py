"""Walks a call from one wait to the next. Pure: the same flow, session and input always make the same turn."""

from collections.abc import Mapping

from ivr_flows.hearing import hear, wholly
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Result, Silence, Speech
from ivr_flows.model import Flow, FlowError, Problem, Session, Turn
from ivr_flows.outputs import Say
from ivr_flows.steps import AppStep, JoinStep, MenuStep, NumberStep, Question, RecordStep, Target
from ivr_flows.walk import Walk

__all__ = ["HungUp", "Input", "Joined", "Keys", "Recorded", "Result", "Silence", "Speech", "fail", "hold", "resume", "start"]

# A carrier sets no limit to a call that goes round; nobody needs this many turns.
MOST_TURNS = 100
MOST_HEARD, LONGEST_HEARD = 5, 300


def start(flow: Flow, facts: Mapping[str, object]) -> Turn:
    """The first turn. The call speaks facts['language'] where the flow has it, else the flow's first language."""
    missing = tuple(name for name in flow.facts if name not in facts)
    if missing:
        what = f"flow {flow.name} was started without {', '.join(missing)}"
        mend = "Give every fact the flow names"
        raise FlowError((Problem(file=flow.place.file, line=flow.place.line, what=what, mend=mend),))
    wanted = facts.get("language")
    session = Session(
        flow=flow.name,
        version=flow.version,
        step=flow.start,
        language=wanted if isinstance(wanted, str) and wanted in flow.languages else flow.languages[0],
        slow=bool(facts.get("slow")),
        turn=0,
        facts={name: facts.get(name) for name in (*flow.facts, *flow.may_have)},
    )
    return Walk(flow, session).enter(flow.start)


def resume(flow: Flow, session: Session, input: Input) -> Turn:  # noqa: A002 - the interface's own word
    """The next turn. Never raises: what can't be understood is an answer of its own."""
    walk = Walk(flow, session)
    if session.over:
        return walk.hang_up()
    if isinstance(input, HungUp):
        return walk.hung_up()
    step = flow.steps.get(session.step)
    if step is None or session.turn >= MOST_TURNS:
        return walk.follow(flow.trouble)
    if isinstance(step, AppStep):
        return _app_answered(walk, step, input)
    if isinstance(step, JoinStep):
        return _joined(walk, step, input)
    if isinstance(step, Question):
        return _caller_answered(walk, step, input)
    return walk.enter(step.name)


def fail(flow: Flow, session: Session) -> Turn:
    """The flow's own ending for a fault of ours, wherever the call stands."""
    return Walk(flow, session).follow(flow.trouble)


def hold(flow: Flow, session: Session, facts: Mapping[str, object]) -> tuple[tuple[Say, ...], str]:
    """What somebody in a queue hears now, and the key that ends the waiting ('' where none does). `facts`: ahead (how many
    wait before them) and whatever else the prompt 'hold' may speak of. Nothing advances."""
    step = flow.steps.get(session.step)
    if not isinstance(step, JoinStep):
        return (), ""
    walk = Walk(flow, session)
    return walk.held(step, facts), step.leave


def _joined(walk: Walk, step: JoinStep, input: Input) -> Turn:  # noqa: A002
    """The lines came together and apart again, or never did."""
    if not isinstance(input, Joined):
        return walk.join(step)
    walk.answers["talked"], walk.answers["seconds"] = input.outcome == "talked", input.seconds
    target = step.outcomes.get(input.outcome) or step.outcomes.get("failed")
    return walk.follow(target or walk.flow.trouble)


def _app_answered(walk: Walk, step: AppStep, input: Input) -> Turn:  # noqa: A002
    if not isinstance(input, Result) or input.name != step.call:
        return walk.call(step)
    target = step.outcomes.get(input.outcome)
    if target is None or any(input.values.get(name) is None for name in target.gives):
        return walk.follow(walk.flow.trouble)
    for name in (*target.gives, *target.may_give):
        walk.answers[name] = input.values.get(name)
    if step.keep:
        walk.answers[step.keep] = input.outcome
    if not step.lookup:
        walk.done.append(step.call)
    return walk.follow(target)


def _caller_answered(walk: Walk, step: Question, input: Input) -> Turn:  # noqa: A002
    match input:
        case Keys():
            return _keys(walk, step, input.digits)
        case Speech() if input.text.strip() and walk.listens(step):
            return _speech(walk, step, input)
        case Recorded() if isinstance(step, RecordStep):
            return _recorded(walk, step, input)
        case Result():
            # An answer to something no longer asked: the caller has not failed.
            return walk.repeat(step)
        case _:
            return walk.fail(step, "silence")


def _keys(walk: Walk, step: Question, digits: str) -> Turn:
    pressed = "".join(sign for sign in digits if sign in "0123456789*#")
    if not pressed:
        return walk.fail(step, "wrong" if digits.strip() else "silence")
    if "*" in pressed:
        return walk.back(step)
    if pressed == "0":
        return _asked_for_a_person(walk, step)
    if pressed == "#" and isinstance(step, MenuStep) and "#" not in step.keys:
        return walk.slower(step)
    walk.answers["speech"] = walk.answers["confidence"] = walk.answers["unsure"] = None
    match step:
        case MenuStep():
            return _menu_key(walk, step, pressed)
        case NumberStep() if step.shortest <= len(pressed) <= step.longest and pressed.isdigit():
            walk.answers[step.keep] = pressed
            return walk.follow(step.to)
        case RecordStep():
            return walk.fail(step, "silence")
        case _:
            return walk.fail(step, "wrong", pressed)


def _menu_key(walk: Walk, step: MenuStep, key: str) -> Turn:
    target: Target | None = step.keys.get(key)
    if target:
        if step.keep:
            walk.answers[step.keep] = key
        return walk.follow(target)
    if step.choices:
        chosen = walk.entries(step.choices).get(key)
        if chosen is not None:
            walk.answers[step.choices.keep] = chosen
            return walk.follow(step.choices.to)
    return walk.fail(step, "wrong", key)


def _speech(walk: Walk, step: Question, heard: Speech) -> Turn:
    text, voice = heard.text.strip()[:LONGEST_HEARD], walk.flow.voices[walk.language]
    before = walk.answers.get("heard")
    walk.answers["heard"] = [*(before if isinstance(before, list) else ()), text][-MOST_HEARD:]
    walk.answers["speech"], walk.answers["confidence"] = text, heard.confidence
    walk.answers["unsure"] = True if heard.confidence is not None and heard.confidence < voice.sure else None
    if heard.danger and walk.flow.danger and walk.may_alarm():
        return walk.follow(walk.flow.danger)
    if heard.confidence is not None and heard.confidence < voice.heard:
        return walk.fail(step, "unclear")
    everywhere = wholly(text, voice.words)
    if everywhere:
        walk.unheard()
    if everywhere == "*":
        return walk.back(step)
    if everywhere == "0":
        return _asked_for_a_person(walk, step)
    said = hear(text, walk.words_of(step))
    if said and isinstance(step, MenuStep):
        walk.unheard()
        walk.doubted(step, said.label)
        return _menu_key(walk, step, said.key)
    if step.keep and isinstance(step, NumberStep):
        walk.answers[step.keep] = None
    return walk.follow(step.speech) if step.speech else walk.fail(step, "unclear")


def _recorded(walk: Walk, step: RecordStep, tape: Recorded) -> Turn:
    spoken = bool(tape.recording_ref) and tape.seconds >= step.min_seconds
    key = tape.digits[:1] if tape.ended_by == "key" else ""
    if key == "*":
        return walk.back(step)
    if spoken:
        walk.answers[step.keep], walk.answers["seconds"] = tape.recording_ref, tape.seconds
    if key == "0":
        return _asked_for_a_person(walk, step)
    if spoken:
        # Who has said it all and puts the phone down has answered, as if by '#'.
        return walk.follow(step.to)
    return walk.hung_up() if tape.ended_by == "hangup" else walk.fail(step, "silence")


def _asked_for_a_person(walk: Walk, step: Question) -> Turn:
    walk.answers["reason"], walk.answers["at"] = "asked", step.name
    return walk.follow(step.person)
