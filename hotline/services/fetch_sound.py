"""A stored recording, opened for somebody who may hear it."""

from hotline.domain.call import RecordingState
from hotline.services.parts import Parts
from hotline.services.steps.home import Media


def fetch_sound(parts: Parts, media: Media, recording_id: str) -> bytes | None:
    """The sound itself; None while it is not here."""
    with parts.database.reading() as store:
        recording = store.recordings.get(recording_id)
    if recording is None or recording.state is not RecordingState.STORED or recording.sha256 is None:
        return None
    return media.read(recording.sha256)
