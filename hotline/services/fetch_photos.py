"""Brings photos home: fetched, judged by what they hold, made plain, sealed, stored, and only then deleted at the carrier."""

import logging
from dataclasses import replace
from datetime import timedelta

from hotline.domain.actor import SWEEP
from hotline.domain.errors import CarrierError, Conflict, Unavailable
from hotline.domain.message import Purpose
from hotline.domain.photo import Photo, PhotoState
from hotline.services.parts import Parts
from hotline.services.steps.home import LEASE, LIMIT, Media, file_lease, is_gone, remove_files, wait_after
from hotline.services.steps.picture import Read
from hotline.services.steps.sending import Carrier
from hotline.services.work import working

log = logging.getLogger(__name__)
MOST_TRIED = 12  # a file that can't be fetched in a day will not be


def fetch_photos(parts: Parts, carrier: Carrier, media: Media, read: Read) -> int:
    """One run over what is due; how many were brought home. Where nothing can be kept now the rest waits."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        due = store.photos.due(now, LIMIT)
        # A worker that dies here has only put them off.
        for photo in due:
            store.photos.save(replace(photo, attempts=photo.attempts + 1, next_at=now + LEASE))
    fetched = 0
    for photo in due:
        try:
            fetched += _fetch(parts, carrier, media, read, replace(photo, attempts=photo.attempts + 1))
        except Unavailable as error:
            parts.database.ready()  # raises where it is the database that is away
            log.warning("photo %s could not be kept: the %s can't be reached", photo.id, error.part)
            break
    return fetched


def _fetch(parts: Parts, carrier: Carrier, media: Media, read: Read, photo: Photo) -> bool:
    try:
        raw = carrier.fetch_media(photo.message, photo.sid)
    except CarrierError as error:
        _put_off(parts, photo, error)
        return False
    picture = read(raw)
    if picture is None:
        _refuse(parts, photo)
        _delete(parts, carrier, photo)
        return False
    name, now = media.name(picture.content), parts.clock.now()
    with parts.database.writing() as store:
        if not store.leases.take(file_lease(name), photo.id, now, now + LEASE):
            return False
    media.keep(picture.content)
    with parts.database.writing() as store:
        kept = store.photos.get(photo.id) or photo
        state = PhotoState.STORED if kept.state is PhotoState.DUE else kept.state
        store.photos.save(replace(
            kept, state=state, sha256=name, looks=picture.looks, facts=picture.facts, attempts=0,
            next_at=parts.clock.now() + LEASE,
        ))
        store.leases.release(file_lease(name), photo.id)
    _delete(parts, carrier, photo)
    return True


def delete_left_photos(parts: Parts, carrier: Carrier) -> int:
    """Copies at the carrier of what is stored here, or refused: deleted, at last. How many."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        left = store.photos.left(now, LIMIT)
        for photo in left:
            store.photos.save(replace(photo, attempts=photo.attempts + 1, next_at=now + LEASE))
    return sum(_delete(parts, carrier, replace(photo, attempts=photo.attempts + 1)) for photo in left)


def expire_photos(parts: Parts, media: Media, keep: timedelta) -> int:
    """How many are kept no longer. A file two photos share goes with the last; one that can't be removed now goes with a later
    round."""
    with parts.database.reading() as store:
        over = store.photos.over(parts.clock.now() - keep, LIMIT)
    expired = sum(_expire(parts, photo) for photo in over)
    remove_files(parts, media, "photos")
    return expired


def _expire(parts: Parts, photo: Photo) -> bool:
    """Audited with its ticket, in the transaction that says so."""
    try:
        with working(parts) as work:
            kept = work.store.photos.get(photo.id)
            if kept is None or kept.state is not PhotoState.STORED:
                return False
            work.store.photos.save(replace(kept, state=PhotoState.EXPIRED, next_at=work.now))
            if kept.ticket_id is not None:
                work.audit(f"ticket:{kept.ticket_id}", "photo_removed", SWEEP, {"photo": kept.id})
    except Conflict:
        return False  # the chain grew at this moment: the next round comes
    return True


def _refuse(parts: Parts, photo: Photo) -> None:
    """No picture: said to whoever sent it, once for each text."""
    with working(parts) as work:
        kept = work.store.photos.get(photo.id)
        if kept is None or kept.state is not PhotoState.DUE:
            return
        work.store.photos.save(replace(kept, state=PhotoState.REFUSED, next_at=work.now + LEASE))
        reporter = work.reporter(kept.reporter_id)
        if reporter is not None and work.store.webhooks.take("photo", "refused", kept.message, "", work.now):
            work.tell(reporter, "photo_refused", {}, Purpose.ANSWER, ticket_id=kept.ticket_id)
    log.warning("photo %s is no picture we open", photo.id)


def _delete(parts: Parts, carrier: Carrier, photo: Photo) -> bool:
    wait: timedelta | None = None
    try:
        carrier.delete_media(photo.message, photo.sid)
    except CarrierError as error:
        wait = wait_after(photo.attempts)
        log.warning("photo %s could not be deleted at the carrier yet (code %d)", photo.id, error.code)
    now = parts.clock.now()
    with parts.database.writing() as store:
        kept = store.photos.get(photo.id) or photo
        store.photos.save(replace(kept, deleted_at=now) if wait is None else replace(kept, next_at=now + wait))
    return wait is None


def _put_off(parts: Parts, photo: Photo, error: CarrierError) -> None:
    now = parts.clock.now()
    gone = is_gone(error, photo.created_at, now) or photo.attempts >= MOST_TRIED
    wait = wait_after(photo.attempts)
    with parts.database.writing() as store:
        kept = store.photos.get(photo.id) or photo
        store.photos.save(replace(kept, state=PhotoState.GONE if gone else PhotoState.DUE, next_at=now + wait))
    log.warning("photo %s was not fetched (code %d)%s", photo.id, error.code, ", it is gone" if gone else "")
