"""A text comes in: who wrote, what it means, what becomes of it. One transaction; a repeat changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from hotline.domain.category import Scored
from hotline.domain.errors import Conflict
from hotline.domain.number import is_valid
from hotline.domain.pace import HOUR, LIMITED, REPEATED, Kept, Pace, pace
from hotline.domain.phone import PhoneNumber, parse_phone
from hotline.domain.place import Place, find_place
from hotline.domain.question import OpenQuestion
from hotline.domain.reporter import Line, Reporter
from hotline.domain.staff import Role, Staff
from hotline.services.parts import Parts
from hotline.services.steps.in_danger import in_danger
from hotline.services.take_text import coordinator, officer, protection, resident
from hotline.services.take_text.known import known_or_new, new_reporter
from hotline.services.take_text.letter import Letter
from hotline.services.take_text.photos import keep_photos
from hotline.services.work import Work, working
from sms.cleaning import normalise
from sms.inbound import Answer, Danger, Help, Inbound, Question, Refuse, Start, Stop, TextContext, parse
from sms.wrapping import unwrap

MOST_TAKEN = 500
DAY = timedelta(days=1)
CARRIERS: dict[str, Callable[[], Inbound]] = {"stop": Stop, "start": Start, "help": Help}


@dataclass(frozen=True, kw_only=True, slots=True)
class TextIn:
    """An inbound text as the carrier told it. ``sender`` is raw; ``opt_out`` is the carrier's own verdict, if any;
    ``media`` are its names for the files that came along."""

    account: str
    sid: str
    sender: str
    body: str
    media: tuple[str, ...] = ()
    opt_out: str | None = None


def take_text(parts: Parts, text: TextIn) -> None:
    """Take in one text. Raises Unavailable when it can't be stored: then nothing was acknowledged."""
    key = (text.account, "text", text.sid, "")
    try:
        # Nearly every text is new, so it is taken for new; its commit says whether it was.
        with working(parts) as work:
            work.store.webhooks.add(*key, work.now)
            _understand(work, text)
    except Conflict:
        with working(parts) as work:
            if work.store.webhooks.take(*key, work.now):
                _understand(work, text)


def take_limited(parts: Parts) -> int:
    """Take in what was too much when it came, at the word of somebody who looked at it; how many."""
    with parts.database.reading() as store:
        kept = store.inbound.limited(MOST_TAKEN)
    return sum(_take_kept(parts, one) for one in kept)


def _take_kept(parts: Parts, one: Kept) -> bool:
    with working(parts) as work:
        reporter = work.reporter(one.reporter_id)
        if reporter is None:
            return False
        text = TextIn(account="", sid=one.id, sender=reporter.phone, body=one.words)
        _understand(work, text, kept=one.id)
        return True


def _understand(work: Work, text: TextIn, kept: str | None = None) -> None:
    """``kept``: the row of a text that was too much when it came, and is taken in now."""
    parts, unwrapped = work.parts, unwrap(text.body)
    text = replace(text, body=unwrapped.words)
    number = parse_phone(text.sender, parts.region)
    staff = work.store.city.staff_by_phone(number.e164) if number else None
    theirs = work.store.reporters.by_phone(number.e164) if number is not None else None
    known = theirs if staff is None else None
    # Whoever is new here has been asked nothing yet.
    question = _open_question(work, theirs, staff)
    reporter = _reporter(work, number, known, text.body) if staff is None else None
    scored = parts.categorise(text.body)
    place = find_place(text.body, parts.gazetteer)
    found = in_danger(text.body, parts.danger_words)
    own = _own_matter(work, question, scored)
    desk = staff is not None and Role.COORDINATOR in work.city.roles(staff)
    context = _context(staff, question, scored, place, in_danger=found is not None, own_matter=own, coordinates=desk)
    meaning = parse(text.body, context)
    meaning = _settled(meaning, text.opt_out)
    letter = Letter(
        text=text.body, meaning=meaning, reporter=reporter, staff=staff, question=question, scored=scored,
        place=place, media=text.media, opt_out=text.opt_out, part=unwrapped.part,
        new=known is None and staff is None,
    )
    words = normalise(text.body)
    speed = _pace(work, known, words, meaning)
    if speed is not Pace.USUAL and kept is None:
        _kept_only(work, text, letter, words, speed)
        return
    ticket_id = _act(work, letter)
    keep_photos(work, letter, text.sid, ticket_id)
    if kept is not None:
        work.store.inbound.set_understood(kept, type(meaning).__name__, ticket_id)
        return
    work.store.inbound.add(
        parts.ids.new(), text.sid, reporter.id if reporter else None, staff.id if staff else None, text.body,
        type(meaning).__name__, ticket_id, work.now, words,
    )


def _settled(meaning: Inbound, opt_out: str | None) -> Inbound:
    """What the carrier took for STOP, START or HELP is that, in whatever words its account was told to hear; it acted on it."""
    taken = CARRIERS.get(opt_out or "")
    return meaning if taken is None or isinstance(meaning, Danger) else taken()


def _pace(work: Work, known: Reporter | None, words: str, meaning: Inbound) -> Pace:
    """Whoever is new here has texted nothing yet; danger and the law's words are always heard."""
    if known is None or isinstance(meaning, Danger | Stop | Refuse | Start | Answer):
        return Pace.USUAL
    seen = work.store.inbound.lately(known.id, work.now - HOUR, work.parts.texts_an_hour + 1)
    return pace(seen, work.store.inbound.digest(words), work.now, work.parts.texts_an_hour)


def _kept_only(work: Work, text: TextIn, letter: Letter, words: str, speed: Pace) -> None:
    """Too many: kept, listed, not acted on. The same words over and over are a robot's: it gets no answer to answer to."""
    loop = speed is Pace.LOOP
    understood, reporter = REPEATED if loop else LIMITED, letter.reporter
    # The same words belong to what they led to before: somebody whose texts do not get through writes them again and again.
    before = work.store.inbound.same_words(reporter.id, words, work.now - DAY) if loop and reporter is not None else None
    if not loop and protection.kept(work, letter):
        understood, before = type(letter.meaning).__name__, None  # the desk's list of what is too much is not for its eyes
    keep_photos(work, letter, text.sid, before)
    if speed is Pace.FIRST_OVER and reporter is not None:
        work.tell(reporter, "texts_limited", {})
    work.store.inbound.add(
        work.parts.ids.new(), text.sid, reporter.id if reporter else None, None, text.body, understood, before,
        work.now, words,
    )


def _act(work: Work, letter: Letter) -> str | None:
    """Carry the meaning out; the id of the ticket it was about, if one."""
    if letter.staff is not None and Role.COORDINATOR in work.city.roles(letter.staff):
        done, ticket_id = coordinator.act(work, letter)
        if done:
            return ticket_id
    if letter.staff is not None and letter.staff.role in (Role.OFFICER, Role.HEAD):
        done, ticket_id = officer.act(work, letter)
        if done:
            return ticket_id
    if letter.reporter is None and letter.staff is not None:
        letter = replace(letter, reporter=_as_resident(work, letter.staff))
    return resident.act(work, letter)


def _own_matter(work: Work, question: OpenQuestion | None, scored: Scored) -> bool:
    """Does the text name the very matter whose place was asked? "人民路12号的井盖" then answers, and reports nothing new."""
    if question is None or question.kind not in ("place", "details") or question.ticket_id is None or scored.best is None:
        return False
    ticket = work.store.tickets.get(question.ticket_id)
    return ticket is not None and ticket.category in (None, scored.best.id)


def _context(
    staff: Staff | None, question: OpenQuestion | None, scored: Scored, place: Place | None, *, in_danger: bool, own_matter: bool,
    coordinates: bool,
) -> TextContext:
    return TextContext(
        officer=staff is not None and staff.role in (Role.OFFICER, Role.HEAD),
        coordinator=coordinates,
        danger=in_danger,
        question=Question(question.kind) if question else None,
        choices=len(question.options) if question else 0,
        names_category=scored.best is not None and not own_matter,
        names_place=place is not None,
        is_number=is_valid,
    )


def _open_question(work: Work, reporter: Reporter | None, staff: Staff | None) -> OpenQuestion | None:
    """Somebody of the city reports as anybody may, and is then asked as anybody is: the newest question is the one answered."""
    asked = [work.store.questions.open_for(staff_id=staff.id, now=work.now)] if staff is not None else []
    if reporter is not None:
        asked.append(work.store.questions.open_for(reporter_id=reporter.id, now=work.now))
    return max((one for one in asked if one is not None), key=lambda one: (one.asked_at, one.id), default=None)


def _reporter(work: Work, number: PhoneNumber | None, known: Reporter | None, body: str) -> Reporter | None:
    """The reporter of this number, made known at the first text, in the language written."""
    if number is None:
        return None
    if known is not None:
        return work.know(known)
    # Whoever texts has a phone that texts, whatever its number looks like.
    return work.know(new_reporter(work, number, work.parts.language_of(body), Line.MOBILE))


def _as_resident(work: Work, staff: Staff) -> Reporter | None:
    """Somebody of the city reports as anybody may."""
    number = parse_phone(staff.phone or "", work.parts.region)
    if number is None:
        return None
    return known_or_new(work, number, staff.language)


__all__ = ["Inbound", "TextIn", "take_limited", "take_text"]
