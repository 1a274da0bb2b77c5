"""One turn in the making: what the call knows so far, and the steps it passes until it has to wait."""

from collections.abc import Mapping
from dataclasses import replace

from ivr_flows.model import Flow, Session, Turn
from ivr_flows.outputs import Finish, Gather, HangUp, Lookup, Output, Play, Record, Say, Spoken, Wait
from ivr_flows.speaking import at_path, entries, from_plain, hints, speak, to_plain, with_choices
from ivr_flows.steps import (
    AppStep,
    BranchStep,
    Choices,
    EndStep,
    LanguageStep,
    MenuStep,
    NumberStep,
    PlayStep,
    Question,
    RecordStep,
    SayStep,
    Step,
    Target,
)

# More steps than any flow has between two waits: the checker refuses a loop without one, this ends it all the same.
MOST_STEPS = 50
FAILURES = 2
SPEECH_TIMEOUT = 2


class Walk:
    """Holds what changes while a turn is made; the session it began with is not touched."""

    def __init__(self, flow: Flow, session: Session) -> None:
        self.flow = flow
        self.session = session
        self.language = session.language
        self.answers: dict[str, object] = dict(session.answers)
        self.failures: dict[str, int] = dict(session.failures)
        self.done = list(session.done)
        # Between two app waits what was to be said still waits; after a caller's answer it has been said.
        waiting = isinstance(flow.steps.get(session.step), AppStep)
        self.unsaid: list[Spoken] = from_plain(session.said) if waiting else []

    def known(self) -> dict[str, object]:
        """Facts and answers under one roof; what was answered later wins."""
        return {**self.session.facts, **self.answers}

    def entries(self, choices: Choices) -> Mapping[str, Mapping[str, object]]:
        """The entries a menu over a list offers now."""
        return entries(choices, self.known())

    def follow(self, target: Target) -> Turn:
        """Goes where an answer leads."""
        self.answers.update(target.put)
        if target.retry:
            step = self.flow.steps[target.to]
            if isinstance(step, Question):
                return self.fail(step, target.why)
        return self.enter(target.to)

    def enter(self, name: str) -> Turn:
        """Passes steps until one waits."""
        for _ in range(MOST_STEPS):
            step = self.flow.steps[name]
            match step:
                case Question():
                    self.failures.clear()
                    return self.ask(step)
                case AppStep():
                    return self.call(step)
                case EndStep():
                    self.say(name, "say")
                    return self.hang_up()
            target = self._pass(step)
            if target.retry:
                return self.follow(target)
            self.answers.update(target.put)
            name = target.to
        return self.hang_up()

    def _pass(self, step: Step) -> Target:
        match step:
            case SayStep(to=to):
                self.say(step.name, "say")
                return to
            case PlayStep(to=to):
                self._play(step)
                return to
            case BranchStep():
                return step.yes if at_path(self.known(), tuple(step.on.split("."))) else step.no
            case LanguageStep(to=to):
                self.language = step.next.get(self.language, self.language)
                return to
        return self.flow.trouble

    def _play(self, step: PlayStep) -> None:
        refs = at_path(self.known(), (step.source,))
        listed = [str(ref) for ref in refs if ref] if isinstance(refs, list | tuple) else []
        for position, ref in enumerate(listed, start=1):
            if len(listed) > 1:
                self.say(step.name, "each", {"position": position})
            self.unsaid.append(Play(ref=ref))

    def say(self, step: str, name: str, also: Mapping[str, object] | None = None) -> None:
        """Adds a prompt to what is to be spoken."""
        self.unsaid.extend(self._words(step, name, {**self.known(), **(also or {})}))

    def _words(self, step: str, name: str, known: Mapping[str, object]) -> list[Say]:
        prompt = self.flow.prompt(self.language, step, name)
        return speak(self.flow, prompt, known, self.language, self.session.slow) if prompt else []

    def ask(self, step: Question) -> Turn:
        """Asks in full."""
        self.unsaid.extend(self._words(step.name, "say", self._question(step)))
        return self._wait_for_caller(step, self.unsaid, self.unsaid)

    def repeat(self, step: Question) -> Turn:
        """Says again what was said last, in full; asking to hear it again is no failure."""
        said = from_plain(self.session.said)
        return self._wait_for_caller(step, said, said) if said else self.ask(step)

    def fail(self, step: Question, why: str, key: str = "") -> Turn:
        """Silence, a wrong key, words nobody understood: its own answer once, then the way out."""
        self.answers["reason"], self.answers["at"] = why, step.name
        elsewhere = {"silence": step.silence, "wrong": step.wrong}.get(why)
        if elsewhere:
            return self.follow(elsewhere)
        self.failures[step.name] = self.failures.get(step.name, 0) + 1
        if self.failures[step.name] >= FAILURES:
            return self.follow(step.give_up)
        voice = self.flow.voices[self.language]
        known = {**self._question(step), "key": voice.keys.get(key[:1] if isinstance(step, MenuStep) else "", "")}
        shorter = self._words(step.name, "again", known) or self._words(step.name, "say", known)
        now = [*self.unsaid, *self._words(step.name, why, known), *shorter]
        heard_before = self.session.step == step.name and self.session.said
        full = from_plain(self.session.said) if heard_before else self._words(step.name, "say", known)
        return self._wait_for_caller(step, now, [*full])

    def _question(self, step: Question) -> Mapping[str, object]:
        return with_choices(self.flow, step, self.known(), self.language)

    def _wait_for_caller(self, step: Question, now: list[Spoken], full: list[Spoken]) -> Turn:
        last_play = max((at for at, one in enumerate(now) if isinstance(one, Play)), default=-1)
        prompts = tuple(one for one in now[last_play + 1 :] if isinstance(one, Say))
        return self._turn(step.name, full, (*now[: last_play + 1], self._gather(step, prompts)))

    def _gather(self, step: Question, prompts: tuple[Say, ...]) -> Wait:
        if isinstance(step, RecordStep):
            return Record(
                max_seconds=step.max_seconds,
                finish_on_key="#*0",
                timeout=step.timeout,
                transcribe=self.language in step.transcribe,
                language=self.language,
                prompts=prompts,
            )
        number = isinstance(step, NumberStep)
        slower = 2 if self.session.slow else 1
        return Gather(
            kinds=("keys", "speech") if step.speech else ("keys",),
            num_digits=step.longest if isinstance(step, NumberStep) else 1,
            finish_on_key="#" if number else "",
            timeout=step.timeout * slower,
            speech_timeout=SPEECH_TIMEOUT * slower,
            hints=hints(self.flow, step, self.known(), self.language) if step.speech else (),
            language=self.language,
            prompts=prompts,
        )

    def call(self, step: AppStep) -> Turn:
        """Asks the app; what is to be said waits for its answer, unless this is the end."""
        known = self.known()
        values = {name: _value(known, path) for name, path in step.values.items()}
        if step.everything:
            values = {**self.answers, **values}
        if step.lookup:
            return self._turn(step.name, self.unsaid, (Lookup(name=step.call, values=values),))
        if not step.outcomes:
            return self._turn("", [], (*self.unsaid, Finish(name=step.call, values=values, last=True)))
        return self._turn(step.name, self.unsaid, (Finish(name=step.call, values=values),))

    def hang_up(self) -> Turn:
        """The end, said before."""
        return self._turn("", [], (*self.unsaid, HangUp()))

    def hung_up(self) -> Turn:
        """The line went: the app keeps what is known."""
        values = {**self.answers, "step": self.session.step, "done": list(self.done), "language": self.language}
        return self._turn("", [], (Finish(name="hang_up", values=values, last=True),))

    def _turn(self, step: str, said: list[Spoken], outputs: tuple[Output, ...]) -> Turn:
        session = replace(
            self.session,
            step=step,
            language=self.language,
            turn=self.session.turn + 1,
            answers=self.answers,
            failures=self.failures,
            said=to_plain(said),
            done=tuple(self.done),
        )
        return Turn(session=session, outputs=outputs)


def _value(known: Mapping[str, object], path: object) -> object:
    if not isinstance(path, str):
        return path
    return path[1:] if path.startswith("=") else at_path(known, tuple(path.split(".")))
