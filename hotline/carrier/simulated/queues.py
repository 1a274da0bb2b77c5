"""Queues of waiting calls: made when first named, first come first out, each call told when its place changes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from hotline.carrier.simulated.call import Call
from hotline.carrier.simulated.store import Store, new_sid

LONGEST_NAME = 64
MOST = 1000
ONE = "SELECT * FROM queues WHERE name = ? OR sid = ?"


class Closable(Protocol):
    def close(self) -> None: ...


@dataclass(eq=False, kw_only=True, slots=True)
class Member:
    call: Call
    queue: str
    limit: int
    joined: datetime
    out: datetime | None = None
    bridge: Closable | None = None
    """Set by who takes the caller out, so that a caller who goes elsewhere at that moment lets them know."""


@dataclass(kw_only=True, slots=True)
class _Line:
    members: list[Member] = field(default_factory=list)
    watchers: list[Call] = field(default_factory=list)


class Queues:
    """The names, sizes and ids are rows; who waits is in memory, as a live call is."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._lines: dict[str, _Line] = {}
        # Never held while a call is told something: a call's own lock is taken first.
        self._lock = threading.Lock()

    def open(self, name: str, limit: int = MOST) -> str:
        """The queue's id; it is made where nobody named it before."""
        self._store.write(
            "INSERT OR IGNORE INTO queues (sid, name, max_size, created) VALUES (?, ?, ?, ?)",
            (new_sid("QU"), name, limit, self._clock().timestamp()),
        )
        return str(self._store.one(ONE, (name, name))["sid"])

    def find(self, name: str) -> str:
        row = self._store.row(ONE, (name, ""))
        return str(row["sid"]) if row else ""

    def join(self, sid: str, call: Call, limit: int | None) -> Member | None:
        """None where the queue is full."""
        most = min(int(self._store.one(ONE, ("", sid))["max_size"]), MOST if limit is None else limit)
        member = Member(call=call, queue=sid, limit=most, joined=self._clock())
        with self._lock:
            line = self._line(sid)
            if len(line.members) >= most:
                return None
            line.members.append(member)
        self._tell(sid)
        return member

    def leave(self, member: Member) -> bool:
        """False where somebody took the caller out before."""
        with self._lock:
            members = self._line(member.queue).members
            was_in = member in members
            if was_in:
                members.remove(member)
                member.out = self._clock()
        if was_in:
            member.call.place = 0
            member.call.emit("out")
            self._tell(member.queue)
        return was_in

    def claim(self, sid: str) -> Member | None:
        """Whoever stands first, taken out."""
        first = next(iter(self.members(sid)), None)
        while first is not None and not self.leave(first):
            first = next(iter(self.members(sid)), None)
        return first

    def put_back(self, member: Member) -> None:
        """In front again: who came for this caller went away before the two could talk."""
        with self._lock:
            self._line(member.queue).members.insert(0, member)
            member.out = member.bridge = None
        self._tell(member.queue)

    def members(self, sid: str) -> list[Member]:
        with self._lock:
            return list(self._line(sid).members)

    def waited(self, member: Member) -> int:
        return int(((member.out or self._clock()) - member.joined).total_seconds())

    def average(self, sid: str) -> int:
        waits = [self.waited(member) for member in self.members(sid)]
        return sum(waits) // len(waits) if waits else 0

    def watch(self, sid: str, call: Call) -> None:
        """A call that waits for somebody to come in."""
        with self._lock:
            self._line(sid).watchers.append(call)

    def unwatch(self, sid: str, call: Call) -> None:
        with self._lock:
            self._line(sid).watchers.remove(call)

    def _line(self, sid: str) -> _Line:
        return self._lines.setdefault(sid, _Line())

    def _tell(self, sid: str) -> None:
        with self._lock:
            members, watchers = list(self._line(sid).members), list(self._line(sid).watchers)
        for place, member in enumerate(members, start=1):
            if member.call.place != place:
                member.call.place = place
                member.call.emit("queue", position=place, size=len(members))
        for watcher in watchers:
            watcher.nudge()
