"""Texts that came while the database was away: sealed, fsynced, taken in later. A carrier asks only once."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

log = logging.getLogger(__name__)


class Spool:
    """One file a text below ``folder``, named by the carrier's id, so that the same text twice is one file."""

    def __init__(self, folder: Path, seal: Callable[[str], bytes], unseal: Callable[[bytes], str]) -> None:
        self._folder, self._seal, self._unseal = folder, seal, unseal

    def put(self, sid: str, fields: dict[str, object]) -> None:
        """On the disk when this returns. Raises OSError when it can't be kept: then nothing may be acknowledged."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self._folder / f"{sid}.text"
        part = place.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            part.chmod(0o600)
            file.write(self._seal(json.dumps(fields)))
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def waiting(self) -> int:
        return sum(1 for _ in self._folder.glob("*.text")) if self._folder.exists() else 0

    def take(self) -> Iterator[tuple[Path, dict[str, object]]]:
        """What waits, oldest first; the taker removes each file once it is stored."""
        if not self._folder.exists():
            return
        for place in sorted(self._folder.glob("*.text"), key=lambda p: p.stat().st_mtime_ns):
            try:
                yield place, json.loads(self._unseal(place.read_bytes()))
            except ValueError:
                log.error("spooled text %s can't be read; it is left where it is", place.name)
