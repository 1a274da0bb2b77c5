"""A caller's own voice: noted at once, fetched from the carrier by a job."""

from hotline.domain.call import Recording
from hotline.services.handle_call.line import Line
from ivr_flows.inputs import Recorded


def note_recording(line: Line, heard: Recorded) -> None:
    """Keep that a recording exists; a second word of it changes nothing."""
    work = line.work
    if work.store.recordings.by_sid(heard.recording_ref) is not None:
        return
    work.store.recordings.add(Recording(
        id=work.parts.ids.new(), sid=heard.recording_ref, call_id=line.call.id, ticket_id=line.call.ticket_id,
        seconds=heard.seconds, next_at=work.now, created_at=work.now,
    ))
    work.lanes.add("recording")
