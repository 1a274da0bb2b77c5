"""What the KPIs of the line count: calls, who waited for a person, texts and their first answer. Of the city as a whole."""

import sqlalchemy as sa

from hotline.domain.call import CallState, Direction
from hotline.domain.message import Means, Purpose
from hotline.domain.reporter import Age
from hotline.domain.ticket import Kind
from hotline.domain.waiting import WaitState
from hotline.storage.kpi_cohorts import Cohort, Parts, within
from hotline.storage.seconds import seconds_between
from hotline.storage.tables import calls, inbound, outbox, reporters, tickets, waits

_C, _W, _I, _O, _T = calls.c, waits.c, inbound.c, outbox.c, tickets.c
ANSWER_WITHIN = sa.bindparam("answer_within", type_=sa.Float())
TEXT_WITHIN = sa.bindparam("text_within", type_=sa.Float())

_WANTED = sa.exists().where(_W.call_id == _C.id)
_TALKED = sa.exists().where(_W.call_id == _C.id, _W.joined_at.is_not(None))
_GAVE_UP = sa.exists().where(_W.call_id == _C.id, _W.state == WaitState.ABANDONED.value)
_SERVED = sa.func.coalesce(_C.served, sa.true())
# Put down before the greeting was through: nobody was to be served.
_GONE = sa.and_(sa.not_(_WANTED), sa.not_(_SERVED), seconds_between(_C.started_at, _C.ended_at) <= ANSWER_WITHIN)
_OVER = sa.and_(sa.or_(_C.state != CallState.UP.value, _TALKED), sa.not_(sa.func.coalesce(_GONE, sa.false())))
_CALLS = Cohort(
    rows=calls,
    when=sa.and_(_C.direction == Direction.INBOUND.value, _C.staff_id.is_(None), within(_C.started_at)),
    measures={
        "calls_connected": Parts(
            numerator=sa.and_(_OVER, sa.or_(_TALKED, sa.and_(sa.not_(_WANTED), _SERVED))), denominator=_OVER,
            excluded=sa.not_(_OVER), beside=sa.and_(_OVER, sa.not_(_TALKED), _GAVE_UP),
        ),
    },
)  # fmt: skip

_JOINED = _W.joined_at.is_not(None)
_HASTY = sa.and_(
    _W.joined_at.is_(None), _W.state == WaitState.ABANDONED.value, seconds_between(_W.since, _W.ended_at) <= ANSWER_WITHIN
)
_STILL = sa.and_(_W.joined_at.is_(None), _W.ended_at.is_(None))
_COUNTS = sa.and_(sa.not_(_STILL), sa.or_(_JOINED, _W.state != WaitState.ABANDONED.value, sa.not_(_HASTY)))
_WAITS = Cohort(
    rows=waits,
    when=within(_W.since),
    measures={
        "calls_answered_quickly": Parts(
            numerator=sa.and_(_JOINED, seconds_between(_W.since, _W.joined_at) <= ANSWER_WITHIN), denominator=_COUNTS,
            excluded=sa.or_(_STILL, _HASTY),
            beside=sa.and_(_COUNTS, _W.joined_at.is_(None), _W.state == WaitState.ABANDONED.value),
        ),
    },
)  # fmt: skip

# The answer is written in the transaction that takes the text in, and bears its moment.
_ANSWER = sa.and_(
    _O.reporter_id == _I.reporter_id, _O.created_at == _I.at, _O.means == Means.TEXT.value,
    _O.purpose.in_((Purpose.ANSWER.value, Purpose.URGENT.value)),
)  # fmt: skip
_OWED = sa.exists().where(_ANSWER)
_QUICK = sa.exists().where(_ANSWER, _O.sent_at.is_not(None), seconds_between(_I.at, _O.sent_at) <= TEXT_WITHIN)
_TEXTS = Cohort(
    rows=inbound,
    when=sa.and_(_I.reporter_id.is_not(None), within(_I.at)),
    measures={"texts_answered_quickly": Parts(numerator=_QUICK, denominator=_OWED, excluded=sa.not_(_OWED))},
)
_PROTECTION = Cohort(
    rows=tickets,
    when=sa.and_(_T.kind == Kind.PROTECTION.value, within(_T.received_at)),
    measures={"protection": Parts(numerator=sa.true())},
)
LINE = (_CALLS, _WAITS, _TEXTS, _PROTECTION)

# One reporter counts once, however many tickets; who withheld their number can't be counted at all.
AGES = Cohort(
    rows=tickets.outerjoin(reporters, reporters.c.id == _T.reporter_id),
    when=sa.and_(within(_T.received_at), _T.kind != Kind.PROTECTION.value),
    measures={
        "reporters_over_60": Parts(
            numerator=reporters.c.age == Age.OVER_60.value, denominator=_T.reporter_id.is_not(None),
            beside=reporters.c.age.is_(None), of=_T.reporter_id,
        ),
    },
)  # fmt: skip
