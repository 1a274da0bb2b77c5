"""Photos that came with a text: they belong to what the text was about; without a word, to what its sender tells next."""

from dataclasses import replace
from datetime import timedelta

from hotline.domain.photo import Photo
from hotline.domain.ticket import IN_WORK
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said

WAITS = timedelta(hours=1)  # a photo without words belongs to a report of the next hour


def keep_photos(work: Work, letter: Letter, message: str, ticket_id: str | None) -> None:
    """All of them, in the transaction of the text; a job fetches them."""
    owner = letter.reporter.id if letter.reporter is not None and letter.staff is None else None
    if ticket_id is not None and owner is not None and not letter.new:
        for loose in work.store.photos.loose(owner, work.now - WAITS):
            work.store.photos.save(replace(loose, ticket_id=ticket_id))
    if not letter.media:
        return
    for sid in dict.fromkeys(letter.media):
        work.store.photos.add(Photo(
            id=work.parts.ids.new(), message=message, sid=sid, ticket_id=ticket_id, reporter_id=owner,
            staff_id=letter.staff.id if letter.staff else None, next_at=work.now, created_at=work.now,
        ))
    work.lanes.add("recording")
    if ticket_id is not None:
        work.audit(f"ticket:{ticket_id}", "photos", letter.actor, {"count": len(set(letter.media))})


def photo_alone(work: Work, letter: Letter) -> str | None:
    """A photo without a word: it belongs to the question that is open, or to the report of a moment ago; else it is asked what
    it shows. The id of its ticket, if it has one."""
    question = letter.question
    if question is not None and question.ticket_id is not None:
        work.tell(letter.reporter, "photo_noted", {}) if letter.reporter else None
        return question.ticket_id
    if letter.reporter is None:
        return None
    latest = next(iter(work.store.tickets.latest_of(letter.reporter.id, 1)), None)
    if latest is not None and latest.state in IN_WORK and work.now - latest.received_at <= WAITS:
        work.tell(letter.reporter, "photo_noted", {}, ticket_id=latest.id)
        return latest.id
    work.tell(letter.reporter, "photo_what", {})
    return None


def is_alone(letter: Letter) -> bool:
    return bool(letter.media) and isinstance(letter.meaning, said.Empty | said.Thanks)
