"""Starts a set of processes in order, starts again what dies, and stops all of them, the last first.

One thread and one loop: it reads their output, looks who has gone, and hears SIGINT and SIGTERM.
"""

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from hotline.embedded.child import signal_group, start
from hotline.embedded.output import Output

TICK = 0.1
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# One that ran this long was well: its next pause is the shortest again.
WELL_AFTER = 60.0
# One that dies this often before the set was ready will not come up at all.
DEATHS_AT_START = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """`stage`: stopped from the highest to the lowest, each within `stop_within` seconds."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stage: int = 2
    stop_within: float = 5.0


@dataclass(slots=True)
class _Running:
    program: Program
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    deaths: int = 0
    again_at: float | None = None
    pause: float = FIRST_PAUSE


@dataclass
class Supervisor:
    output: Output
    programs: list[_Running] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _told_to_stop: bool = False
    _was_ready: bool = False
    _hopeless: str | None = None

    def __post_init__(self) -> None:
        # A signal wakes the loop through this pair of sockets.
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._woken, selectors.EVENT_READ)
        for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(which, self._heard)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)

    def start(self, program: Program) -> None:
        running = _Running(program)
        self.programs.append(running)
        self._start(running)

    def wait_until(self, ready: Callable[[], bool], within: float) -> bool:
        """False when told to stop, when one of the set does not come up, or when it takes too long."""
        last = time.monotonic() + within
        while not self._told_to_stop and self._hopeless is None and time.monotonic() < last:
            if ready():
                return True
            self._turn()
        return False

    def run(self) -> None:
        """Until told to stop; call when the set is ready."""
        self._was_ready = True
        while not self._told_to_stop:
            self._turn()

    @property
    def told_to_stop(self) -> bool:
        return self._told_to_stop

    @property
    def hopeless(self) -> str | None:
        """The program that died too often before the set was ready."""
        return self._hopeless

    def stop(self) -> None:
        """Everything, the highest stage first; what does not end in its time is killed."""
        self._told_to_stop = True
        for stage in sorted({one.program.stage for one in self.programs}, reverse=True):
            self._stop([one for one in self.programs if one.program.stage == stage])
        self.programs.clear()
        signal.set_wakeup_fd(-1)
        self._selector.close()
        self._wake.close()
        self._woken.close()

    def _stop(self, some: list[_Running]) -> None:
        for one in some:
            one.again_at = None
            if one.process is not None:
                # To the process alone: a server stops its own workers in its own order.
                one.process.terminate()
        last = time.monotonic() + max((one.program.stop_within for one in some), default=0)
        while any(one.process is not None for one in some) and time.monotonic() < last:
            self._turn()
        for one in some:
            if one.process is not None:
                self.output.say(f"{one.program.name} did not stop in time, it is killed")
                signal_group(one.process, signal.SIGKILL)
                one.process.wait()
                self._gone(one)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if not self._told_to_stop:
            self.output.say(f"stopping ({signal.Signals(number).name})")
        self._told_to_stop = True

    def _turn(self) -> None:
        for key, _ in self._selector.select(TICK):
            if key.data is None:
                self._woken.recv(4096)
            else:
                self._read(key.data)
        for one in self.programs:
            if one.process is not None and one.process.poll() is not None:
                self._died(one)
            elif one.again_at is not None and time.monotonic() >= one.again_at and not self._told_to_stop:
                self._start(one)

    def _start(self, one: _Running) -> None:
        one.again_at = None
        one.started = time.monotonic()
        try:
            one.process = start(one.program.command, one.program.environment)
        except OSError as error:
            self.output.say(f"{one.program.name} cannot be started: {error.strerror} ({one.program.command[0]})")
            self._hopeless = one.program.name
            return
        pipe = one.process.stdout
        assert pipe is not None  # noqa: S101  # child.start opens it
        os.set_blocking(pipe.fileno(), False)
        self._selector.register(pipe, selectors.EVENT_READ, one)

    def _read(self, one: _Running) -> bool:
        """True when there was something; an empty read is the pipe's end, though not yet the process's."""
        pipe = one.process.stdout if one.process else None
        if pipe is None or pipe.closed:
            return False
        some = pipe.read(65536)
        if some:
            self.output.take(one.program.name, some)
        elif some == b"":
            self._forget_pipe(one)
        return bool(some)

    def _died(self, one: _Running) -> None:
        process = one.process
        assert process is not None  # noqa: S101  # asked by the caller
        code = process.returncode
        self._gone(one)
        if self._told_to_stop:
            return
        one.deaths += 1
        if time.monotonic() - one.started > WELL_AFTER:
            one.pause = FIRST_PAUSE
        if not self._was_ready and one.deaths >= DEATHS_AT_START:
            self._hopeless = one.program.name
            return
        why = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        self.output.say(f"{one.program.name} {why}; it is started again in {one.pause:g} s")
        one.again_at = time.monotonic() + one.pause
        one.pause = min(one.pause * 2, LONGEST_PAUSE)

    def _gone(self, one: _Running) -> None:
        """Reads what is left, and ends what the process left behind in its group."""
        process = one.process
        if process is None:
            return
        signal_group(process, signal.SIGKILL)
        while self._read(one):
            pass
        self._forget_pipe(one)
        self.output.end(one.program.name)
        one.process = None

    def _forget_pipe(self, one: _Running) -> None:
        pipe = one.process.stdout if one.process else None
        if pipe is not None and not pipe.closed:
            if pipe.fileno() in self._selector.get_map():
                self._selector.unregister(pipe)
            pipe.close()
