"""Brings callers' recordings home: fetched, sealed, stored below the data folder, deleted at the carrier."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from hotline.domain.call import Recording, RecordingState
from hotline.domain.errors import CarrierError, Permanent
from hotline.durable import keep
from hotline.services.ports import Database
from hotline.services.steps.sending import Carrier

log = logging.getLogger(__name__)

LIMIT = 20
LEASE = timedelta(minutes=3)
# A recording is announced before the carrier has finished it, sometimes.
NOT_YET = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(seconds=s) for s in (15, 60, 300, 900, 3600))
NO_SUCH = frozenset({404, 20404})

Seal = Callable[[bytes], bytes]


class Now(Protocol):
    def now(self) -> datetime: ...


class Parts(Protocol):
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Now: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """Where sealed files lie: ``<folder>/<first two>/<sha256>``. ``seal`` encrypts with the installation's data key."""

    folder: Path
    seal: Seal
    unseal: Seal = bytes  # only those who play recordings need it

    def keep(self, sound: bytes) -> str:
        """The file is complete and on the disk before its name appears. Named by what was said, not by its seal,
        so that fetching twice keeps one file."""
        name = hashlib.sha256(sound).hexdigest()
        place = self.path(name)
        if place.exists():
            return name
        keep(place, self.seal(sound))
        return name

    def read(self, name: str) -> bytes:
        """The sound as it was fetched."""
        return self.unseal(self.path(name).read_bytes())

    def path(self, name: str) -> Path:
        return self.folder / name[:2] / name


def fetch_recordings(parts: Parts, carrier: Carrier, media: Media) -> int:
    """One run over what is due; how many were brought home."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        due = store.recordings.due(now, LIMIT)
        # A worker that dies here has only put them off.
        for recording in due:
            store.recordings.save(replace(recording, attempts=recording.attempts + 1, next_at=now + LEASE))
    return sum(_fetch(parts, carrier, media, replace(r, attempts=r.attempts + 1)) for r in due)


def _fetch(parts: Parts, carrier: Carrier, media: Media, recording: Recording) -> bool:
    try:
        name = media.keep(carrier.fetch_recording(recording.sid))
    except CarrierError as error:
        _put_off(parts, recording, error)
        return False
    with parts.database.writing() as store:
        kept = store.recordings.get(recording.id) or recording
        store.recordings.save(replace(kept, state=RecordingState.STORED, sha256=name))
    try:
        carrier.delete_recording(recording.sid)
    except CarrierError as error:
        # It is safe here; a copy stays at the carrier, which somebody should know.
        log.warning("recording %s could not be deleted at the carrier (code %d)", recording.id, error.code)
    return True


def _put_off(parts: Parts, recording: Recording, error: CarrierError) -> None:
    now = parts.clock.now()
    gone = isinstance(error, Permanent) and error.code in NO_SUCH and now - recording.created_at > NOT_YET
    wait = BACK_OFF[min(recording.attempts, len(BACK_OFF)) - 1]
    with parts.database.writing() as store:
        kept = store.recordings.get(recording.id) or recording
        state = RecordingState.GONE if gone else RecordingState.DUE
        store.recordings.save(replace(kept, state=state, next_at=now + wait))
    log.warning("recording %s was not fetched (code %d)%s", recording.id, error.code, ", it is gone" if gone else "")
