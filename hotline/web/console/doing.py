"""How every button of the console ends: done or refused, said on the page one comes back to."""

from collections.abc import Callable

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue

from hotline.domain.errors import Conflict, NotFound, RuleError


def done(act: Callable[[], object], said: str, back: str) -> ResponseReturnValue:
    """Codes only: the template words them."""
    try:
        act()
    except RuleError as error:
        flash(error.code, "refused")
    except Conflict:
        flash("conflict", "refused")
    except NotFound:
        abort(404)
    else:
        flash(said, "done")
    return redirect(back, 303)
