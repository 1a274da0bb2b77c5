"""The work list, a ticket with its story, its reporter's number, its recordings."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.number import is_valid, read_number
from hotline.domain.reporter import Age
from hotline.domain.ticket import State
from hotline.services.announce import announce, end_announcement
from hotline.services.console_acts import acts_for
from hotline.services.console_lists import Wish, work_list
from hotline.services.console_story import open_ticket
from hotline.services.fill_place import fill_place
from hotline.services.flags_seen import flags_of
from hotline.services.hear import hear
from hotline.services.note_opened import note_opened
from hotline.services.reveal import Reason, reveal_reporter
from hotline.services.see_photo import see_photo
from hotline.services.steps.filled import Filled
from hotline.services.summarise import summarise
from hotline.services.tick_age import tick_age
from hotline.web.access import Door, Right, has, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline

LONGEST = 500


def home() -> ResponseReturnValue:
    """The first page of this role."""
    here = "console.work" if has(me(), Right.TICKETS) else "console.outbox"
    return redirect(url_for(here), 303)


def work() -> ResponseReturnValue:
    asked = request.args
    number = asked.get("number", "").strip()
    if number and (whole := read_number(number)) and is_valid(whole):
        return redirect(url_for("console.ticket", number=whole))
    wish = Wish(
        state=asked.get("state", "open"), department=asked.get("department") or None, number=number or None,
        before=asked.get("before") or None,
    )  # fmt: skip
    found = work_list(hotline().parts, me(), wish)
    return render_template("console/work.html", found=found, wish=wish, states=list(State))


def ticket(number: str) -> ResponseReturnValue:
    return _page(number)


def reveal(number: str) -> ResponseReturnValue:
    """The number stands on this one answer and nowhere else: not in an address, not in a session."""
    try:
        phone = reveal_reporter(hotline().parts, me(), number, request.form.get("reason", ""))
    except NotFound:
        abort(404)
    except RuleError as error:
        return _page(number, wrong=error.code), 400
    return _page(number, phone=phone)


def fill(number: str) -> ResponseReturnValue:
    form = request.form
    filled = Filled(
        place=form.get("place", "")[:200], grid=form.get("grid", ""), category=form.get("category", "")
    )  # fmt: skip
    return done(lambda: fill_place(hotline().parts, me(), number, filled), "filled", url_for("console.ticket", number=number))


def summary(number: str) -> ResponseReturnValue:
    words = request.form.get("words", "")[:LONGEST]
    return done(lambda: summarise(hotline().parts, me(), number, words), "summarised", url_for("console.ticket", number=number))


def announcement(number: str) -> ResponseReturnValue:
    """What callers of the area hear, in each language; without words: no more of it."""
    parts, form = hotline().parts, request.form
    back = url_for("console.ticket", number=number)
    if "end" in form:
        return done(lambda: end_announcement(parts, me(), number), "announcement_ended", back)
    words = {language: form.get(language, "")[:LONGEST] for language in parts.languages}
    return done(lambda: announce(parts, me(), number, words), "announced", back)


def age(number: str) -> ResponseReturnValue:
    said, back = request.form.get("age"), url_for("console.ticket", number=number)
    known = Age(said) if said in set(Age) else None
    return done(lambda: tick_age(hotline().parts, me(), number, known), "age_noted", back)


def sound(recording_id: str) -> ResponseReturnValue:
    here = hotline()
    heard = hear(here.parts, here.media, me(), recording_id)
    if heard is None:
        abort(404)
    return Response(heard, content_type="audio/mpeg" if heard[:3] == b"ID3" else "audio/wav")


def photo(photo_id: str) -> ResponseReturnValue:
    here = hotline()
    seen = see_photo(here.parts, here.media, me(), photo_id)
    if seen is None:
        abort(404)
    return Response(seen, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


def _page(number: str, *, phone: str | None = None, wrong: str | None = None) -> str:
    story = open_ticket(hotline().parts, me(), number)
    if story is None:
        abort(404)
    note_opened(hotline().parts, me(), story.ticket)
    return render_template(
        "console/ticket.html", story=story, flags=flags_of(hotline().parts, me(), story.ticket),
        acts=acts_for(hotline().parts, me(), story.ticket),
        reasons=list(Reason), phone=phone, wrong=wrong, languages=hotline().parts.languages
    )


DOORS = (
    Door(rule="/", view=home, right=Right.SIGNED_IN),
    Door(rule="/tickets", view=work, right=Right.TICKETS),
    Door(rule="/tickets/<number>", view=ticket, right=Right.TICKETS),
    Door(rule="/tickets/<number>/reporter", view=reveal, right=Right.REVEAL, methods=("POST",)),
    Door(rule="/tickets/<number>/place", view=fill, right=Right.COMPLETE, methods=("POST",)),
    Door(rule="/tickets/<number>/summary", view=summary, right=Right.COMPLETE, methods=("POST",)),
    Door(rule="/tickets/<number>/announcement", view=announcement, right=Right.COMPLETE, methods=("POST",)),
    Door(rule="/tickets/<number>/age", view=age, right=Right.COMPLETE, methods=("POST",)),
    Door(rule="/photos/<photo_id>", view=photo, right=Right.TICKETS),
    Door(rule="/recordings/<recording_id>", view=sound, right=Right.TICKETS),
)
