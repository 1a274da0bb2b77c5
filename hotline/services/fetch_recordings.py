"""Brings callers' recordings home: fetched, sealed, stored, and only then deleted at the carrier, however often that must
be tried."""

import logging
from dataclasses import replace

from hotline.domain.call import Recording, RecordingState
from hotline.domain.errors import CarrierError, Unavailable
from hotline.services.steps.home import LEASE, LIMIT, Media, Parts, file_lease, is_gone, wait_after
from hotline.services.steps.sending import Carrier

log = logging.getLogger(__name__)


def fetch_recordings(parts: Parts, carrier: Carrier, media: Media) -> int:
    """One run over what is due; how many were brought home. Where nothing can be kept now the rest waits."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        due = store.recordings.due(now, LIMIT)
        # A worker that dies here has only put them off.
        for recording in due:
            store.recordings.save(replace(recording, attempts=recording.attempts + 1, next_at=now + LEASE))
    fetched = 0
    for recording in due:
        try:
            fetched += _fetch(parts, carrier, media, replace(recording, attempts=recording.attempts + 1))
        except Unavailable as error:
            parts.database.ready()  # raises where it is the database that is away
            log.warning("recording %s could not be kept: the %s can't be reached", recording.id, error.part)
            break
    return fetched


def _fetch(parts: Parts, carrier: Carrier, media: Media, recording: Recording) -> bool:
    try:
        sound = carrier.fetch_recording(recording.sid)
    except CarrierError as error:
        _put_off(parts, recording, error)
        return False
    name, now = media.name(sound), parts.clock.now()
    with parts.database.writing() as store:
        # Nobody may remove this very file, as that of an older recording, before the row says that it is wanted.
        if not store.leases.take(file_lease(name), recording.id, now, now + LEASE):
            return False
    media.keep(sound)
    with parts.database.writing() as store:
        kept = store.recordings.get(recording.id) or recording
        # One whose time was over while it was fetched stays so: its file goes with the next round.
        state = RecordingState.STORED if kept.state is RecordingState.DUE else kept.state
        store.recordings.save(replace(kept, state=state, sha256=name, attempts=0, next_at=parts.clock.now() + LEASE))
        store.leases.release(file_lease(name), recording.id)
    _delete(parts, carrier, recording)
    return True


def delete_leftovers(parts: Parts, carrier: Carrier) -> int:
    """Copies at the carrier of what is stored here, or kept no longer: deleted, at last. How many."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        left = store.recordings.left(now, LIMIT)
        for recording in left:
            store.recordings.save(replace(recording, attempts=recording.attempts + 1, next_at=now + LEASE))
    return sum(_delete(parts, carrier, replace(r, attempts=r.attempts + 1)) for r in left)


def _delete(parts: Parts, carrier: Carrier, recording: Recording) -> bool:
    wait = None
    try:
        carrier.delete_recording(recording.sid)
    except CarrierError as error:
        # It is safe here; a copy stays at the carrier until it can be deleted.
        wait = wait_after(recording.attempts)
        log.warning("recording %s could not be deleted at the carrier yet (code %d)", recording.id, error.code)
    now = parts.clock.now()
    with parts.database.writing() as store:
        kept = store.recordings.get(recording.id) or recording
        after = replace(kept, deleted_at=now) if wait is None else replace(kept, next_at=now + wait)
        store.recordings.save(after)
    return wait is None


def _put_off(parts: Parts, recording: Recording, error: CarrierError) -> None:
    now = parts.clock.now()
    gone = is_gone(error, recording.created_at, now)
    wait = wait_after(recording.attempts)
    with parts.database.writing() as store:
        kept = store.recordings.get(recording.id) or recording
        state = RecordingState.GONE if gone else RecordingState.DUE
        store.recordings.save(replace(kept, state=state, next_at=now + wait))
    log.warning("recording %s was not fetched (code %d)%s", recording.id, error.code, ", it is gone" if gone else "")
