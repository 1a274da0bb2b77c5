"""A call-back was made: off the list, and it says by whom."""

from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.called_back import finish
from hotline.services.steps.retried import retried
from hotline.services.work import working


def do_call_back(parts: Parts, staff: Staff, callback_id: str) -> None:
    """NotFound; RuleError("already_done") where somebody else rang first."""
    retried(lambda: _do(parts, staff, callback_id))


def _do(parts: Parts, staff: Staff, callback_id: str) -> None:
    with working(parts) as work:
        finish(work, staff, callback_id)
