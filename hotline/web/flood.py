"""A flood of texts, counted by this process alone: it must not cost a round trip to tell that there is none."""

import time
from collections.abc import Callable
from threading import Lock

MINUTE = 60.0


class Flood:
    def __init__(self, most: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        """``most``: texts a minute."""
        self._most, self._monotonic, self._lock = most, monotonic, Lock()
        self._began, self._count = monotonic(), 0

    def over(self) -> bool:
        """One more came; is it beyond the limit of this minute?"""
        now = self._monotonic()
        with self._lock:
            if now - self._began >= MINUTE:
                self._began, self._count = now, 0
            self._count += 1
            return self._count > self._most
