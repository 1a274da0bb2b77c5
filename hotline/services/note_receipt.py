"""A receipt for a text comes in: the row moves forward only, however often and in whatever order it is told."""

from dataclasses import dataclass

from hotline.domain.delivery import after_receipt, receipt_state
from hotline.domain.message import Delivery
from hotline.services.parts import Parts
from hotline.services.steps.news import change, of_this_try
from hotline.services.work import working


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptIn:
    """``message_id`` is our own outbox id from the callback address: a receipt that overtakes the answer finds its row."""

    account: str
    message_id: str
    sid: str
    status: str
    error: int | None = None


def note_receipt(parts: Parts, receipt: ReceiptIn) -> None:
    """Note one receipt. An unknown message or word is ignored: nothing of ours hangs on it."""
    state = receipt_state(receipt.status)
    if state is None:
        return
    with working(parts) as work:
        if not work.store.webhooks.take(receipt.account, "receipt", receipt.sid, receipt.status, work.now):
            return
        message = work.store.outbox.get(receipt.message_id)
        if message is None:
            return
        if of_this_try(work, message, receipt.sid, arrived=state is Delivery.DELIVERED):
            change(work, message, receipt.sid, after_receipt(message, state, receipt.error, work.now))
