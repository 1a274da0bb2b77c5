"""A bucket of an S3-compatible store. The only place that knows its client."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from hotline.domain.errors import Unavailable

log = logging.getLogger(__name__)
PART = "recordings"
PROOF = "ready"  # written to see whether something can be
ASK_AFTER = 30.0  # seconds an answer to "ready?" holds: whoever watches may ask every few
CONNECT, REQUEST = timedelta(seconds=3), timedelta(seconds=10)


class S3Bucket:
    """Safe to share between threads. An object is there whole or not at all: the store promises it."""

    def __init__(
        self, address: str, *, endpoint: str | None, region: str, access_key: str, secret_key: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``address``: s3://bucket/prefix; ``endpoint``: where it is, if not at Amazon."""
        parts = urlsplit(address)
        self._monotonic, self._lock = monotonic, Lock()
        self._asked_at, self._ready = float("-inf"), False
        self._store = S3Store(
            parts.netloc, prefix=parts.path.strip("/") or None, region=region, access_key_id=access_key,
            secret_access_key=secret_key, virtual_hosted_style_request=False, endpoint=endpoint or f"https://s3.{region}.amazonaws.com",
            client_options={"allow_http": True, "connect_timeout": CONNECT, "timeout": REQUEST},
            retry_config={"max_retries": 2, "retry_timeout": REQUEST},
        )

    def has(self, path: str) -> bool:
        with _translated():
            try:
                obstore.head(self._store, path)
            except FileNotFoundError:
                return False
            return True

    def put(self, path: str, content: bytes) -> None:
        with _translated():
            obstore.put(self._store, path, content)

    def get(self, path: str) -> bytes | None:
        with _translated():
            try:
                return bytes(obstore.get(self._store, path).bytes())
            except FileNotFoundError:
                return None

    def remove(self, path: str) -> None:
        with _translated():
            try:
                obstore.delete(self._store, path)
            except FileNotFoundError:
                return

    def ready(self) -> bool:
        """Proved by writing, for that is what must work; the answer is kept for some seconds."""
        with self._lock:
            if self._monotonic() - self._asked_at >= ASK_AFTER:
                self._ready, self._asked_at = self._proved(), self._monotonic()
            return self._ready

    def _proved(self) -> bool:
        try:
            self.put(PROOF, b"")
        except Unavailable:
            return False
        return True


@contextmanager
def _translated() -> Iterator[None]:
    """The kind alone is told: the store's own words hold addresses and the request."""
    try:
        yield
    except (BaseError, OSError) as error:
        log.warning("the store of recordings can't be reached: %s", type(error).__name__)
        raise Unavailable(PART) from None
