"""Switches that make the carrier misbehave for a while: refuse, limit, be slow, lose an answer."""

import threading
import time
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    REFUSE_500 = "refuse_500"
    RATE_LIMIT_429 = "rate_limit_429"
    TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"
    SLOW = "slow"


@dataclass
class _Switch:
    left: int | None
    until: float | None


class Faults:
    def __init__(self) -> None:
        self._on: dict[Fault, _Switch] = {}
        self._lock = threading.Lock()

    def set(self, fault: Fault, *, count: int | None = None, seconds: float | None = None) -> None:
        """Neither count nor seconds: once. A count of 0 switches it off."""
        left = 1 if count is None and seconds is None else count
        with self._lock:
            self._on[fault] = _Switch(left=left, until=None if seconds is None else time.monotonic() + seconds)

    def clear(self) -> None:
        with self._lock:
            self._on.clear()

    def take(self, fault: Fault) -> bool:
        if fault not in self._on:
            return False
        with self._lock:
            switch = self._on.get(fault)
            if switch is None:
                return False
            over = switch.until is not None and time.monotonic() > switch.until
            if over or (switch.left is not None and switch.left <= 0):
                del self._on[fault]
                return False
            if switch.left is not None:
                switch.left -= 1
            return True
