"""Recordings that were kept as long as configured: the file goes, the row says so, the ticket stays."""

import logging
from dataclasses import replace
from datetime import timedelta

from hotline.domain.actor import SWEEP
from hotline.domain.call import Recording, RecordingState
from hotline.domain.errors import Conflict
from hotline.domain.event import EventKind
from hotline.services.parts import Parts
from hotline.services.steps.home import BATCH, Media, remove_files
from hotline.services.work import working

log = logging.getLogger(__name__)


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
    remove_files(parts, media, "recordings")
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
