"""An operator's own words by text, to somebody who is never called: the call-back of who is text-only."""

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.message import Purpose
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.called_back import finish
from hotline.services.steps.retried import retried
from hotline.services.work import working

LONGEST = 100


def text_back(parts: Parts, staff: Staff, callback_id: str, words: str) -> None:
    """NotFound; RuleError: no_words, words_too_long, stopped, already_done."""
    said = " ".join(words.split())
    if not said:
        raise RuleError("no_words")
    if len(said) > (2 * LONGEST if said.isascii() else LONGEST):
        raise RuleError("words_too_long")
    retried(lambda: _text(parts, staff, callback_id, said))


def _text(parts: Parts, staff: Staff, callback_id: str, words: str) -> None:
    with working(parts) as work:
        callback = work.store.callbacks.get(callback_id)
        reporter = work.reporter(callback.reporter_id) if callback is not None else None
        if callback is None or reporter is None:
            raise NotFound("callback")
        if reporter.stopped_at is not None:
            raise RuleError("stopped")
        finish(work, staff, callback_id)
        work.tell(reporter, "desk_words", {"words": words}, Purpose.ANSWER, ticket_id=callback.ticket_id)
