"""A carrier that keeps nothing waiting: what the demo sends arrives at once, or fails as the number's ending says."""

# ruff: noqa: ARG002  (the methods are the real carrier's; a demo needs few of their arguments)
import math
import struct
import wave
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import count

UNDELIVERED = "04"  # as with the simulated carrier
UNKNOWN_NUMBER = 30005
_RATE = 8000


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """Something handed over; its receipt is written by the walk."""

    message_id: str
    sid: str
    call: bool
    lost: bool


@dataclass
class Postman:
    """Speaks the same protocol as the real carrier's client."""

    sent: list[Sent] = field(default_factory=list)
    _sids: "count[int]" = field(default_factory=lambda: count(1))

    def send_text(self, to: str, body: str, status_callback: str) -> str:
        sid = self._sid("SM")
        self._keep(sid, status_callback.rsplit("/", 1)[-1], to, call=False)
        return sid

    def place_call(
        self, to: str, url: str, status_callback: str, timeout: int = 30, detect: str = "", machine_callback: str = ""
    ) -> str:
        sid = self._sid("CA")
        self._keep(sid, url.rsplit("/", 1)[-1], to, call=True)
        return sid

    def sent_texts(self, to: str, since: datetime) -> Sequence[object]:
        return ()

    def sent_calls(self, to: str, since: datetime) -> Sequence[object]:
        return ()

    def fetch_call(self, sid: str) -> None:
        """It knows of none: every call here ends at once."""

    def fetch_recording(self, sid: str) -> bytes:
        """Two soft seconds: something to listen to."""
        return tone()

    def delete_recording(self, sid: str) -> None: ...

    def end_call(self, sid: str) -> None: ...

    def take(self) -> list[Sent]:
        """What was sent since the last time."""
        taken, self.sent = self.sent, []
        return taken

    def _sid(self, kind: str) -> str:
        return f"{kind}demo{next(self._sids):028d}"

    def _keep(self, sid: str, message_id: str, to: str, *, call: bool) -> None:
        self.sent.append(Sent(message_id=message_id, sid=sid, call=call, lost=to.endswith(UNDELIVERED)))


def tone() -> bytes:
    sound = BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        length = 2 * _RATE
        waves = (3000 * math.sin(math.pi * n / length) * math.sin(n * 2 * math.pi * 330 / _RATE) for n in range(length))
        file.writeframes(b"".join(struct.pack("<h", int(each)) for each in waves))
    return sound.getvalue()
