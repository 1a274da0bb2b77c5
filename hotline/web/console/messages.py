"""Messages that did not arrive, and webhooks that were turned away."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hotline.services.console_problems import problems
from hotline.services.take_text import take_limited
from hotline.services.try_again import try_again
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def outbox() -> ResponseReturnValue:
    return render_template("console/outbox.html", found=problems(hotline().parts, me()), aside=hotline().spool.aside())


def again(message_id: str) -> ResponseReturnValue:
    return done(lambda: try_again(hotline().parts, me(), message_id), "tried_again", url_for("console.outbox"))


def take() -> ResponseReturnValue:
    return done(lambda: take_limited(hotline().parts), "texts_taken", url_for("console.outbox"))


def refusals() -> ResponseReturnValue:
    queue = hotline().queue
    return render_template("console/refusals.html", refusals=queue.refusals(), redis=queue.ping())


DOORS = (
    Door(rule="/outbox", view=outbox, right=Right.MESSAGES),
    Door(rule="/outbox/<message_id>/again", view=again, right=Right.RETRY, methods=("POST",)),
    Door(rule="/outbox/limited", view=take, right=Right.TAKE_IN, methods=("POST",)),
    Door(rule="/refusals", view=refusals, right=Right.REFUSALS),
)
