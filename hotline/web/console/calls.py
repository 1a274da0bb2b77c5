"""Call-backs due and drafts: rung, completed, or let go."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.errors import Conflict, NotFound, RuleError
from hotline.services.complete_draft import Completion, complete_draft, expire_draft
from hotline.services.console_due import due_list, open_draft
from hotline.services.do_call_back import do_call_back
from hotline.services.note_opened import note_draft_opened
from hotline.services.reveal import Reason, reveal_called
from hotline.services.ring_back import ring_back
from hotline.services.steps.filled import Filled
from hotline.services.text_back import text_back
from hotline.web.access import Door, Right, has, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def due() -> ResponseReturnValue:
    return _list()


def rung(callback_id: str) -> ResponseReturnValue:
    return done(lambda: do_call_back(hotline().parts, me(), callback_id), "rung", url_for("console.due"))


def text_now(callback_id: str) -> ResponseReturnValue:
    words = request.form.get("words", "")[:400]
    return done(lambda: text_back(hotline().parts, me(), callback_id, words), "texted", url_for("console.due"))


def call_now(callback_id: str) -> ResponseReturnValue:
    """The phone of whoever pressed it rings. What a dropped call left is completed while one talks."""
    try:
        draft_id = ring_back(hotline().parts, me(), callback_id)
    except NotFound:
        abort(404)
    except (RuleError, Conflict) as error:
        flash(getattr(error, "code", "conflict"), "refused")
        return redirect(url_for("console.due"), 303)
    flash("phone_rings", "done")
    where = url_for("console.draft", draft_id=draft_id) if draft_id and has(me(), Right.COMPLETE) else url_for("console.due")
    return redirect(where, 303)


def called_number(callback_id: str) -> ResponseReturnValue:
    """As on a ticket: on this one answer and nowhere else."""
    try:
        phone = reveal_called(hotline().parts, me(), callback_id, request.form.get("reason", Reason.CALL_BACK))
    except NotFound:
        abort(404)
    except RuleError as error:
        flash(error.code, "refused")
        return redirect(url_for("console.due"), 303)
    return _list(shown=callback_id, phone=phone)


def draft(draft_id: str) -> ResponseReturnValue:
    return _draft(draft_id)


def complete(draft_id: str) -> ResponseReturnValue:
    form = request.form
    filled = Filled(place=form.get("place", "")[:200], grid=form.get("grid", ""), category=form.get("category", ""))
    given = Completion(words=form.get("words", "")[:2000], filled=filled)
    try:
        made = complete_draft(hotline().parts, me(), draft_id, given)
    except NotFound:
        flash("no_draft", "refused")
        return redirect(url_for("console.due"), 303)
    except (RuleError, Conflict) as error:
        return _draft(draft_id, wrong=getattr(error, "code", "conflict"), given=given), 400
    flash("completed", "done")
    return redirect(url_for("console.ticket", number=made.number), 303)


def let_go(draft_id: str) -> ResponseReturnValue:
    return done(lambda: expire_draft(hotline().parts, me(), draft_id), "let_go", url_for("console.due"))


def _list(shown: str | None = None, phone: str | None = None) -> str:
    return render_template("console/due.html", found=due_list(hotline().parts, me()), shown=shown, phone=phone)


def _draft(draft_id: str, *, wrong: str | None = None, given: Completion | None = None) -> str:
    found = open_draft(hotline().parts, draft_id)
    if found is None:
        abort(404)
    note_draft_opened(hotline().parts, me(), found.draft.id)
    return render_template("console/draft.html", found=found, wrong=wrong, given=given)


DOORS = (
    Door(rule="/due", view=due, right=Right.CALL_BACKS),
    Door(rule="/due/<callback_id>/done", view=rung, right=Right.CALL_BACKS, methods=("POST",)),
    Door(rule="/due/<callback_id>/call", view=call_now, right=Right.CALL_BACKS, methods=("POST",)),
    Door(rule="/due/<callback_id>/text", view=text_now, right=Right.CALL_BACKS, methods=("POST",)),
    Door(rule="/due/<callback_id>/number", view=called_number, right=Right.REVEAL, methods=("POST",)),
    Door(rule="/drafts/<draft_id>", view=draft, right=Right.COMPLETE),
    Door(rule="/drafts/<draft_id>/complete", view=complete, right=Right.COMPLETE, methods=("POST",)),
    Door(rule="/drafts/<draft_id>/let-go", view=let_go, right=Right.COMPLETE, methods=("POST",)),
)
