"""One turn in the making: what the call knows so far, and the steps it passes until it has to wait."""

from collections.abc import Mapping
from dataclasses import replace

from ivr_flows.model import Flow, Session, Turn
from ivr_flows.outputs import Dial, Enqueue, Finish, Gather, HangUp, Lookup, Output, Play, Record, Say, Spoken, Wait
from ivr_flows.speaking import at_path, entries, from_plain, hints, speak, to_plain, with_choices
from ivr_flows.steps import (
    AppStep,
    BranchStep,
    Choices,
    EndStep,
    JoinKind,
    JoinStep,
    LanguageStep,
    MenuStep,
    NumberStep,
    PlayStep,
    Question,
    RecordStep,
    SayStep,
    SlowStep,
    Step,
    Target,
)

# More steps than any flow has between two waits: the checker refuses a loop without one, this ends it all the same.
MOST_STEPS = 50
FAILURES = 2
SPEECH_TIMEOUT = 2
BEFORE_REPEAT = 2  # seconds of quiet before a slow call says it again


class Walk:
    """Holds what changes while a turn is made; the session it began with is not touched."""

    def __init__(self, flow: Flow, session: Session) -> None:
        self.flow = flow
        self.session = session
        self.language = session.language
        self.slow = session.slow
        self.answers: dict[str, object] = dict(session.answers)
        self.failures: dict[str, int] = dict(session.failures)
        self.done = list(session.done)
        # Between two app waits what was to be said still waits; after a caller's answer it has been said.
        waiting = isinstance(flow.steps.get(session.step), AppStep)
        self.unsaid: list[Spoken] = from_plain(session.said) if waiting else []
        self.doubt = session.doubt if waiting else ""

    def known(self) -> dict[str, object]:
        """Facts and answers under one roof; what was answered later wins."""
        return {**self.session.facts, **self.answers, "slow": self.slow}

    def words_of(self, step: Question) -> Mapping[str, tuple[str, ...]]:
        """What may be said at a menu instead of its keys."""
        return self.flow.words.get(self.language, {}).get(step.name, {})

    def listens(self, step: Question) -> bool:
        """Are words heard at this question?"""
        return bool(step.speech or self.words_of(step))

    def may_alarm(self) -> bool:
        """Not where the danger was told already."""
        return not self.answers.get("urgent")

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
                case JoinStep():
                    return self.join(step)
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
            case SlowStep(to=to):
                self.slow = not self.slow
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
        return speak(self.flow, prompt, known, self.language, self.slow) if prompt else []

    def ask(self, step: Question) -> Turn:
        """Asks in full; slowly, it is said twice."""
        if self.doubt:
            self.unsaid.extend(self._words("defaults", "noted", self.known()))
        question = self._words(step.name, "say", self._question(step))
        self.unsaid.extend(question)
        if self.slow and question and not isinstance(step, RecordStep):
            self.unsaid.extend(_later(self._again(step, self._question(step)) or question))
        return self._wait_for_caller(step, self.unsaid, self.unsaid)

    def _again(self, step: Question, known: Mapping[str, object]) -> list[Say]:
        """The shorter wording."""
        return self._words(step.name, "again", known)

    def doubted(self, step: Question, label: str) -> None:
        """Words stood for a key: the next question says them back where they were not heard surely."""
        self.answers["understood"] = label
        if self.answers.get("unsure"):
            self.doubt = step.name

    def back(self, step: Question) -> Turn:
        """`*`: to the answer that was not heard surely, where the flow says, else the same again."""
        doubtful = self.flow.steps.get(self.session.doubt)
        if isinstance(doubtful, Question):
            self.answers["unsure"] = self.answers["understood"] = None
            self.unheard()
            return self.enter(doubtful.name)
        return self.follow(step.star) if step.star else self.repeat(step)

    def unheard(self) -> None:
        """The last words count as not said: they meant a key, or were understood wrongly."""
        heard = self.answers.get("heard")
        self.answers["heard"] = list(heard[:-1]) or None if isinstance(heard, list) else None

    def slower(self, step: Question) -> Turn:
        """`#`: the same question slowly from now on, or as usual again."""
        self.slow = not self.slow
        return self.ask(step)

    def join(self, step: JoinStep) -> Turn:
        """Two lines come together; the first thing the other one hears is this call's prompt 'whisper'."""
        value = str(at_path(self.known(), tuple(step.source.split("."))) or "")
        if not value:
            return self.follow(step.outcomes.get("failed") or self.flow.trouble)
        self.unsaid.extend(self._words(step.name, "say", self.known()))
        whisper = tuple(self._words(step.name, "whisper", self.known()))
        wait: Wait = Enqueue(queue=value)
        if step.how is not JoinKind.QUEUE:
            number, queue = (value, "") if step.how is JoinKind.DIAL else ("", value)
            wait = Dial(number=number, queue=queue, timeout=step.timeout, whisper=whisper)
        return self._turn(step.name, [], (*self.unsaid, wait))

    def held(self, step: JoinStep, facts: Mapping[str, object]) -> tuple[Say, ...]:
        """A round of waiting."""
        return tuple(self._words(step.name, "hold", {**self.known(), **facts}))

    def repeat(self, step: Question) -> Turn:
        """Says again what was said last, in full; asking to hear it again is no failure."""
        said = from_plain(self.session.said)
        self.doubt = self.session.doubt
        return self._wait_for_caller(step, said, said) if said else self.ask(step)

    def fail(self, step: Question, why: str, key: str = "") -> Turn:
        """Silence, a wrong key, words nobody understood: its own answer once, then the way out."""
        self.answers["reason"], self.answers["at"] = why, step.name
        self.doubt = self.session.doubt
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
        slower = 2 if self.slow else 1
        return Gather(
            kinds=("keys", "speech") if self.listens(step) else ("keys",),
            num_digits=step.longest if isinstance(step, NumberStep) else 1,
            finish_on_key="#" if number else "",
            timeout=step.timeout * slower,
            speech_timeout=SPEECH_TIMEOUT * slower,
            hints=hints(self.flow, step, self.known(), self.language) if self.listens(step) else (),
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
            slow=self.slow,
            doubt=self.doubt,
            turn=self.session.turn + 1,
            answers=self.answers,
            failures=self.failures,
            said=to_plain(said),
            done=tuple(self.done),
        )
        return Turn(session=session, outputs=outputs)


def _later(says: list[Say]) -> list[Say]:
    """The same after a pause."""
    return [replace(say, pause_before=BEFORE_REPEAT) if not at else say for at, say in enumerate(says)]


def _value(known: Mapping[str, object], path: object) -> object:
    if not isinstance(path, str):
        return path
    return path[1:] if path.startswith("=") else at_path(known, tuple(path.split(".")))
