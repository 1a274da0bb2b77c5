"""Recordings that were kept as long as configured: the file goes, the row says so, the ticket stays."""

import logging
from dataclasses import replace
from datetime import timedelta

from hotline.domain.actor import SWEEP
from hotline.domain.call import Recording, RecordingState
from hotline.domain.errors import Conflict, Unavailable
from hotline.domain.event import EventKind
from hotline.services.fetch_recordings import LEASE, Media, file_lease
from hotline.services.parts import Parts
from hotline.services.work import working

log = logging.getLogger(__name__)
BATCH = 200
HOLDER = "retention"


def expire_recordings(parts: Parts, media: Media, keep: timedelta) -> int:
    """How many are kept no longer. A file two recordings share goes with the last; one that can't be removed now goes with
    a later round."""
    expired = 0
    while True:
        with parts.database.reading() as store:
            over = store.recordings.over(parts.clock.now() - keep, BATCH)
        done = sum(_expire(parts, recording) for recording in over)
        expired += done
        if len(over) < BATCH or not done:
            break
    _remove_files(parts, media)
    if expired:
        log.info("%d recordings were kept long enough and are removed", expired)
    return expired


def _expire(parts: Parts, recording: Recording) -> bool:
    """Audited with its ticket, in the transaction that says so."""
    try:
        with working(parts) as work:
            kept = work.store.recordings.get(recording.id)
            if kept is None or kept.state not in (RecordingState.DUE, RecordingState.STORED):
                return False
            work.store.recordings.save(replace(kept, state=RecordingState.EXPIRED, next_at=work.now))
            chain = f"ticket:{kept.ticket_id}" if kept.ticket_id else f"call:{kept.call_id}"
            work.audit(chain, EventKind.RECORDING_REMOVED.value, SWEEP, {"recording": kept.id})
    except Conflict:
        return False  # the chain grew at this moment: the next round comes
    return True


def _remove_files(parts: Parts, media: Media) -> None:
    with parts.database.reading() as store:
        names = store.recordings.unremoved(BATCH)
    for name in names:
        try:
            _remove(parts, media, name)
        except Unavailable as error:
            parts.database.ready()
            log.warning("files that are kept no longer wait: the %s can't be reached", error.part)
            return


def _remove(parts: Parts, media: Media, name: str) -> None:
    """Nobody stores the same sound between the look and the removal: the lease is asked for by both."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        if not store.leases.take(file_lease(name), HOLDER, now, now + LEASE):
            return
        wanted = store.recordings.wanted(name)
    if not wanted:
        media.remove(name)
    with parts.database.writing() as store:
        store.recordings.removed(name)
        store.leases.release(file_lease(name), HOLDER)
