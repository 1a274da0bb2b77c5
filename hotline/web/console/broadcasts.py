"""The city's words to everybody of some grids: written, counted, sent, watched, stopped."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.errors import RuleError
from hotline.services.broadcast import Wanted, preview, progress, start, stop
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline

LONGEST = {"zh-CN": 40}
LETTERS = 100


def broadcasts() -> ResponseReturnValue:
    return _page(None)


def preview_broadcast() -> ResponseReturnValue:
    """How many would get it, before anybody does."""
    wanted = _wanted()
    if wanted is None:
        flash("no_grid", "refused")
        return _page(None)
    try:
        return _page(wanted)
    except RuleError as error:
        flash({"words_too_long": "broadcast_too_long"}.get(error.code, error.code), "refused")
        return _page(None)


def send_broadcast() -> ResponseReturnValue:
    """``id`` was given with the preview: the button pressed twice sends once."""
    wanted = _wanted()
    if wanted is None:
        flash("no_grid", "refused")
        return redirect(url_for("console.broadcasts"), 303)
    made = request.form.get("id", "")[:64]
    return done(lambda: start(hotline().parts, me(), wanted, made), "broadcast_begun", url_for("console.broadcasts"))


def stop_broadcast(broadcast_id: str) -> ResponseReturnValue:
    return done(lambda: stop(hotline().parts, me(), broadcast_id), "broadcast_withdrawn", url_for("console.broadcasts"))


def _wanted() -> Wanted | None:
    """None: neither a grid nor the whole city was chosen."""
    form, languages = request.form, hotline().parts.languages
    grids = () if form.get("everywhere") == "yes" else tuple(form.getlist("grid"))
    if not grids and form.get("everywhere") != "yes":
        return None
    words = {language: form.get(language, "")[: 4 * LETTERS] for language in languages}
    return Wanted(grids=grids, words=words, emergency=form.get("emergency") == "yes")


def _page(wanted: Wanted | None) -> ResponseReturnValue:
    parts = hotline().parts
    counted = preview(parts, wanted) if wanted is not None else None
    with hotline().database.reading() as store:
        city = parts.city(store)
    return render_template(
        "console/broadcasts.html", city=city, languages=parts.languages, wanted=wanted, counted=counted,
        made=parts.ids.new(), found=progress(parts), form=request.form, longest=LONGEST, letters=LETTERS,
        quiet=parts.quiet_hours.allowed_at(parts.clock.now()), now=parts.clock.now(), gap=parts.broadcast_gap,
    )


DOORS = (
    Door(rule="/broadcasts", view=broadcasts, right=Right.BROADCAST),
    Door(rule="/broadcasts/preview", view=preview_broadcast, right=Right.BROADCAST, methods=("POST",)),
    Door(rule="/broadcasts/send", view=send_broadcast, right=Right.BROADCAST, methods=("POST",)),
    Door(rule="/broadcasts/<broadcast_id>/stop", view=stop_broadcast, right=Right.BROADCAST, methods=("POST",)),
)
