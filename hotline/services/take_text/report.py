"""A text that is a report: a new ticket, or words added to the one of some minutes ago."""

from datetime import timedelta

from hotline.domain import handling
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.category import Category, choices
from hotline.domain.deadline import due
from hotline.domain.event import Change
from hotline.domain.intake import locate, needs_place, seals, send_on, take_in
from hotline.domain.kind import accuses, kind_of
from hotline.domain.place import Place, find_place
from hotline.domain.ticket import IN_WORK, Channel, Kind, Ticket
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms.cleaning import normalise
from sms.split import split

MOST_WHY = 5
SAME_WITHIN = timedelta(days=7)  # the same words later may tell of something that has come back


def actor(letter: Letter) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, id=letter.reporter.id if letter.reporter else "", via="sms")


def new_ticket(
    work: Work, letter: Letter, words: str, *, urgent: bool = False, follows: Ticket | None = None,
    channel: Channel = Channel.SMS, kind: Kind | None = None,
) -> Ticket:
    """Register a report; what follows (acknowledgement, dispatch, clocks) is in the same commit."""
    parts, place, best, kind = work.parts, letter.place, letter.scored.best, kind or kind_of(words)
    ticket = Ticket(
        id=parts.ids.new(), number=work.new_number(), kind=kind, channel=channel,
        language=letter.reporter.language if letter.reporter else parts.language_of(words),
        reporter_id=letter.reporter.id if letter.reporter else None,
        category=best.id if best else None, read_by=letter.scored.read_by if best else None, place=place.words if place else None,
        grid=place.grid_id if place else None, lat=place.lat if place else None, lon=place.lon if place else None,
        urgent=urgent or bool(best and best.urgent), received_at=work.now, linked_id=follows.id if follows else None,
        sealed=seals(kind, best, words), about=_unit(work, kind, words, best, place),
    )
    # What a learnt model went by are pieces of somebody's words: those stay where the words are.
    own = best is not None and letter.scored.read_by is None
    asked, why = _choices(work, letter, ticket), "、".join(letter.scored.why[:MOST_WHY]) if own else ""
    old, was = (follows.number, follows.state.value) if follows else (None, "")
    after, events = take_in(ticket, words, work.city, work.now, old, asked, why, was)
    return work.apply(Change(before=None, after=after, events=events, actor=actor(letter), at=work.now))


def _unit(work: Work, kind: Kind, words: str, category: Category | None, place: Place | None) -> str | None:
    """Whom a complaint is about, as far as its words tell: it must not get there."""
    if kind is not Kind.COMPLAINT:
        return None
    return work.city.unit_in(words) or work.city.route(category.id if category else None, place.grid_id if place else None)


def _choices(work: Work, letter: Letter, ticket: Ticket) -> str:
    """The categories to ask with, where the words name none: ids with commas between. Of what is sealed no text names any."""
    asked = letter.reporter is not None and not ticket.urgent and not ticket.sealed
    unclear = asked and ticket.category is None and ticket.kind is Kind.REPORT
    return ",".join(choices(letter.scored, work.parts.categories)) if unclear else ""


def categorise(work: Work, letter: Letter, ticket: Ticket, category: Category) -> Ticket:
    """The answer to "what is wrong?": a ticket that waits for it goes to its department."""
    after, events = handling.categorise(ticket, category.id, category.urgent)
    if after.handler is None and not needs_place(after):
        after, more = send_on(after, work.city, work.now)
        events += more
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor(letter), at=work.now))


def fill_place(work: Work, letter: Letter, ticket: Ticket, place: Place) -> Ticket:
    """The answer to "where?": the ticket gets its place and goes on."""
    where, best = (place.grid_id, place.lat, place.lon), letter.scored.best
    named, before = (ticket, ()) if ticket.category or best is None else handling.categorise(ticket, best.id, best.urgent)
    after, events = locate(named, place.words, where, work.city, work.now, _choices(work, letter, named))
    events = (*before, *events)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor(letter), at=work.now))


def add_words(work: Work, letter: Letter, ticket: Ticket, words: str, *, joined: bool = False) -> Ticket:
    after, events = handling.add(ticket, words, joined=joined)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor(letter), at=work.now))


def report(work: Work, letter: Letter, words: str, *, explicit: bool) -> Ticket | None:
    """New ticket; or, within some minutes of one, words that name no category of their own join it."""
    if letter.new:
        return _all_of(work, letter, words)
    joins = not explicit and (letter.scored.best is None or letter.part > 1)
    recent = _recent(work, letter) if joins else None
    if recent is not None and not _apart(recent, words):
        if recent.place is None and letter.place is not None:
            return fill_place(work, letter, recent, letter.place)
        return add_words(work, letter, recent, words, joined=True)
    same = _same(work, letter, words)
    if same is not None:
        return add_words(work, letter, same, words, joined=True)
    return _all_of(work, letter, words)


def _apart(recent: Ticket, words: str) -> bool:
    """A complaint about somebody, or an accusation, never goes where another matter went."""
    return (kind_of(words) is Kind.COMPLAINT or accuses(words)) and not recent.sealed


def _same(work: Work, letter: Letter, words: str) -> Ticket | None:
    """The very words once more, about what is still in work: the same report, not another."""
    if letter.reporter is None or letter.scored.best is None:
        return None
    before = work.store.inbound.same_words(letter.reporter.id, normalise(letter.text), work.now - SAME_WITHIN)
    ticket = work.store.tickets.get(before) if before is not None else None
    mine = ticket is not None and ticket.reporter_id == letter.reporter.id and ticket.state in IN_WORK
    return ticket if mine and words else None


def _all_of(work: Work, letter: Letter, words: str) -> Ticket:
    """One ticket; where the text tells of several things, each with its place, they are offered to be parted."""
    parts = split(words, lambda piece: _named(work, piece))
    if len(parts) < 2 or letter.reporter is None:
        return new_ticket(work, letter, words)
    made = new_ticket(work, letter.saying(work.parts, parts[0]), words)
    work.tell(letter.reporter, "split_offer", {"number": made.number, "count": len(parts)}, ticket_id=made.id)
    work.ask("split", reporter_id=letter.reporter.id, ticket_id=made.id, words="\n".join(parts[1:]))
    return made


def _named(work: Work, words: str) -> tuple[str | None, str | None]:
    best, place = work.parts.categorise(words).best, find_place(words, work.parts.gazetteer)
    return best.id if best else None, place.words if place else None


def _recent(work: Work, letter: Letter) -> Ticket | None:
    if letter.reporter is None:
        return None
    latest = next(iter(work.store.tickets.latest_of(letter.reporter.id, 1)), None)
    if latest is None or latest.state not in IN_WORK or latest.channel is not Channel.SMS:
        return None
    limit = due(latest.received_at, work.parts.promises.add_within, work.parts.calendar)
    return latest if work.now <= limit else None
