"""What waits for the coordinator: returns, and tickets nobody is named for."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.services.console_lists import rulings as waiting
from hotline.services.rule import Ruling, rule
from hotline.web.access import Door, Right, has, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def rulings() -> ResponseReturnValue:
    return render_template("console/rulings.html", found=waiting(hotline().parts))


def decide(number: str) -> ResponseReturnValue:
    form = request.form
    if form.get("ruling") not in set(Ruling):
        abort(404)
    decision, department = Ruling(form["ruling"]), form.get("department", "")
    # The second dispute is the supervisor's, whose list is another.
    back = url_for("console.rulings" if has(me(), Right.RULE) else "console.decisions")
    return done(lambda: rule(hotline().parts, me(), number, decision, department), f"ruled_{decision}", back)


DOORS = (
    Door(rule="/rulings", view=rulings, right=Right.RULE),
    Door(rule="/tickets/<number>/ruling", view=decide, right=Right.DECIDE, methods=("POST",)),
)
