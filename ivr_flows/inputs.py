"""What may come back to a waiting call: from the caller, from the carrier, or from the app that was asked something."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """Keys pressed at a question; an empty string is a finish key alone, which is silence."""

    digits: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Speech:
    """Words heard at a question. The carrier does not always say how sure it is. `danger`: the app knows the words that
    tell of danger, and found one."""

    text: str
    confidence: float | None = None
    danger: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """The question's time ran out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """A recording ended. `digits` is the key that ended it, where `ended_by` is 'key'."""

    recording_ref: str
    seconds: int
    ended_by: Literal["key", "hangup", "silence"]
    digits: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The app's answer to a Lookup or a Finish of the same name."""

    name: str
    outcome: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """Waiting in a queue, or being joined with another line, is over. `outcome` says how: 'talked' (and hung up again),
    'left' (the waiting, by key or because it was too long), 'busy', 'no_answer', 'gone' (nobody waits there any more),
    'failed'."""

    outcome: str
    seconds: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class HungUp:
    """The line is gone."""


Input = Keys | Speech | Silence | Recorded | Result | Joined | HungUp
