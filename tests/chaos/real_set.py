"""The whole set as `make run` starts it, on real processes; which process is which, and whether all are gone."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import requests

from hotline.config import Config, load_config
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
UP_WITHIN = 60.0
# What tells a process's part, by its command line.
ROLES = {"workers.run": "worker", "workers.cron": "cron", "redis-server": "redis", "hotline.carrier.simulated": "carrier"}


@dataclass
class RealSet:
    """``settings``: environment names without HOTLINE__. Everything it starts carries the data folder in its
    environment, and is found by that."""

    folder: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environ(self) -> dict[str, str]:
        given = {f"HOTLINE__{name}": value for name, value in self.settings.items()}
        return {"PORT": str(self.port), "HOTLINE__DATA_DIR": str(self.folder), **given}

    def config(self) -> Config:
        """As a process of the set has it, with the secrets it made."""
        return load_config(ROOT / "config.yaml", self.environ)

    def start(self) -> None:
        command = [sys.executable, "-m", "hotline", "--config", str(ROOT / "config.yaml"), "up"]
        with (self.folder.parent / "screen").open("ab") as screen:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **self.environ}, stdout=screen, stderr=subprocess.STDOUT
            )
        last = time.monotonic() + UP_WITHIN
        while "the hotline is up" not in self.screen:
            assert self._process.poll() is None, self.screen
            assert time.monotonic() < last, f"it did not come up:\n{self.screen}"
            time.sleep(0.1)

    def stop(self) -> int:
        """As Ctrl-C does; its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(30)

    def kill_what_is_left(self) -> None:
        """After a test that broke off: its own processes only, each by its id."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pid in self.pids():
            os.kill(pid, signal.SIGKILL)

    @property
    def screen(self) -> str:
        return (self.folder.parent / "screen").read_text(encoding="utf-8", errors="replace")

    def ready(self) -> bool:
        try:
            return requests.get(f"{self.base}/readyz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def pids(self) -> list[int]:
        """Every living process that works on our data folder."""
        return [int(place.name) for place in Path("/proc").glob("[0-9]*") if self._is_ours(place)]

    def _is_ours(self, place: Path) -> bool:
        """By its environment; Redis writes its title over that, but it works inside the data folder."""
        mark = f"HOTLINE__DATA_DIR={self.folder}".encode()
        try:
            told = (place / "environ").read_bytes().split(b"\0")
            return mark in told or self.folder in (place / "cwd").readlink().parents
        except OSError:
            return False  # it has just gone, or it is somebody else's

    def by_role(self) -> dict[str, list[int]]:
        """``web`` is the server's main process, ``web_worker`` each of those that answer."""
        said = {pid: _command(pid) for pid in self.pids()}
        granian = {pid for pid, command in said.items() if "-m granian" in command}
        roles: dict[str, list[int]] = {}
        for pid, command in said.items():
            role = next((role for sign, role in ROLES.items() if sign in command), None)
            if pid in granian:
                role = "web_worker" if _parent(pid) in granian else "web"
            if role is not None:
                roles.setdefault(role, []).append(pid)
        return roles

    def carrier_rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """The carrier's own books."""
        with closing(sqlite3.connect(f"file:{self.folder / 'carrier.db'}?mode=ro", uri=True, timeout=20)) as line:
            line.row_factory = sqlite3.Row
            return line.execute(query, values).fetchall()

    def carrier_url(self) -> str:
        return f"http://127.0.0.1:{(self.folder / 'run' / 'carrier.port').read_text(encoding='ascii').strip()}"


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0
