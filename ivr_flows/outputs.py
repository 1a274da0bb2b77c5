"""What the engine asks of whoever holds the line. A turn ends with exactly one Wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["keys", "speech"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Say:
    """Words to speak, after `pause_before` seconds of quiet."""

    text: str
    language: str
    slow: bool = False
    pause_before: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    """A stored recording to play, by the app's own reference."""

    ref: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Gather:
    """A question. A menu has num_digits 1 and no finish key; a number ends on '#', its last digit or the timeout."""

    kinds: tuple[Kind, ...]
    num_digits: int | None
    finish_on_key: Literal["", "#"]
    timeout: int
    speech_timeout: int
    hints: tuple[str, ...]
    language: str
    prompts: tuple[Say, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """The caller speaks freely. '#' ends it; '*' (correct, or hear again) and '0' (a person) end it too."""

    max_seconds: int
    finish_on_key: str
    timeout: int
    transcribe: bool
    language: str
    prompts: tuple[Say, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """The app reads something and resumes with a Result of this name."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finish:
    """The app changes something and resumes with a Result of this name; `last` means the call's flow is over."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    last: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Enqueue:
    """The caller waits in the queue of this name; what is heard meanwhile the app asks `engine.hold` for."""

    queue: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """This line is joined with another: a number (E.164) is rung for `timeout` seconds, or whoever waits in a queue is
    taken out of it. The other one hears `whisper` first. What is then said is recorded."""

    number: str = ""
    queue: str = ""
    timeout: int = 30
    whisper: tuple[Say, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HangUp:
    """The call is over, politely."""


Spoken = Say | Play
Wait = Gather | Record | Lookup | Finish | Enqueue | Dial | HangUp
Output = Say | Play | Wait
