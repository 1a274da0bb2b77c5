"""A station reports for a neighbour (代报): the ticket is the neighbour's, whose own phone gets the answers."""

from hotline.domain.phone import parse_phone
from hotline.domain.staff import Role
from hotline.domain.ticket import Channel
from hotline.services.take_text import report
from hotline.services.take_text.known import known_or_new
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said


def report_for(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.For)
    if letter.staff is None or letter.staff.role is not Role.STATION:
        _say(work, letter, "for_stations")
        return None
    phone = parse_phone(meaning.phone, work.parts.region)
    if phone is None or not meaning.words.strip():
        _say(work, letter, "for_how")
        return None
    neighbour = known_or_new(work, phone, work.parts.language_of(meaning.words))
    theirs = letter.saying(work.parts, meaning.words).of(neighbour)
    ticket = report.new_ticket(work, theirs, meaning.words, urgent=theirs.in_danger(work.parts), channel=Channel.STATION)
    _say(work, letter, "for_noted", number=ticket.number, tail=phone.last4)
    return ticket.id


def _say(work: Work, letter: Letter, template: str, **values: object) -> None:
    if letter.reporter is not None:
        work.tell(letter.reporter, template, values)
