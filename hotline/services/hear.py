"""A caller's recording, opened for somebody who may hear it; that it was heard is audited before it sounds."""

from hotline.domain.call import Recording, RecordingState
from hotline.domain.event import EventKind
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.home import Media
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_hear_this
from hotline.services.work import Work, working


def hear(parts: Parts, media: Media, staff: Staff, recording_id: str) -> bytes | None:
    """None where there is none, it is not here yet, or it is not theirs to hear: the same answer."""
    recording = retried(lambda: _noted(parts, staff, recording_id))
    return media.read(recording.sha256) if recording is not None and recording.sha256 else None


def _noted(parts: Parts, staff: Staff, recording_id: str) -> Recording | None:
    with working(parts) as work:
        recording = work.store.recordings.get(recording_id)
        if recording is None or recording.state is not RecordingState.STORED:
            return None
        ticket = work.store.tickets.get(recording.ticket_id) if recording.ticket_id else None
        if not may_hear_this(staff, ticket, recording):
            return None
        _note(work, staff, recording)
        return recording


def _note(work: Work, staff: Staff, recording: Recording) -> None:
    chain = f"ticket:{recording.ticket_id}" if recording.ticket_id else f"call:{recording.call_id}"
    work.audit(chain, EventKind.HEARD.value, hand(staff), {"recording": recording.id})
