"""Calls whose end nobody told us, as after an outage: the carrier is asked, and its answer is noted like its own news.

A carrier does not repeat what it could not tell. Without this a draft would never be kept, and a result never told again.
"""

import logging
from datetime import timedelta

from hotline.domain.errors import CarrierError, Conflict
from hotline.services.handle_call.ended import FINAL, CallNews, note_call
from hotline.services.parts import Parts
from hotline.services.steps.sending import Carrier

log = logging.getLogger(__name__)

ASK_AFTER = timedelta(minutes=3)  # few calls last longer, and asking about one that does costs a request
MOST = 50
ASKED = "asked"  # stands for the account where repeats are told apart: we were not told, we asked


def ask_calls(parts: Parts, carrier: Carrier) -> int:
    """How many turned out to be over."""
    before = parts.clock.now() - ASK_AFTER
    with parts.database.reading() as store:
        doubtful = {call.sid: call.message_id or "" for call in store.calls.still_up(before, MOST)}
        doubtful |= {m.carrier_sid: m.id for m in store.outbox.unfinished_calls(before, MOST) if m.carrier_sid}
    over = sum(_ask(parts, carrier, sid, message_id) for sid, message_id in doubtful.items())
    if over:
        log.info("%d calls were over without our having been told", over)
    return over


def _ask(parts: Parts, carrier: Carrier, sid: str, message_id: str) -> bool:
    try:
        found = carrier.fetch_call(sid)
    except CarrierError as error:
        log.warning("the carrier could not say how call %s stands: %s", sid, type(error).__name__)
        return False
    status = found.status if found is not None else "failed"  # nobody knows it: it surely lasts no longer
    if status not in FINAL:
        return False
    try:
        note_call(parts, CallNews(
            account=ASKED, sid=sid, status=status, message_id=message_id, answered_by=found.answered_by if found else None,
        ))
    except Conflict:
        return False  # its end is told at this very moment
    return True
