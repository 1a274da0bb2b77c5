"""Texts that came while the database was away: sealed, fsynced, taken in later. A carrier asks only once."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from hotline.durable import keep, sweep_parts

log = logging.getLogger(__name__)
ASIDE = "aside"


class Spool:
    """One file a text below ``folder``, named by what tells a text from all others, so that the same text twice is one
    file. What can't be taken in though the database is there is put ``aside``, for an engineer, and holds up nobody."""

    def __init__(self, folder: Path, seal: Callable[[str], bytes], unseal: Callable[[bytes], str]) -> None:
        self._folder, self._seal, self._unseal = folder, seal, unseal

    def put(self, account: str, sid: str, fields: dict[str, object]) -> None:
        """On the disk when this returns. Raises OSError when it can't be kept: then nothing may be acknowledged."""
        name = hashlib.sha256(f"{account}\0{sid}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        keep(self._folder / f"{name}.text", self._seal(json.dumps(fields)))

    def waiting(self) -> int:
        return sum(1 for _ in self._folder.glob("*.text"))

    def aside(self) -> int:
        """Texts that could not be taken in, and wait for a mend."""
        return sum(1 for _ in (self._folder / ASIDE).glob("*.text"))

    def take(self) -> Iterator[tuple[Path, dict[str, object]]]:
        """What waits, oldest first; the taker removes each file once it is stored."""
        for place in sorted(self._folder.glob("*.text"), key=lambda p: p.stat().st_mtime_ns):
            try:
                fields = json.loads(self._unseal(place.read_bytes()))
            except Exception as error:  # noqa: BLE001 - whatever a broken file makes the reader raise, it is put aside
                self.put_aside(place, error)
                continue
            yield place, fields

    def put_aside(self, place: Path, error: Exception) -> None:
        """Named in the log by its file and the kind of fault, never by what it holds."""
        log.error("spooled text %s can't be taken in (%s): put aside", place.name, type(error).__name__)
        (self._folder / ASIDE).mkdir(mode=0o700, exist_ok=True)
        place.replace(self._folder / ASIDE / place.name)

    def try_again(self) -> int:
        """What was put aside waits once more, as at the start of a mended version; how many. What dead processes left
        half-written goes: those texts were never acknowledged."""
        sweep_parts(self._folder)
        found = list((self._folder / ASIDE).glob("*.text"))
        for place in found:
            place.replace(self._folder / place.name)
        return len(found)
