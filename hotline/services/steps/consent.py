"""Looked at once more before a broadcast's text leaves: it may have been written long ago, and wanted or not since."""

from collections.abc import Sequence
from datetime import datetime

from hotline.domain.message import Delivery, Message, Purpose
from hotline.services.ports import Store


def still_wanted(store: Store, claimed: Sequence[Message], now: datetime) -> tuple[Message, ...]:
    """Without those whose reader said STOP or refuses broadcasts, or whose broadcast was stopped: they are cancelled."""
    many = [m for m in claimed if m.purpose is Purpose.BROADCAST]
    if not many:
        return tuple(claimed)
    readers = store.reporters.get_many(m.reporter_id for m in many if m.reporter_id)
    broadcasts = {key: store.broadcasts.get(key) for key in {m.broadcast_id for m in many if m.broadcast_id}}
    unwanted: set[str] = set()
    for message in many:
        reader, broadcast = readers.get(message.reporter_id or ""), broadcasts.get(message.broadcast_id or "")
        if reader is None or reader.stopped_at is not None or not reader.takes(Purpose.BROADCAST.value):
            why = "stopped"
        elif broadcast is None or broadcast.stopped_at is not None:
            why = "broadcast_stopped"
        else:
            continue
        store.outbox.forward(message.id, Delivery.CANCELLED, now, why=why)
        unwanted.add(message.id)
    return tuple(m for m in claimed if m.id not in unwanted)
