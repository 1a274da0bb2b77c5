"""Two calls joined: what one says the other hears, until one of them leaves."""

import threading
import time
from collections.abc import Callable
from datetime import datetime

from hotline.carrier.simulated.call import Act, Call, Ended, Input, Redirected

LONGEST_MEETING = 600.0


class Bridge:
    """The host dials and counts the time; the guest comes when it is ready. Each waits in its own call's thread."""

    def __init__(self, host: Call, guest: Call, clock: Callable[[], datetime], *, star: bool = False) -> None:
        self.host, self.guest, self._clock, self._star = host, guest, clock, star
        self.words: list[str] = []
        self.arrived = False
        self.begun: datetime | None = None
        self.ended: datetime | None = None
        self.taken_away: Call | None = None
        """Whom the application gave another document."""
        self._heard = time.monotonic()
        self._lock = threading.Lock()

    @property
    def seconds(self) -> int:
        return int((self.ended - self.begun).total_seconds()) if self.begun and self.ended else 0

    def come(self, seconds: float | None = None) -> None:
        """The guest's whole stay, in its own thread."""
        try:
            self.arrived = True
            self.host.nudge()
            self.guest.until(lambda: self.begun is not None or self.ended is not None, LONGEST_MEETING)
            if self.joined:
                self.hold(self.guest, seconds)
        except Redirected:
            self.taken_away = self.guest
            raise
        finally:
            self.close()

    @property
    def joined(self) -> bool:
        return self.begun is not None

    def open(self) -> None:
        with self._lock:
            if self.ended is not None:
                return
            self.begun, self._heard = self._clock(), time.monotonic()
        for one in (self.host, self.guest):
            one.forget_inputs()
            one.expect("bridge")
            one.talk = self
            one.emit("bridge")
        self.guest.nudge()

    def hold(self, call: Call, seconds: float | None = None) -> None:
        """Until one of the two leaves or the time is over; what takes this call away ends it for the other too."""
        end = None if seconds is None else time.monotonic() + seconds
        try:
            while self.ended is None and (end is None or time.monotonic() < end):
                idle = self._heard + call.idle_limit - time.monotonic()
                if idle <= 0:
                    raise Ended
                left = idle if end is None else min(idle, end - time.monotonic())
                call.until(lambda: self.ended is not None or call.has_input(), max(left, 0))
                if call.has_input() and self._hangs_up(call, call.take(0)):
                    return
        except Redirected:
            # Known before the other wakes up: it must not hang up a call that is no longer its own.
            self.taken_away = call
            raise
        finally:
            self.close()

    def _hangs_up(self, call: Call, given: Input | None) -> bool:
        return self._star and call is self.host and given is not None and given.act is Act.PRESS and "*" in given.text

    def said(self, by: Call, given: Input) -> None:
        self._heard = time.monotonic()
        if not given.text:
            return
        other = self.guest if by is self.host else self.host
        if given.act is Act.SPEAK:
            self.words.append(given.text)
        other.emit("voice" if given.act is Act.SPEAK else "keys", text=given.text)

    def close(self) -> None:
        with self._lock:
            if self.ended is not None:
                return
            self.ended = self._clock()
        for one in (self.host, self.guest):
            if one.talk is self:
                one.talk = None
                one.expect("")
                one.forget_inputs()
                one.emit("parted")
            one.nudge()
