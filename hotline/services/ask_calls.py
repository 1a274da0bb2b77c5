"""Calls whose end nobody told us, as after an outage: the carrier is asked, and its answer is noted like its own news.

A carrier does not repeat what it could not tell. Without this a draft would never be kept, and a result never told again.
A call that is still up after longer than any call lasts hangs: it is ended, what was said is kept, and it is counted.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from hotline.domain.call import Call
from hotline.domain.errors import CarrierError, Conflict
from hotline.services.handle_call.ended import FINAL, CallNews, note_call
from hotline.services.handle_call.saved import from_plain
from hotline.services.parts import Parts
from hotline.services.steps.sending import Carrier
from ivr_flows.outputs import Dial, Enqueue

log = logging.getLogger(__name__)

ASK_AFTER = timedelta(minutes=3)  # few calls last longer, and asking about one that does costs a request
MOST = 50
ASKED = "asked"  # stands for the account where repeats are told apart: we were not told, we asked


@dataclass(frozen=True, kw_only=True, slots=True)
class Longest:
    """How long a call may be up; ``talk``: one that waits for a person, or talks with one."""

    call: timedelta = timedelta(hours=1)
    talk: timedelta = timedelta(hours=4)


def ask_calls(parts: Parts, carrier: Carrier, longest: Longest = Longest()) -> int:
    """How many turned out to be over, or were ended."""
    now = parts.clock.now()
    before = now - ASK_AFTER
    with parts.database.reading() as store:
        doubtful = [
            _Doubtful(
                sid=call.sid, message_id=call.message_id or "", hangs=now - call.started_at > _may_last(call, longest),
                may_talk=now - call.started_at <= longest.talk,
            )
            for call in store.calls.still_up(before, MOST)
        ]
        seen = {one.sid for one in doubtful}
        doubtful += [
            _Doubtful(sid=m.carrier_sid, message_id=m.id, hangs=False)
            for m in store.outbox.unfinished_calls(before, MOST) if m.carrier_sid and m.carrier_sid not in seen
        ]
    over = sum(_ask(parts, carrier, one) for one in doubtful)
    if over:
        log.info("%d calls were over without our having been told", over)
    return over


@dataclass(frozen=True, kw_only=True, slots=True)
class _Doubtful:
    sid: str
    message_id: str
    hangs: bool
    may_talk: bool = False  # not yet longer than a talk lasts


def _may_last(call: Call, longest: Longest) -> timedelta:
    """Whoever is with a person, or waits for one, is not on our line alone."""
    outputs = from_plain(call.answer)
    return longest.talk if outputs and isinstance(outputs[-1], Enqueue | Dial) else longest.call


def _ask(parts: Parts, carrier: Carrier, doubtful: _Doubtful) -> bool:
    sid = doubtful.sid
    try:
        found = carrier.fetch_call(sid)
        status = found.status if found is not None else "failed"  # nobody knows it: it surely lasts no longer
        if status not in FINAL:
            # An apology may have rung a person for them, which nobody could note: the carrier is asked before it is ended.
            if not doubtful.hangs or (doubtful.may_talk and carrier.talks(sid)):
                return False
            status = _end(parts, carrier, sid)
    except CarrierError as error:
        log.warning("the carrier could not say how call %s stands, or end it: %s", sid, type(error).__name__)
        return False
    try:
        note_call(parts, CallNews(
            account=ASKED, sid=sid, status=status, message_id=doubtful.message_id,
            answered_by=found.answered_by if found else None,
        ))
    except Conflict:
        return False  # its end is told at this very moment
    return True


def _end(parts: Parts, carrier: Carrier, sid: str) -> str:
    """Counted before it is ended, so that a process that dies between has not done it unseen."""
    with parts.database.writing() as store:
        store.calls.hang(sid, parts.clock.now())
    carrier.end_call(sid)
    log.error("call %s hung: it was up longer than any call lasts, and was ended", sid)
    return "completed"
