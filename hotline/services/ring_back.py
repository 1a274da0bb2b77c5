"""A call-back made from here: the phone of whoever asks rings, then the resident's, and neither sees the other's number."""

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps import bridges
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import may_call_back
from hotline.services.work import working


def ring_back(parts: Parts, staff: Staff, callback_id: str) -> str | None:
    """The draft it is about, where there is one to complete. NotFound; RuleError: no_own_phone, text_only, anonymous,
    already_done, already_ringing."""
    return retried(lambda: _ring(parts, staff, callback_id))


def _ring(parts: Parts, staff: Staff, callback_id: str) -> str | None:
    with working(parts) as work:
        callback = work.store.callbacks.get(callback_id)
        if callback is None or not may_call_back(staff, callback):
            raise NotFound("callback")
        reporter = work.reporter(callback.reporter_id)
        if reporter is None:
            raise RuleError("anonymous")
        if callback.done_at is not None:
            raise RuleError("already_done")
        bridges.order(
            work, staff, reporter, ticket_id=callback.ticket_id, callback_id=callback.id, draft_id=callback.draft_id,
        )
        if not work.store.callbacks.ring(callback.id, work.now + bridges.AT_MOST, work.now):
            raise RuleError("already_ringing")
        return callback.draft_id
