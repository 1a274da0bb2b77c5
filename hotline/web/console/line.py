"""How the line answers: a person first or the menu, and the emergency greeting with its notice."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.line_state import LONGEST
from hotline.services.line_state import switch_answering, switch_emergency, switchboard
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def line() -> ResponseReturnValue:
    parts = hotline().parts
    return render_template("console/line.html", board=switchboard(parts), languages=parts.languages, longest=LONGEST)


def answering() -> ResponseReturnValue:
    how = request.form.get("how", "")
    return done(lambda: switch_answering(hotline().parts, me(), how), "answering_switched", url_for("console.line"))


def emergency() -> ResponseReturnValue:
    parts, form, on = hotline().parts, request.form, request.form.get("on") == "yes"
    notice = {language: form.get(language, "")[: 4 * LONGEST] for language in parts.languages}
    said = "emergency_on" if on else "emergency_off"
    return done(lambda: switch_emergency(parts, me(), on=on, notice=notice), said, url_for("console.line"))


DOORS = (
    Door(rule="/line", view=line, right=Right.LINE),
    Door(rule="/line/answering", view=answering, right=Right.LINE, methods=("POST",)),
    Door(rule="/line/emergency", view=emergency, right=Right.LINE, methods=("POST",)),
)
