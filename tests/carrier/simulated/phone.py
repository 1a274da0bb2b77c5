"""A person at a simulated phone, for tests: waits for a prompt, acts, and remembers what was heard."""

from hotline.carrier.simulated import SimulatedCarrier
from hotline.carrier.simulated.call import Call


class Phone:
    def __init__(self, carrier: SimulatedCarrier, call: Call) -> None:
        self.control = carrier.control
        self.call = call
        self._seen = 0

    def until(self, *kinds: str) -> dict[str, object]:
        """The next event of one of these kinds."""
        while True:
            for event in self.call.events(self._seen, 5) or [{"kind": "nothing", "n": self._seen}]:
                self._seen = int(str(event["n"]))
                if event["kind"] in kinds:
                    return event
                assert event["kind"] not in ("nothing", "hangup"), f"{event}; heard: {self.heard()}; {self.call.warnings}"

    def press(self, keys: str, *, more: bool = False) -> None:
        self.until("gather", "record")
        self.control.press(self.call.sid, keys, more=more)

    def speak(self, words: str, *, more: bool = False) -> None:
        self.until("gather", "record")
        self.control.speak(self.call.sid, words, more=more)

    def silence(self) -> None:
        self.until("gather", "record")
        self.control.silence(self.call.sid)

    def end(self) -> list[str]:
        self.until("hangup")
        assert self.call.until_over(5)
        return self.heard()

    def heard(self) -> list[str]:
        return [str(event["text"]) for event in self.call.events() if event["kind"] in ("say", "voice")]

    def kinds(self) -> list[str]:
        return [str(event["kind"]) for event in self.call.events()]
