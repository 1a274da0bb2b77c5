"""Observers and their points; what they redeemed and the city has to hand over."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hotline.services.observers import give_back, handed
from hotline.services.observers import observers as seen
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def observers() -> ResponseReturnValue:
    return render_template("console/observers.html", found=seen(hotline().parts))


def hand_over(redemption_id: str) -> ResponseReturnValue:
    return done(lambda: handed(hotline().parts, me(), redemption_id), "handed_over", url_for("console.observers"))


def cancel_redemption(redemption_id: str) -> ResponseReturnValue:
    return done(lambda: give_back(hotline().parts, me(), redemption_id), "points_back", url_for("console.observers"))


DOORS = (
    Door(rule="/observers", view=observers, right=Right.OBSERVERS),
    Door(rule="/observers/redemptions/<redemption_id>/handed", view=hand_over, right=Right.HAND_OVER, methods=("POST",)),
    Door(
        rule="/observers/redemptions/<redemption_id>/cancelled", view=cancel_redemption, right=Right.HAND_OVER, methods=("POST",),
    ),
)
