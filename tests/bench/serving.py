"""A server of the bench: its processes, and their end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.load import exchange
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]


class Server:
    """PORT in the command is the port it gets; ``alive`` is a path that answers 200 once it serves."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, alive: str = "/alive", port: int = 0,
    ) -> None:  # fmt: skip
        self.port, self.alive = port or free_port(), alive
        filled = [part.replace("PORT", str(self.port)) for part in command]
        self.process = subprocess.Popen(
            [sys.executable, *filled], start_new_session=True, env={**os.environ, **(environment or {})}, cwd=ROOT,
        )  # fmt: skip
        last = time.monotonic() + 20
        while not self.serves():
            if time.monotonic() > last or self.process.poll() is not None:
                raise RuntimeError("the server did not come up")
            time.sleep(0.1)

    def serves(self) -> bool:
        try:
            return b"200" in self.ask(self.alive)[:20]
        except OSError:
            return False

    def ask(self, target: str) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            return exchange(line, f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [pid for pid in map(int, found.split()) if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
