"""Signs that figures are made to look better than the work, for supervisor and auditor."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.flag import FlagKind
from hotline.services.flags_seen import FlagWish, flag_list, see_flag
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline

SEEN = {"no": False, "yes": True, "all": None}


def flags() -> ResponseReturnValue:
    kind, seen = request.args.get("kind", ""), request.args.get("seen", "no")
    if seen not in SEEN or (kind and kind not in set(FlagKind)):
        abort(404)
    wish = FlagWish(kind=FlagKind(kind) if kind else None, seen=SEEN[seen], before=request.args.get("before") or None)
    found = flag_list(hotline().parts, me(), wish)
    return render_template("console/flags.html", found=found, kind=kind, seen=seen, kinds=list(FlagKind))


def flag_seen(flag_id: str) -> ResponseReturnValue:
    """Back to where it stood in the list."""
    back = url_for("console.flags", kind=request.form.get("kind") or None, seen=request.form.get("seen") or None)
    return done(lambda: see_flag(hotline().parts, me(), flag_id), "flag_seen", back)


DOORS = (
    Door(rule="/flags", view=flags, right=Right.FLAGS),
    Door(rule="/flags/<flag_id>/seen", view=flag_seen, right=Right.FLAGS, methods=("POST",)),
)
