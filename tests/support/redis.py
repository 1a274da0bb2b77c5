"""A real Redis of the tests' own, as the embedded set starts it, which can go away and come back."""

import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from redis import Redis

from hotline.embedded.redis import answers, server_command, socket_path


@dataclass
class RedisServer:
    _folder: Path = field(init=False)
    _process: "subprocess.Popen[bytes] | None" = field(init=False, default=None)

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="hotline-redis-"))
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"unix://{quote(str(socket_path(self._folder)))}"

    def start(self) -> None:
        if self._process is not None:
            return
        command = server_command(self._folder)
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        last = time.monotonic() + 10
        while not answers(self._folder):
            if time.monotonic() > last or self._process.poll() is not None:
                raise RuntimeError(f"Redis did not start:\n{(self._folder / 'server.log').read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def empty(self) -> None:
        """A fresh Redis for the next test, started again where a test stopped it."""
        self.start()
        with Redis.from_url(self.url) as line:
            line.flushall()
