"""What became of a message whose sending nobody saw the end of: the carrier is asked before anything is sent again.

Its list shows no callback address, so a text is known by its words: one with the same words that no row of ours
is known to be is this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from hotline.domain.delivery import receipt_state
from hotline.domain.message import Delivery, Means, Message
from hotline.services.ports import Store
from hotline.services.steps.sending import Carrier, SentCall, SentText

# Clocks differ, and the carrier tells times in whole seconds.
EARLIER = timedelta(minutes=2)
_NEVER_WENT = frozenset({"failed", "canceled"})
_LOST = frozenset({Delivery.FAILED, Delivery.UNDELIVERED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A message of the carrier's that may be ours: its reference, and whether it is known to have arrived."""

    sid: str
    arrived: bool = False


def candidates(message: Message, carrier: Carrier) -> tuple[Found, ...]:
    """Oldest first. Raises CarrierError where the carrier can't say."""
    # This try can't have begun before it was due; a call that was busy before was another try.
    since = message.due_at - EARLIER
    if message.means is Means.CALL:
        return tuple(Found(sid=c.sid) for c in reversed(_alive(carrier.sent_calls(message.to, since))))
    words = _plain(message.body or "")
    same = [t for t in carrier.sent_texts(message.to, since) if _plain(t.body) == words]
    return tuple(
        Found(sid=t.sid, arrived=receipt_state(t.status) is Delivery.DELIVERED)
        for t in reversed(same)
        if receipt_state(t.status) not in _LOST
    )


def nobodys(found: Iterable[Found], store: Store) -> Found | None:
    """The first that no row of ours is known to be."""
    return next((f for f in found if store.outbox.by_sid(f.sid) is None), None)


def _alive(calls: Sequence[SentCall]) -> list[SentCall]:
    return [call for call in calls if call.status not in _NEVER_WENT]


def _plain(body: str) -> str:
    return " ".join(body.split())


__all__ = ["Found", "SentText", "candidates", "nobodys"]
