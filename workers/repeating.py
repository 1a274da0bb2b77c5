"""The loop of the cron process: does what the schedule says, each thing under a lease, whatever else fails."""

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from workers.failures import say
from workers.kept import Session
from workers.schedule import Repeated

# A lease ends a little before the next turn, and never so soon that a slow turn is taken for a dead one.
SHORTEST_LEASE = 4.0


@dataclass
class Repeating:
    """``holder`` names this process in leases."""

    session: Session
    schedule: Sequence[Repeated]
    monotonic: Callable[[], float] = time.monotonic
    holder: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    _next: dict[str, float] = field(default_factory=dict)

    def tick(self) -> None:
        """Everything whose time has come, once. A fault of one is said and stops no other."""
        for thing in self.schedule:
            now = self.monotonic()
            if now < self._next.get(thing.name, float("-inf")) or self.session.stopping:
                continue
            self._next[thing.name] = now + thing.every
            try:
                if thing.all or self._mine(thing):
                    thing.act(self.session)
            except Exception as error:  # noqa: BLE001 - the border of a repeated thing: it comes again anyway
                say(thing.name, error)

    def run(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Until the session is told to stop."""
        while not self.session.stopping:
            self.tick()
            sleep(0.25)

    def _mine(self, thing: Repeated) -> bool:
        now = self.session.parts.clock.now()
        until = now + timedelta(seconds=max(thing.every * 0.9, SHORTEST_LEASE))
        with self.session.parts.database.writing() as store:
            return store.leases.take(f"cron:{thing.name}", self.holder, now, until)
