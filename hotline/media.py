"""Sealed files, each named by the SHA-256 of what it holds: callers' recordings, on the disk or in a bucket."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hotline.domain.errors import Unavailable
from hotline.durable import keep

log = logging.getLogger(__name__)

Seal = Callable[[bytes], bytes]
PART = "recordings"


class Bucket(Protocol):
    """A store somewhere else. Everything but an absent file is Unavailable."""

    def has(self, path: str) -> bool: ...

    def put(self, path: str, content: bytes) -> None: ...

    def get(self, path: str) -> bytes | None: ...

    def remove(self, path: str) -> None: ...

    def ready(self) -> bool: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """``<folder>/<first two>/<sha256>``, or the same path in a bucket. ``seal`` encrypts with the installation's data key.
    What was kept on the disk before there was a bucket is still read and removed there. Raises Unavailable."""

    folder: Path
    seal: Seal
    unseal: Seal = bytes  # only those who play recordings need it
    bucket: Bucket | None = None

    @staticmethod
    def name(sound: bytes) -> str:
        """Named by what was said, not by its seal, so that fetching twice keeps one file."""
        return hashlib.sha256(sound).hexdigest()

    def keep(self, sound: bytes) -> str:
        """Whole and safe when this returns, or not there at all."""
        name = self.name(sound)
        if self.has(name):
            return name
        if self.bucket is not None:
            self.bucket.put(_path(name), self.seal(sound))
            return name
        try:
            keep(self.path(name), self.seal(sound))
        except OSError as error:
            raise Unavailable(PART) from error
        return name

    def has(self, name: str) -> bool:
        if self.bucket is not None and self.bucket.has(_path(name)):
            return True
        return self.path(name).exists()

    def read(self, name: str) -> bytes:
        """The sound as it was fetched."""
        sealed = self.bucket.get(_path(name)) if self.bucket is not None else None
        try:
            return self.unseal(sealed if sealed is not None else self.path(name).read_bytes())
        except OSError as error:
            log.error("a stored recording can't be read: %s", type(error).__name__)
            raise Unavailable(PART) from error

    def remove(self, name: str) -> None:
        """One that is not there is no fault."""
        if self.bucket is not None:
            self.bucket.remove(_path(name))
        try:
            self.path(name).unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(PART) from error

    def ready(self) -> bool:
        """Can something be kept there now?"""
        return self.bucket is None or self.bucket.ready()

    def path(self, name: str) -> Path:
        return self.folder / _path(name)


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"
