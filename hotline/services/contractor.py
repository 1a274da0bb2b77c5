"""A contractor's side of a ticket: what there is to do, and the one answer with its photos, by a link from an officer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.link import Link, usable
from hotline.domain.photo import Photo, PhotoState
from hotline.domain.ticket import WITH_DEPARTMENT, Ticket
from hotline.services.parts import Parts
from hotline.services.steps.home import Media
from hotline.services.steps.picture import Picture, Read
from hotline.services.steps.retried import retried
from hotline.services.work import Work, working
from sms.catalog import words_refused

MOST_PHOTOS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What a contractor sees: matter and place, and the words of a report that is not sealed. Nobody's name or number."""

    number: str
    category: str | None
    place: str | None
    words: str | None
    until: datetime


def open_link(parts: Parts, secret: str, language: str) -> Task:
    """NotFound; RuleError: link_used, link_expired, link_over."""
    with parts.database.reading() as store:
        link = store.links.by_secret(secret)
        ticket = store.tickets.get(link.ticket_id) if link is not None else None
        if link is None or ticket is None:
            raise NotFound("link")
        _open(link, ticket, parts.clock.now())
        said = [] if ticket.sealed else [e.words for e in store.entries.of_ticket(ticket.id) if e.kind.value == "report"]
        return Task(
            number=ticket.number, category=parts.city(store).category_name(ticket.category, language), place=ticket.place,
            words=said[0] if said else None, until=link.expires_at,
        )


def answer_link(parts: Parts, media: Media, read: Read, secret: str, words: str, files: Sequence[bytes]) -> None:
    """The one answer. NotFound; RuleError: those of ``open_link``, no_words, words_too_long, words_link, words_phone,
    no_picture. Unavailable where photos can't be kept now: nothing is taken then."""
    said = " ".join(words.split())
    if not said:
        raise RuleError("no_words")
    refused = words_refused(said)
    if refused is not None:
        raise RuleError(refused)
    with parts.database.reading() as store:
        link = store.links.by_secret(secret)
        ticket = store.tickets.get(link.ticket_id) if link is not None else None
    if link is None or ticket is None:
        raise NotFound("link")
    _open(link, ticket, parts.clock.now())
    sent = [file for file in files[:MOST_PHOTOS] if file]
    pictures = [picture for picture in map(read, sent) if picture is not None]
    if len(pictures) < len(sent):
        raise RuleError("no_picture")
    kept = [(media.keep(picture.content), picture) for picture in pictures]
    retried(lambda: _answered(parts, secret, said, kept))
    for picture in pictures:
        media.keep(picture.content)  # the rows stand by now: a copy that was just removed as an older one's is written again


def _answered(parts: Parts, secret: str, words: str, kept: Sequence[tuple[str, Picture]]) -> None:
    with working(parts) as work:
        link = work.store.links.by_secret(secret)
        ticket = work.store.tickets.get(link.ticket_id) if link is not None else None
        if link is None or ticket is None:
            raise NotFound("link")
        _open(link, ticket, work.now)
        if not work.store.links.use(link.id, work.now):
            raise RuleError("link_used")
        for name, picture in kept:
            work.store.photos.add(_photo(work, link, ticket, name, picture))
        event = Event(kind=EventKind.CONTRACTOR_REPORTED, facts={"photos": len(kept)}, words=words)
        actor = Actor(kind=ActorKind.STAFF, id=link.made_by, via="link")
        work.apply(Change(before=ticket, after=ticket, events=(event,), actor=actor, at=work.now))


def _photo(work: Work, link: Link, ticket: Ticket, name: str, picture: Picture) -> Photo:
    made = Photo(
        id=work.parts.ids.new(), message=f"link:{link.id}", sid=work.parts.ids.new(), ticket_id=ticket.id, staff_id=link.made_by,
        next_at=work.now, created_at=work.now,
    )  # fmt: skip
    return replace(
        made, state=PhotoState.STORED, sha256=name, looks=picture.looks, facts=picture.facts, deleted_at=work.now,
    )  # fmt: skip


def _open(link: Link, ticket: Ticket, now: datetime) -> None:
    usable(link, now)
    if ticket.state not in WITH_DEPARTMENT:
        raise RuleError("link_over")
