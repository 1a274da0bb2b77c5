"""One live call: what is heard on it, what the person at the phone does, and the waiting of each for the other."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

RING_LIMIT = 600
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


class Redirected(Exception):
    """Somebody changed the live call through the REST interface."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__("redirected")
        self.fetch = fetch


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
        self.idle_limit = float(RING_LIMIT)
        self.sequence = 0
        self.audio: list[tuple[str, bytes]] = []
        self.waiting = ""
        self.peer: Call | None = None
        self.talking = False
        self.over = False
        self._clock = clock
        self._events: list[Event] = []
        self._inbox: deque[Input] = deque()
        self._hung_up = False
        self._redirect: Fetch | None = None
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

    def finish(self) -> None:
        with self._changed:
            self.over = True
            self.waiting = ""
            self._changed.notify_all()

    def until_over(self, timeout: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.over, timeout)

    # what the person does

    def put(self, given: Input) -> None:
        if self.peer is not None and given.text:
            # Two people talk: what one says the other hears.
            self.peer.emit("voice" if given.act is Act.SPEAK else "keys", text=given.text)
        with self._changed:
            self._inbox.append(given)
            self._changed.notify_all()

    def hang_up(self) -> None:
        with self._changed:
            self._hung_up = True
            self._changed.notify_all()

    def redirect(self, fetch: Fetch) -> None:
        with self._changed:
            self._redirect = fetch
            self._changed.notify_all()

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

    def forget_inputs(self) -> None:
        with self._changed:
            self._inbox.clear()

    def take(self, seconds: float | None) -> Input | None:
        """The next thing the person does; None when nothing was done in time. No seconds: as long as it takes."""
        limit = self.idle_limit if seconds is None else seconds
        with self._changed:
            self._changed.wait_for(lambda: bool(self._inbox) or self._told(), limit)
            if self._inbox and self._redirect is None:
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

    def talk(self, parent: "Call") -> None:
        """A dialled leg is joined to its parent from here until somebody hangs up."""
        self.talking = True
        parent.nudge()
        try:
            while True:
                self.take(None)
        finally:
            self.talking = False

    def ring(self, seconds: float) -> str:
        """`answered`, `declined`, `canceled`, or nothing when nobody came in time."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._answer) or self._hung_up, min(seconds, RING_LIMIT))
            return "canceled" if self._hung_up else self._answer

    def _told(self) -> bool:
        return self._hung_up or self._redirect is not None

    def _leave_if_told(self) -> None:
        if self._hung_up:
            raise Ended
        if self._redirect is not None:
            fetch, self._redirect = self._redirect, None
            raise Redirected(fetch)
