"""What dies is started again, what is told to stop is gone, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
RUNS_ON = "import time, pathlib; print('here'); time.sleep(60)"
GRANDCHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
print('child', child.pid, flush=True)
time.sleep(60)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"


class Set:
    def __init__(self, folder: Path, *programs: str) -> None:
        self.folder = folder
        self._screen = (folder / "screen").open("w+b")
        command = [sys.executable, "-m", "tests.embedded.set_of_fakes", str(folder), *programs]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=self._screen, stderr=subprocess.STDOUT)

    @property
    def screen(self) -> str:
        return (self.folder / "screen").read_text(encoding="utf-8")

    def ready(self) -> None:
        (self.folder / "ready").touch()
        self.wait_for("the set is ready")

    def wait_for(self, words: str, times: int = 1) -> None:
        until(lambda: self.screen.count(words) >= times, lambda: f"{words!r} did not come:\n{self.screen}")

    def stop(self, which: signal.Signals = signal.SIGTERM) -> float:
        begun = time.monotonic()
        self.process.send_signal(which)
        assert self.process.wait(15) == 0, self.screen
        return time.monotonic() - begun

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._screen.close()


def until(holds: Callable[[], bool], why: Callable[[], str], within: float = 15) -> None:
    last = time.monotonic() + within
    while not holds():
        assert time.monotonic() < last, why()
        time.sleep(0.03)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Set]]:
    made: list[Set] = []

    def start(*programs: str) -> Set:
        made.append(Set(tmp_path, *programs))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_all_are_gone_after_a_signal(run: Callable[..., Set], which: signal.Signals) -> None:
    pid = "import os; print('pid', os.getpid());"
    some = run(f"web=2={pid}{RUNS_ON}", f"redis=0={pid}{RUNS_ON}")
    some.wait_for("pid", 2)
    some.ready()
    pids = [int(line.split()[-1]) for line in some.screen.splitlines() if "| pid" in line]
    assert all(alive(one) for one in pids)
    assert some.stop(which) < 5
    assert not any(alive(one) for one in pids)


def test_each_line_has_its_process_before_it_and_is_kept_in_its_file(run: Callable[..., Set]) -> None:
    code = "import sys, time; sys.stdout.write('one\\ntwo'); sys.stdout.flush(); time.sleep(0.3); print('!'); time.sleep(60)"
    some = run(f"web=2={code}")
    some.wait_for("two!")
    some.ready()
    some.stop()
    assert "web      | one\nweb      | two!\n" in some.screen
    assert (some.folder / "web.log").read_text(encoding="utf-8") == "one\ntwo!\n"


def test_what_dies_is_started_again(run: Callable[..., Set]) -> None:
    some = run(f"worker=2=import os; print('pid', os.getpid());{RUNS_ON}", f"web=2={RUNS_ON}")
    some.wait_for("worker   | here")
    some.ready()
    os.kill(int(some.screen.split("pid ")[1].split()[0]), signal.SIGKILL)
    some.wait_for("worker   | here", 2)
    some.stop()
    assert "worker killed by SIGKILL; it is started again in 0.5 s" in some.screen


def test_one_that_never_comes_up_ends_the_start(run: Callable[..., Set]) -> None:
    some = run("web=2=raise SystemExit('no such module')", f"redis=0={RUNS_ON}")
    assert some.process.wait(15) == 0
    assert some.screen.count("no such module") == 3
    assert "came up: False, hopeless: web" in some.screen


def test_one_that_does_not_hear_is_killed_in_time(run: Callable[..., Set]) -> None:
    some = run(f"deaf=2={DEAF}")
    some.wait_for("here")
    some.ready()
    assert some.stop() < 5
    assert "deaf did not stop in time, it is killed" in some.screen


def test_the_last_started_stops_first(run: Callable[..., Set]) -> None:
    leave = "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.2), print('bye'), sys.exit()))"
    says = f"import signal, sys, time; {leave}; print('here'); time.sleep(60)"
    some = run(f"redis=0={says}", f"web=2={says}", f"carrier=1={says}")
    some.wait_for("here", 3)
    some.ready()
    some.stop()
    assert [line.split()[0] for line in some.screen.splitlines() if "bye" in line] == ["web", "carrier", "redis"]


def test_what_a_process_started_itself_goes_with_it(run: Callable[..., Set]) -> None:
    some = run(f"web=2={GRANDCHILD}")
    some.wait_for("child")
    some.ready()
    grandchild = int(some.screen.split("child ")[1].split()[0])
    assert alive(grandchild)
    some.stop()
    assert not alive(grandchild)


def test_none_outlives_a_killed_supervisor(run: Callable[..., Set]) -> None:
    some = run(f"web=2=import os; print('pid', os.getpid());{RUNS_ON}")
    some.wait_for("pid")
    some.ready()
    child = int(some.screen.split("pid ")[1].split()[0])
    some.process.kill()
    some.process.wait()
    until(lambda: not alive(child), lambda: "the child lives on")
