"""One live call: what is heard on it, what the person at the phone does, and the waiting of each for the other."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

RING_LIMIT = 600
MACHINE_WAITS = 5.0
Event = dict[str, object]


class Act(StrEnum):
    PRESS = "press"
    SPEAK = "speak"
    SILENCE = "silence"


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    act: Act
    text: str = ""
    more: bool = False
    """More may follow: then the prompt's own timeout runs. Else the person now says and does nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetch:
    """Where the next document comes from: an address with its parameters, or TwiML handed over as it is."""

    url: str = ""
    method: str = "POST"
    form: dict[str, str] = field(default_factory=dict)
    inline: str | None = None
    fallback: bool = False


class Ended(Exception):
    """The call is over: somebody hung up, or the document said so."""


class Interrupted(Exception):
    """Something from outside takes the call away from what its document is doing."""


class Redirected(Interrupted):
    """Somebody changed the live call through the REST interface."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__("redirected")
        self.fetch = fetch


class Talk(Protocol):
    """What two joined calls share, as far as a call knows of it."""

    def said(self, by: "Call", given: Input) -> None: ...


class Call:
    def __init__(
        self, *, sid: str, direction: str, sender: str, recipient: str, clock: Callable[[], datetime], parent: str = ""
    ) -> None:
        self.sid, self.direction, self.sender, self.recipient, self.parent = sid, direction, sender, recipient, parent
        self.status = "queued" if direction == "outbound-api" else "ringing"
        self.answered_by = ""
        self.warnings: list[str] = []
        self.created = clock()
        self.started: datetime | None = None
        self.ended: datetime | None = None
        self.callback = ""
        self.callback_events: tuple[str, ...] = ("completed",)
        self.fallback = ""
        self.pace = 0.0
        """What a second of the document lasts; 0: prompts wait for the person, not for the clock."""
        self.machine = False
        self.listened_to = threading.Event()
        """Not set while the carrier still finds out who answered; a machine stays on the line until then."""
        self.listened_to.set()
        self.idle_limit = float(RING_LIMIT)
        self.sequence = 0
        self.audio: list[tuple[str, bytes]] = []
        self.waiting = ""
        self.place = 0
        """Where in a queue it stands; 0: in none."""
        self.talk: Talk | None = None
        self.acts = 0
        """How often the person did something that was taken up."""
        self.beeped = 0
        """The event at which a machine began to record, where one answered and was waited for."""
        self.over = False
        self._clock = clock
        self._events: list[Event] = []
        self._inbox: deque[Input] = deque()
        self._hung_up = False
        self._interruption: Interrupted | None = None
        self._answer = ""
        self._changed = threading.Condition()

    # what is heard

    def emit(self, kind: str, **facts: object) -> None:
        with self._changed:
            at = self._clock().isoformat(timespec="milliseconds")
            self._events.append({"n": len(self._events) + 1, "kind": kind, "text": "", "language": "", "at": at, **facts})
            self._changed.notify_all()

    def events(self, after: int = 0, wait: float = 0) -> list[Event]:
        with self._changed:
            self._changed.wait_for(lambda: len(self._events) > after or self.over, wait)
            return self._events[max(after, 0) :]

    def begin_message(self) -> None:
        """A machine has said its greeting: what is said from here on it keeps."""
        self.emit("beep")
        self.beeped = len(self._events)

    def message(self) -> str:
        """What a machine kept."""
        kept = self._events[self.beeped :] if self.beeped else []
        return " ".join(str(event["text"]) for event in kept if event["kind"] in ("say", "voice") and event["text"])

    def finish(self) -> None:
        with self._changed:
            self.over = True
            self.waiting = ""
            self.place = 0
            self._changed.notify_all()

    def until_asked(self, timeout: float) -> None:
        """The document waits for the one who answered, or the call is over."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self.waiting) or self.over, timeout)

    def until_over(self, timeout: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.over, timeout)

    # what the person does

    def put(self, given: Input) -> None:
        talk = self.talk
        if talk is not None:
            talk.said(self, given)
        with self._changed:
            self._inbox.append(given)
            self._changed.notify_all()

    def hang_up(self) -> None:
        with self._changed:
            self._hung_up = True
            self._changed.notify_all()

    def redirect(self, fetch: Fetch) -> None:
        self.interrupt(Redirected(fetch), whatever_else=True)

    def interrupt(self, by: Interrupted, *, whatever_else: bool = False) -> bool:
        """False where the call is already going elsewhere, and stays with that."""
        with self._changed:
            if self._hung_up or self.over or (self._interruption is not None and not whatever_else):
                return False
            self._interruption = by
            self._changed.notify_all()
            return True

    def pick_up(self, answer: str) -> None:
        """`answered` or `declined`, while it rings."""
        with self._changed:
            self._answer = self._answer or answer
            self._changed.notify_all()

    # what the document waits for

    def expect(self, what: str) -> None:
        """A prompt begins: keys pressed before it are lost, as on the real line."""
        with self._changed:
            self.waiting = what
            self._changed.notify_all()

    def forget_inputs(self) -> None:
        with self._changed:
            self._inbox.clear()

    def take(self, seconds: float | None) -> Input | None:
        """The next thing the person does; None when nothing was done in time. No seconds: as long as it takes."""
        limit = self.idle_limit if seconds is None else seconds
        with self._changed:
            self._changed.wait_for(lambda: bool(self._inbox) or self._told(), limit)
            if self._inbox and self._interruption is None:
                self.acts += 1
                return self._inbox.popleft()
            self._leave_if_told()
        if seconds is None:
            raise Ended
        return None

    def rest(self, seconds: float, *, until_key: bool = False) -> bool:
        """Time passes on the line. True where a key or a word cut it short."""
        return self.until(lambda: until_key and bool(self._inbox), seconds * self.pace)

    def until(self, happened: Callable[[], bool], seconds: float) -> bool:
        """Waits for something, unless the call is hung up or redirected meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._told() or happened(), seconds)
            self._leave_if_told()
            return happened()

    def nudge(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def has_input(self) -> bool:
        return bool(self._inbox)

    def ring(self, seconds: float) -> str:
        """`answered`, `declined`, `canceled`, or nothing when nobody came in time."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._answer) or self._hung_up, min(seconds, RING_LIMIT))
            return "canceled" if self._hung_up else self._answer

    def _told(self) -> bool:
        return self._hung_up or self._interruption is not None

    def _leave_if_told(self) -> None:
        if self._hung_up:
            raise Ended
        if self._interruption is not None:
            interruption, self._interruption = self._interruption, None
            raise interruption
