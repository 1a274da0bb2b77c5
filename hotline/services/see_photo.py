"""A photo, opened for somebody who may see it; of a guarded ticket that is audited before it is shown."""

from hotline.domain.evidence import Saw, guarded
from hotline.domain.photo import Photo, PhotoState
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.home import Media
from hotline.services.steps.looked import note_look
from hotline.services.steps.sight import may_see_photo


def see_photo(parts: Parts, media: Media, staff: Staff, photo_id: str) -> bytes | None:
    """None where there is none, it is not here yet, or it is not theirs to see: the same answer."""
    with parts.database.reading() as store:
        photo = store.photos.get(photo_id)
        ticket = store.tickets.get(photo.ticket_id) if photo is not None and photo.ticket_id else None
    if not _is_here(photo) or ticket is None or photo is None or not may_see_photo(staff, ticket, photo):
        return None
    if guarded(ticket):
        note_look(parts, staff, f"ticket:{ticket.id}", Saw.PHOTO_SEEN, of=photo.id)
    return media.read(photo.sha256) if photo.sha256 else None


def _is_here(photo: Photo | None) -> bool:
    return photo is not None and photo.state is PhotoState.STORED
