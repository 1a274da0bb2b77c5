"""`up`: what it refuses in one line, and that the set comes up, says where, and goes without a trace."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis

from hotline.config import load_config
from tests.embedded.test_supervisor import alive, until
from tests.support.ports import free_port

ROOT = Path(__file__).parent.parent
Start = Callable[..., "Up"]


class Up:
    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
        self.folder, self.port = folder, port
        self._file = (folder / f"screen-{port}").open("w+b")
        command = [sys.executable, "-m", "tests.embedded.up_of_fakes", "--config", str(folder / "config.yaml"), "up"]
        environment = {**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self._file, stderr=subprocess.STDOUT)

    @property
    def screen(self) -> str:
        return Path(self._file.name).read_text(encoding="utf-8")

    def wait_for(self, words: str, times: int = 1) -> "Up":
        until(lambda: self.screen.count(words) >= times, lambda: f"{words!r} did not come:\n{self.screen}", within=30)
        return self

    def stop(self, which: signal.Signals) -> int:
        self.process.send_signal(which)
        return self.process.wait(20)

    def close(self) -> None:
        if self.process.poll() is None:
            self.stop(signal.SIGTERM)
        self._file.close()


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Start]:
    made: list[Up] = []

    def start(name: str = "a city", port: int | None = None) -> Up:
        made.append(Up(tmp_path / name, port or free_port()))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_the_set_comes_up_and_goes_without_a_trace(up: Start, which: signal.Signals) -> None:
    # A port may be seen open before the line of its process is read: both lines are waited for.
    some = up().wait_for("the hotline is up").wait_for("| pid ", 2)
    assert f"http://127.0.0.1:{some.port}/phone" in some.screen
    assert "migrate  | tables are there" in some.screen
    pids = [int(pid) for pid in re.findall(r"\| pid (\d+)", some.screen)]
    assert len(pids) == 2
    begun = time.monotonic()
    assert some.stop(which) == 0, some.screen
    assert time.monotonic() - begun < 10
    assert not any(alive(pid) for pid in pids)
    assert not (some.folder / "var" / "run" / "redis.sock").exists()
    assert "tables are there" in (some.folder / "var" / "log" / "migrate.log").read_text(encoding="utf-8")


def test_what_redis_holds_is_there_after_the_next_start(up: Start) -> None:
    first = up().wait_for("the hotline is up")
    url = load_config(first.folder / "config.yaml", {}).redis_url
    with Redis.from_url(url) as line:
        line.set("kept", "井盖")
    first.stop(signal.SIGTERM)
    up(port=free_port()).wait_for("the hotline is up")
    with Redis.from_url(url, decode_responses=True) as line:
        assert line.get("kept") == "井盖"


def test_what_dies_comes_back(up: Start) -> None:
    some = up().wait_for("the hotline is up")
    pid = int(re.findall(r"web +\| pid (\d+)", some.screen)[0])
    os.kill(pid, signal.SIGKILL)
    some.wait_for("web      | pid", 2)
    assert some.stop(signal.SIGTERM) == 0


def test_two_clones_run_at_once(up: Start) -> None:
    one, other = up("one"), up("other")
    one.wait_for("the hotline is up")
    other.wait_for("the hotline is up")
    assert one.stop(signal.SIGTERM) == other.stop(signal.SIGTERM) == 0


def test_a_second_set_on_the_same_data_is_refused(up: Start) -> None:
    first = up().wait_for("the hotline is up")
    second = up()
    assert second.process.wait(20) == 1
    assert second.screen.count("\n") == 1
    assert f"already runs on {first.folder / 'var'} (process {first.process.pid})" in second.screen


def test_a_taken_port_is_said_in_one_line(up: Start) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen(1)
        port = line.getsockname()[1]
        some = up(port=port)
        assert some.process.wait(20) == 1
    assert some.screen.count("\n") == 1
    assert f"port {port} of 127.0.0.1 cannot be taken (Address already in use): PORT={port + 1} make run" in some.screen


def test_the_data_folder_is_its_owner_s_alone(tmp_path: Path, up: Start) -> None:
    folder = tmp_path / "a city" / "var"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    up().wait_for("the hotline is up")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path, up: Start) -> None:
    (tmp_path / "a city").mkdir()
    (tmp_path / "a city" / "var").write_text("in the way", encoding="ascii")
    some = up()
    assert some.process.wait(20) == 1
    assert some.screen.count("\n") == 1
    assert "HOTLINE__DATA_DIR names another" in some.screen


def test_a_broken_configuration_is_refused_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("server:\n  port: eighty\n", encoding="ascii")
    command = [sys.executable, "-m", "hotline", "--config", str(tmp_path / "config.yaml"), "config", "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "config.yaml:2: server.port: 'eighty' is not as expected; expected" in done.stderr
    assert "Traceback" not in done.stderr
