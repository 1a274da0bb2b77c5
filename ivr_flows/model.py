"""A flow as loaded, a call as saved (plain JSON: it lives in a row between two webhooks), and the faults of flows.

FlowError (problems)
└── LoadError   flow or prompt files that can't be used
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from ivr_flows.outputs import Output
from ivr_flows.prompts import Prompt, Voice
from ivr_flows.steps import Place, Step, Target


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault: where, what, and how to mend it."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.mend}{'' if self.mend.endswith('?') else '.'}"


class FlowError(Exception):
    """A flow can't be used; every problem at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class LoadError(FlowError):
    """Files that don't make a sound flow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A call as data. `version` is a hash of all it was loaded from. `words`: language → step → key → what may be said
    instead of pressing it. `danger`: where words of danger lead, whatever was asked.
    `word_places`: language → step and key (or 'hints'), where its words stand."""

    name: str
    version: str
    languages: tuple[str, ...]
    steps: Mapping[str, Step]
    start: str
    trouble: Target
    danger: Target | None
    facts: tuple[str, ...]
    may_have: tuple[str, ...]
    prompts: Mapping[str, Mapping[tuple[str, str], Prompt]]
    words: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    hints: Mapping[str, Mapping[str, tuple[str, ...]]]
    voices: Mapping[str, Voice]
    place: Place
    prompt_files: Mapping[str, Mapping[str, Place]]
    absent: frozenset[str] = frozenset()
    fact_places: Mapping[str, Place] = field(default_factory=dict)
    word_places: Mapping[str, Mapping[tuple[str, str], Place]] = field(default_factory=dict)

    def prompt(self, language: str, step: str, name: str) -> Prompt | None:
        """What a step says, or what every step says where it has no words of its own."""
        prompts = self.prompts.get(language, {})
        return prompts.get((step, name)) or prompts.get(("defaults", name))


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """Where a call stands. `step` is empty once it is over. `said` is what `*` repeats, and, while the app is
    asked something, what still waits to be spoken. `doubt` is the step whose answer was not heard surely: `*` goes back to
    it. `done` names the Finishes the app has answered.
    """

    flow: str
    version: str
    step: str
    language: str
    slow: bool
    turn: int
    answers: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    said: tuple[Mapping[str, object], ...] = ()
    doubt: str = ""
    done: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """True once nothing more is to be said."""
        return not self.step

    def to_json(self) -> dict[str, object]:
        """Plain values only."""
        # Not asdict: it copies every fact of the city at every turn, and nobody changes them.
        plain: dict[str, object] = {one.name: getattr(self, one.name) for one in fields(self)}
        return plain | {"said": list(self.said), "done": list(self.done)}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> "Session":
        """The same session again; what a later version may have added is left out."""
        known = {one.name: plain[one.name] for one in fields(cls) if one.name in plain}
        for name in ("said", "done"):
            listed = known.get(name)
            known[name] = tuple(listed) if isinstance(listed, list | tuple) else ()
        return cls(**known)  # type: ignore[arg-type]  # the shape is to_json's


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The call after one step of it, and what to do now: the last output is the wait."""

    session: Session
    outputs: tuple[Output, ...]
