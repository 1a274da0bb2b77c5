"""Kills processes, takes the database away and makes the carrier misbehave, in an order that dice decide.

It deals from a deck that holds every kind once and shuffles it anew when it is empty, so that a short storm has all.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

import requests

from tests.chaos.real_set import RealSet

KILLED = ("worker", "cron", "web_worker", "web", "redis")
FAULTS = {"refuse_500": 3.0, "rate_limit_429": 1.0, "slow": 4.0}
BACK_WITHIN = 60.0


class Server(Protocol):
    """A database server that can go away."""

    def stop(self) -> None: ...

    def start(self) -> None: ...


@dataclass
class Saboteur:
    """``every``: seconds between two deeds. ``database`` is None where it is a file."""

    hotline: RealSet
    dice: Random
    every: float
    database: Server | None = None
    deeds: "Counter[str]" = field(default_factory=Counter)
    back: dict[str, list[float]] = field(default_factory=dict)
    diary: list[str] = field(default_factory=list)
    _deck: list[str] = field(default_factory=list)
    _watchers: list[threading.Thread] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def rage(self, seconds: float) -> None:
        """For so long; then nothing misbehaves any more, and whoever was killed is waited for."""
        self._began = time.monotonic()
        ends = self._began + seconds
        while (now := time.monotonic()) < ends:
            card = self._deal()
            self.deeds[card] += 1
            self.diary.append(f"{now - self._began:.1f} s {card}")
            self._do(card)
            time.sleep(max(0.0, min(now + self.every, ends) - time.monotonic()))
        self._fault("none")
        for watcher in self._watchers:
            watcher.join(BACK_WITHIN)

    def _deal(self) -> str:
        if not self._deck:
            outage = ["database"] if self.database is not None else []
            self._deck = [*KILLED, *FAULTS, "timeout_after_accept", *outage]
            self.dice.shuffle(self._deck)
        return self._deck.pop()

    def _do(self, card: str) -> None:
        if card in KILLED:
            self._at_the_worst_moment(card)
            self._kill(card)
        elif card == "database":
            self._outage(self.dice.uniform(1.5, 3.5))
        elif card == "timeout_after_accept":
            self._fault(card, count=self.dice.randint(2, 6))
        else:
            self._fault(card, seconds=FAULTS[card])

    def _at_the_worst_moment(self, role: str) -> None:
        """With the web server the receipts are lost: together with lost answers nothing tells what was sent but the
        carrier's own list. A worker is killed while it waits for an answer."""
        if role == "web":
            self._fault("timeout_after_accept", count=8)
        elif role == "worker":
            self._fault("slow", seconds=2.0)
            time.sleep(0.7)

    def _kill(self, role: str) -> None:
        victims = self.hotline.by_role().get(role, [])
        if not victims:
            self.diary.append(f"  no {role} to kill, it is not back yet")
            return
        victim = self.dice.choice(sorted(victims))
        os.kill(victim, signal.SIGKILL)
        self._watch(role, lambda: victim not in (now := self.hotline.by_role().get(role, [])) and len(now) >= len(victims))

    def _outage(self, seconds: float) -> None:
        assert self.database is not None
        self.database.stop()
        time.sleep(seconds)
        self.database.start()
        self._watch("database", lambda: True)

    def _fault(self, kind: str, **how: float) -> None:
        requests.post(f"{self.hotline.carrier_url()}/sim/faults", json={"kind": kind, **how}, timeout=10).raise_for_status()

    def _watch(self, what: str, is_back: Callable[[], bool]) -> None:
        """How long until it is there again and the hotline says that it is ready."""
        since = time.monotonic()

        def watch() -> None:
            while not (is_back() and self.hotline.ready()):
                if time.monotonic() - since > BACK_WITHIN:
                    self.diary.append(f"  {what} did not come back within {BACK_WITHIN:g} s")
                    return
                time.sleep(0.25)
            self.back.setdefault(what, []).append(time.monotonic() - since)

        self._watchers.append(threading.Thread(target=watch, daemon=True))
        self._watchers[-1].start()
