"""News of a call from the carrier: it ended, or never began. A hang-up loses nothing; a call unanswered is tried again
as far as the rules allow."""

from dataclasses import dataclass, replace

from hotline.domain.call import Call, CallState, Direction
from hotline.domain.calling import after_call
from hotline.domain.delivery import Fail, Forward
from hotline.domain.duty import is_duty
from hotline.domain.message import Message
from hotline.services.handle_call.begun_with import begun_with
from hotline.services.handle_call.facts import whole
from hotline.services.handle_call.line import Line
from hotline.services.handle_call.lost import lose
from hotline.services.parts import Parts
from hotline.services.steps.news import change, of_this_try
from hotline.services.steps.offering import FLOW
from hotline.services.work import Work, working
from ivr_flows.model import Session

# Kept by a flow when it tells of this ticket, this piece of information, this choice of a consultation.
HEARD = ("number", "topic", "option")
FINAL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


@dataclass(frozen=True, kw_only=True, slots=True)
class CallNews:
    """``message_id`` is the outbox id in the callback address of a call we placed; empty for one that came in."""

    account: str
    sid: str
    status: str
    message_id: str = ""
    answered_by: str | None = None
    error: int | None = None


def note_call(parts: Parts, news: CallNews) -> None:
    with working(parts) as work:
        call = work.store.calls.by_sid(news.sid)
        if call is None and not news.message_id:
            return  # it overtook the call itself: not taken, so that it counts when it is told or asked about again
        if not work.store.webhooks.take(news.account, "call", news.sid, news.status, work.now):
            return
        if news.status in FINAL and call is not None and call.state is CallState.UP:
            # Taken before anything is kept: an end may be told and asked about in the same moment, and whoever comes second
            # must not leave a second draft. The row comes back as the last turn left it.
            line_gone(work, work.store.calls.end(call.sid, work.now))
        if news.message_id:
            _outbound(work, news, call)


def line_gone(work: Work, call: Call | None) -> None:
    """The flow is told that the line went: what was said is kept."""
    if call is None:
        return
    session = whole(work.parts, call.session) if call.session else None
    if session is not None:
        flow = begun_with(work.parts, work.store, session) or work.parts.flows.get(session.flow)
        if flow is not None:
            lose(Line(work=work, call=call), flow, session)
        if call.direction is Direction.INBOUND:
            work.store.calls.note_served(call.id, served=_served(call, session))


def _served(call: Call, session: Session) -> bool:
    """Did the caller get what a menu can give: something done, or heard what they asked for? A dropped report is none."""
    heard = any(session.answers.get(name) for name in HEARD)
    return call.ticket_id is not None or bool(session.done) or heard or bool(session.facts.get("open_ticket"))


def _outbound(work: Work, news: CallNews, call: Call | None) -> None:
    message = work.store.outbox.get(news.message_id)
    if message is None:
        return
    if message.template == FLOW:
        _operator(work, news, message)
        return
    status = news.status
    if status == "completed" and not is_heard(call):
        # Picked up, but nobody confirmed that they are the one who is meant.
        status = "no-answer"
    outcome = after_call(message, status, news.answered_by, news.error, work.now, work.parts.call_hours.allowed_at)
    if isinstance(outcome, Fail) and is_duty(message) and news.status == "completed" and outcome.why != "machine":
        outcome = replace(outcome, why="silent")
    if of_this_try(work, message, news.sid, arrived=isinstance(outcome, Forward)):
        change(work, message, news.sid, outcome)


def _operator(work: Work, news: CallNews, message: Message) -> None:
    """An operator's telephone: one try; what follows for whoever waits follows from its end."""
    outcome = after_call(message, news.status, news.answered_by, news.error, work.now)
    if outcome is not None and of_this_try(work, message, news.sid, arrived=isinstance(outcome, Forward)):
        change(work, message, news.sid, outcome)


def is_heard(call: Call | None) -> bool:
    """Did somebody confirm, so that the case was told?"""
    if call is None or not call.session:
        return False
    return bool(Session.from_json(call.session).answers.get("confirmed"))
