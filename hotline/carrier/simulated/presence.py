"""At which phones somebody is: there a call rings until it is answered, elsewhere nobody will."""

import threading
import time


class Presence:
    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def attend(self, number: str, seconds: float | None = None) -> None:
        with self._lock:
            self._until[number] = float("inf") if seconds is None else time.monotonic() + seconds

    def leave(self, number: str) -> None:
        with self._lock:
            self._until.pop(number, None)

    def attended(self, number: str) -> bool:
        with self._lock:
            return self._until.get(number, 0.0) > time.monotonic()
