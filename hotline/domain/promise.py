"""What was promised about a ticket and can still be kept: the next answer, and the day on which it is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.ticket import IN_WORK, State, Ticket

ANSWERS = (ClockKind.CHASE, ClockKind.RESPONSE)
TOLD = (*ANSWERS, ClockKind.RESULT)  # the clocks whose times a resident was given
TAKEN_ON = frozenset({State.ACCEPTED, State.IN_PROGRESS, State.PLANNED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """``answer_by``: the next time at which somebody hears from us. ``finish_by``: the result; only of what a department
    has taken on. ``missed``: the newest of the times that passed unkept. All None where nothing is promised any more.
    ``committee``: it is the committee's to answer, in writing, and no other time is promised."""

    answer_by: datetime | None = None
    finish_by: datetime | None = None
    missed: datetime | None = None
    committee: bool = False


NOTHING = Promise()


def promise(ticket: Ticket, clocks: Iterable[Clock], now: datetime) -> Promise:
    """Of the clocks of this round. Where one was missed, the time told with the apology is the next answer."""
    if ticket.state not in IN_WORK:
        return NOTHING
    unmet = [c for c in clocks if c.met_at is None and c.round == ticket.round]
    final = next((c for c in unmet if c.kind is ClockKind.FINAL), None)
    if final is not None:
        ahead = [at for at in (final.due_at, final.committee_at) if at is not None and at > now]
        return Promise(answer_by=min(ahead, default=None), missed=final.due_at if final.due_at <= now else None, committee=True)
    running = [c for c in unmet if c.kind in TOLD]
    missed = [c for c in running if c.due_at <= now]
    told = [c.due_at for c in running if c.kind in ANSWERS]
    told += [c.committee_at for c in missed if c.committee_at is not None]
    results = [c.due_at for c in running if c.kind is ClockKind.RESULT and ticket.state in TAKEN_ON]
    return Promise(
        answer_by=min((at for at in told if at > now), default=None),
        finish_by=max((at for at in results if at > now), default=None),
        missed=max((c.due_at for c in missed), default=None),
    )
