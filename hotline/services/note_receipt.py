"""A receipt for a text comes in: the row moves forward only, however often and in whatever order it is told."""

from dataclasses import dataclass

from hotline.domain.delivery import Fail, Forward, Postpone, after_receipt, receipt_state
from hotline.services.parts import Parts
from hotline.services.steps.outcome import follow
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
        if message.carrier_sid is None:
            work.store.outbox.note_sid(message.id, receipt.sid)
        match after_receipt(message, state, receipt.error, work.now):
            case Postpone() as later:
                work.store.outbox.postpone(message.id, later.at, later.held, later.error)
            case Fail() as failed:
                moved = work.store.outbox.forward(message.id, failed.state, work.now, failed.error)
                if moved is not None:
                    follow(work, moved)
            case Forward() as news:
                moved = work.store.outbox.forward(message.id, news.state, work.now, None)
                if moved is not None:
                    follow(work, moved)
