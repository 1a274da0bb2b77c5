"""A caller's own voice: noted at once, fetched from the carrier by a job."""

from dataclasses import replace

from hotline.domain.call import Recording
from hotline.services.handle_call.line import Line
from hotline.services.work import Work
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


def complete_draft(work: Work, call_id: str) -> None:
    """The call became a ticket: its draft is no draft any more, and nobody need ring about it."""
    draft, call = work.store.drafts.of_call(call_id), work.store.calls.get(call_id)
    if draft is None or draft.state != "draft" or call is None or call.ticket_id is None:
        return
    work.store.drafts.save(replace(draft, state="received", ticket_id=call.ticket_id))
    for due in work.store.callbacks.open_of(draft.reporter_id) if draft.reporter_id else ():
        if due.draft_id == draft.id:
            work.store.callbacks.done(due.id, "intake", work.now)
