"""A leg of a Dial: what was ordered, and its own way to the other's ear: it is ready, meets, talks."""

from dataclasses import dataclass

from hotline.carrier.simulated.bridge import Bridge
from hotline.carrier.simulated.call import Call, Fetch

MACHINE_KEEPS = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class LegOrder:
    caller: str
    number: str
    timeout: int
    whisper: Fetch | None = None
    callback: str = ""
    callback_events: tuple[str, ...] = ("completed",)


@dataclass(eq=False, kw_only=True, slots=True)
class Leg:
    call: Call
    ready: bool = False
    gone: bool = False
    bridge: Bridge | None = None

    @property
    def elsewhere(self) -> bool:
        """The application gave this leg another document: it is no longer its parent's."""
        return self.bridge is not None and self.bridge.taken_away is self.call

    def end(self) -> None:
        if not self.elsewhere:
            self.call.hang_up()

    def meet(self, bridge: Bridge) -> None:
        """In the parent's thread; a leg that went away in this very moment leaves nobody waiting."""
        self.bridge = bridge
        if self.gone:
            bridge.close()

    def talk(self, parent: Call) -> None:
        """In the leg's own thread; a parent that takes another leg or leaves hangs this one up."""
        call = self.call
        self.ready = True
        parent.nudge()
        try:
            call.until(lambda: self.bridge is not None, call.idle_limit)
            if self.bridge is not None:
                self.bridge.come(MACHINE_KEEPS * call.pace if call.machine and call.pace else None)
        finally:
            self.gone = True
            if self.bridge is not None:
                self.bridge.close()
