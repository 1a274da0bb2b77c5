"""The addresses we hand to the carrier. Ids stand in the path, never in a query: an escaped or re-sorted query
breaks signatures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    public_url: str

    def turn(self, call_id: str, turn: int) -> str:
        """What comes back to a question or a recording of this turn."""
        return self._at(f"calls/{call_id}/{turn}")

    def call_ended(self, call_id: str) -> str:
        return self._at(f"calls/{call_id}/status")

    def recording_ready(self, call_id: str) -> str:
        return self._at(f"calls/{call_id}/recording")

    def transcription(self, call_id: str) -> str:
        return self._at(f"calls/{call_id}/transcription")

    def hold(self, call_id: str) -> str:
        """What somebody in a queue hears meanwhile."""
        return self._at(f"calls/{call_id}/hold")

    def music(self) -> str:
        """What is played to somebody who waits. A sound of ours, the same for everybody."""
        return self._at("music.wav")

    def hold_key(self, call_id: str) -> str:
        """A key was pressed while waiting."""
        return self._at(f"calls/{call_id}/hold/key")

    def whisper(self, call_id: str, turn: int) -> str:
        """What the other line hears before it is joined with this call."""
        return self._at(f"calls/{call_id}/{turn}/whisper")

    def sound(self, recording_id: str) -> str:
        """A stored recording, played to somebody who may hear it."""
        return self._at(f"sounds/{recording_id}")

    def receipt(self, message_id: str) -> str:
        return self._at(f"texts/{message_id}")

    def outbound(self, message_id: str) -> str:
        """The first request of a call we placed."""
        return self._at(f"outbound/{message_id}")

    def outbound_status(self, message_id: str) -> str:
        return self._at(f"outbound/{message_id}/status")

    def machine(self, message_id: str) -> str:
        """Who answered a call we placed, told while it goes on."""
        return self._at(f"outbound/{message_id}/machine")

    def _at(self, path: str) -> str:
        return f"{self.public_url.rstrip('/')}/carrier/{path}"
