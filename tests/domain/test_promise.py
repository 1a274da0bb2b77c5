"""When is asked: the next answer and the day of the result, each only while it can still be kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.promise import Promise, promise
from hotline.domain.ticket import Channel, Kind, State, Ticket

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
TICKET = Ticket(id="t", number="26417301", kind=Kind.REPORT, channel=Channel.SMS, language="zh-CN", received_at=NOW)
HOUR = timedelta(hours=1)
K, S = ClockKind, State


def clock(kind: ClockKind, hours: int, *, met: bool = False, round_: int = 0) -> Clock:
    due = NOW + hours * HOUR
    return Clock(
        id=f"{kind}{hours}", ticket_id="t", kind=kind, round=round_, started_at=NOW - 100 * HOUR, due_at=due, warn_at=None,
        committee_at=due + 24 * HOUR, met_at=NOW if met else None,
    )  # fmt: skip


def answer(hours: int) -> Promise:
    return Promise(answer_by=NOW + hours * HOUR)


CASES = [
    ("an answer first, while nobody has taken it on", S.DISPATCHED, [clock(K.RESPONSE, 24), clock(K.RESULT, 99)], answer(24)),
    ("then both", S.ACCEPTED, [clock(K.RESPONSE, 24), clock(K.RESULT, 99)],
     Promise(answer_by=NOW + 24 * HOUR, finish_by=NOW + 99 * HOUR)),
    ("the result alone once somebody was in touch", S.IN_PROGRESS, [clock(K.RESPONSE, 24, met=True), clock(K.RESULT, 99)],
     Promise(finish_by=NOW + 99 * HOUR)),
    ("a chase brings a time of its own", S.IN_PROGRESS, [clock(K.CHASE, 4), clock(K.RESPONSE, 24)], answer(4)),
    ("missed: the time told with the apology", S.DISPATCHED, [clock(K.RESPONSE, -1), clock(K.ACCEPT, -5)],
     Promise(answer_by=NOW + 23 * HOUR, missed=NOW - HOUR)),
    ("missed long ago: nothing is left but to say so", S.ACCEPTED, [clock(K.RESULT, -30)], Promise(missed=NOW - 30 * HOUR)),
    ("the clocks of an older round promise nothing", S.ACCEPTED, [clock(K.RESULT, 99, round_=1)], Promise()),
    ("nothing is promised of what is closed", S.CLOSED, [clock(K.RESULT, 99)], Promise()),
    ("the committee's written answer, and no other time", S.ACCEPTED, [clock(K.FINAL, 99), clock(K.CHASE, 4), clock(K.RESULT, 9)],
     Promise(answer_by=NOW + 99 * HOUR, committee=True)),
    ("the committee is late: the time told with the apology", S.DISPATCHED, [clock(K.FINAL, -1)],
     Promise(answer_by=NOW + 23 * HOUR, missed=NOW - HOUR, committee=True)),
]  # fmt: skip


@pytest.mark.parametrize(("state", "clocks", "found"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_still_promised(state: State, clocks: list[Clock], found: Promise) -> None:
    assert promise(replace(TICKET, state=state), clocks, NOW) == found
