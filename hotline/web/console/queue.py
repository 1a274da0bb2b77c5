"""The queue: who waits for a person, who answers, and an operator's own switch."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.services.console_queue import queue_now
from hotline.services.switch_duty import switch_duty
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def queue() -> ResponseReturnValue:
    return render_template("console/queue.html", queue=queue_now(hotline().parts, me()))


def my_duty() -> ResponseReturnValue:
    on = request.form.get("on") == "yes"
    said = "on_duty" if on else "off_duty"
    return done(lambda: switch_duty(hotline().parts, me(), me().id, on), said, url_for("console.queue"))


DOORS = (
    Door(rule="/queue", view=queue, right=Right.QUEUE),
    Door(rule="/queue/duty", view=my_duty, right=Right.QUEUE, methods=("POST",)),
)
