"""A real S3-compatible store over HTTP, in a process of its own, with a bucket in it."""

import subprocess
import sys
import time
from types import TracebackType
from typing import Self

import obstore
import requests
from obstore.store import S3Store

from tests.support.ports import free_port

BUCKET, KEYS = "hotline-recordings", {"access_key": "tester", "secret_key": "secret-of-the-tests"}
_RUN = "from moto.server import main; main()"


class S3Server:
    def __enter__(self) -> Self:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Empty; a store that comes back at the same address has forgotten what it held."""
        command = [sys.executable, "-W", "ignore", "-c", _RUN, "-H", "127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        last = time.monotonic() + 60
        while True:
            try:
                requests.put(f"{self.url}/{BUCKET}", timeout=5).raise_for_status()
            except requests.ConnectionError:
                assert time.monotonic() < last, "the store did not start"
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def empty(self) -> None:
        requests.post(f"{self.url}/moto-api/reset", timeout=5).raise_for_status()
        requests.put(f"{self.url}/{BUCKET}", timeout=5).raise_for_status()

    def names(self) -> list[str]:
        """What lies in the bucket, as its own list says."""
        return [found["path"] for page in obstore.list(self._store()) for found in page]

    def content(self, name: str) -> bytes:
        return bytes(obstore.get(self._store(), name).bytes())

    def _store(self) -> S3Store:
        return S3Store(
            BUCKET, endpoint=self.url, region="us-east-1", access_key_id=KEYS["access_key"],
            secret_access_key=KEYS["secret_key"], client_options={"allow_http": True},
        )
