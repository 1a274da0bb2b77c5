"""What each KPI counts, as conditions on rows. Rows of one kind and one date are a cohort: all KPIs of a cohort are read in
one statement. The same formulas in words: hotline/kpi_words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hotline.domain.clock_row import ClockKind
from hotline.domain.flag import FlagKind
from hotline.domain.kpi import ByDate
from hotline.domain.survey import PARTLY, SOLVED
from hotline.domain.ticket import IN_WORK, ClosedAs, Kind, Outcome, State
from hotline.storage.tables import clocks, closings, flags, lookbacks, outbox, recurrences, surveys, tickets

type_condition = sa.ColumnElement[bool]

_T, _K, _S, _L, _R, _O, _X = tickets.c, clocks.c, surveys.c, lookbacks.c, recurrences.c, outbox.c, closings.c
_MOMENT = _T.received_at.type
SINCE, UNTIL, NOW = (sa.bindparam(name, type_=_MOMENT) for name in ("since", "until", "now"))
# Counted in a total of its own and nowhere else: no breakdown, and no subtraction, can tell of one.
NAMED = _T.kind != Kind.PROTECTION.value


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Parts:
    """The conditions of one KPI; ``of``: its distinct values are counted instead of rows."""

    numerator: type_condition
    denominator: type_condition | None = None
    non_response: type_condition | None = None
    excluded: type_condition | None = None
    beside: type_condition | None = None
    of: sa.Column[Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Cohort:
    rows: sa.FromClause
    when: type_condition
    measures: Mapping[str, Parts]


def within(column: sa.Column[Any]) -> type_condition:
    """Half-open: a moment belongs to one period."""
    return sa.and_(column >= SINCE, column < UNTIL)


def _flagged(kind: FlagKind) -> type_condition:
    return sa.exists().where(flags.c.ticket_id == _T.id, flags.c.kind == kind.value)


_CHASED = sa.exists().where(_K.ticket_id == _T.id, _K.kind == ClockKind.CHASE.value)
_DISPATCHED = _T.dispatched_at.is_not(None)
_RULED = sa.and_(_DISPATCHED, _T.return_pending.is_(sa.false()))
RECEIVED = Cohort(
    rows=tickets,
    when=sa.and_(within(_T.received_at), NAMED),
    measures={
        "received": Parts(numerator=sa.true()),
        "dispatch_right_first": Parts(
            numerator=sa.and_(_RULED, _T.misrouted == 0), denominator=_RULED, excluded=_T.return_pending.is_(sa.true())
        ),
        "returns": Parts(numerator=sa.and_(_DISPATCHED, _T.returns > 0), denominator=_DISPATCHED),
        "extensions": Parts(numerator=sa.and_(_DISPATCHED, _T.extensions > 0), denominator=_DISPATCHED),
        "chased": Parts(numerator=sa.or_(_T.chases > 0, _CHASED), denominator=sa.true()),
        "reopened": Parts(numerator=_T.reopenings > 0, denominator=sa.or_(_T.reopenings > 0, _T.resolved_at.is_not(None))),
        "withdrawn_after_contact": Parts(
            numerator=sa.and_(_T.state == State.WITHDRAWN.value, _flagged(FlagKind.WITHDRAWN_SOON)),
            denominator=_T.state == State.WITHDRAWN.value,
        ),
    },
)  # fmt: skip

_RESULT_TOLD = sa.and_(_O.ticket_id == _X.ticket_id, _O.proves == "result", _O.created_at >= _X.resolved_at)


def _reached(state: str) -> type_condition:
    told_at = sa.func.coalesce(_O.sent_at, _O.final_at)
    return sa.exists().where(_RESULT_TOLD, _O.state == state, sa.or_(told_at.is_(None), told_at <= _X.closed_at))


_HEARD = _X.closed_as.in_((ClosedAs.ANSWERED.value, ClosedAs.VERDICT.value))
_ASKED_BACK = _X.closed_as != ClosedAs.NO_CHANNEL.value
_DELIVERED, _PRESUMED = sa.or_(_HEARD, _reached("delivered")), _reached("presumed")
_SUGGESTED = _T.kind == Kind.SUGGESTION.value
_ADOPTED = (Outcome.ADOPTED.value, Outcome.PARTLY.value)
CLOSED = Cohort(
    rows=closings.join(tickets, _X.ticket_id == _T.id),
    when=sa.and_(within(_X.closed_at), NAMED),
    measures={
        "closed": Parts(numerator=sa.true()),
        "feedback": Parts(
            numerator=sa.and_(_ASKED_BACK, sa.or_(_DELIVERED, _PRESUMED)), denominator=_ASKED_BACK,
            excluded=_X.closed_as == ClosedAs.NO_CHANNEL.value, beside=sa.and_(_ASKED_BACK, sa.not_(_DELIVERED), _PRESUMED),
        ),
        "unreachable": Parts(numerator=_X.closed_as == ClosedAs.UNREACHABLE.value, denominator=sa.true()),
        "silence": Parts(numerator=_X.closed_as == ClosedAs.SILENCE.value, denominator=sa.true()),
        "suggestions_adopted": Parts(
            numerator=sa.and_(_SUGGESTED, _X.outcome.in_(_ADOPTED)), denominator=sa.and_(_SUGGESTED, _X.outcome.is_not(None)),
            excluded=sa.and_(_SUGGESTED, _X.outcome.is_(None)),
            beside=sa.and_(_SUGGESTED, _X.outcome == Outcome.PARTLY.value),
        ),
    },
)  # fmt: skip

_ENDED = sa.and_(_K.met_at.is_(None), _K.stopped_at.is_not(None), _K.stopped_at <= _K.due_at)
_DECIDED = sa.and_(_K.due_at < NOW, sa.not_(_ENDED))


def _kept(kind: ClockKind) -> Parts:
    of_kind = _K.kind == kind.value
    return Parts(
        numerator=sa.and_(of_kind, _DECIDED, _K.met_at.is_not(None), _K.met_at <= _K.due_at),
        denominator=sa.and_(of_kind, _DECIDED), excluded=sa.and_(of_kind, sa.not_(_DECIDED)),
    )  # fmt: skip


DUE = Cohort(
    rows=clocks.join(tickets, _K.ticket_id == _T.id),
    when=sa.and_(within(_K.due_at), NAMED),
    measures={
        "accepted_in_time": _kept(ClockKind.ACCEPT),
        "response_in_time": _kept(ClockKind.RESPONSE),
        "result_in_time": _kept(ClockKind.RESULT),
    },
)

_CONTACT_CLAIMED = sa.exists().where(
    _K.ticket_id == _S.ticket_id, _K.round == _S.round, _K.kind == ClockKind.RESPONSE.value, _K.met_at.is_not(None)
)
JUDGED = Cohort(
    rows=surveys.join(tickets, _S.ticket_id == _T.id),
    when=sa.and_(within(_S.judged_at), NAMED),
    measures={
        "survey_answered": Parts(numerator=_S.solved.is_not(None), denominator=sa.true(), non_response=_S.solved.is_(None)),
        "solved": Parts(
            numerator=_S.solved == SOLVED, denominator=_S.solved.is_not(None), non_response=_S.solved.is_(None),
            beside=_S.solved == PARTLY,
        ),
    },
)
SURVEYED = Cohort(
    rows=surveys.join(tickets, _S.ticket_id == _T.id),
    when=sa.and_(within(_S.closed_at), NAMED),
    measures={
        "satisfied": Parts(
            numerator=_S.satisfied <= 2, denominator=_S.satisfied.is_not(None), non_response=_S.satisfied.is_(None)
        ),
        "contacted_confirmed": Parts(
            numerator=sa.and_(_CONTACT_CLAIMED, _S.contacted == 1),
            denominator=sa.and_(_CONTACT_CLAIMED, _S.contacted.is_not(None)),
            non_response=sa.and_(_CONTACT_CLAIMED, _S.contacted.is_(None)), excluded=sa.not_(_CONTACT_CLAIMED),
        ),
    },
)  # fmt: skip

_CAME_BACK = sa.or_(_R.at.is_not(None), _L.answer == 2)
_QUIET = sa.and_(_R.at.is_(None), _L.answer.is_(None))
LOOKED_BACK = Cohort(
    rows=lookbacks.join(tickets, _L.ticket_id == _T.id).outerjoin(
        recurrences, sa.and_(_R.ticket_id == _L.ticket_id, _R.round == _L.round)
    ),
    when=sa.and_(within(_L.due_at), _L.due_at < NOW, NAMED),
    measures={
        "recurrence": Parts(
            numerator=_CAME_BACK, denominator=sa.or_(_CAME_BACK, _L.answer.is_not(None)),
            non_response=sa.and_(_QUIET, _L.dropped_at.is_(None)), excluded=sa.and_(_QUIET, _L.dropped_at.is_not(None)),
        ),
    },
)  # fmt: skip

_LATE = sa.exists().where(
    _K.ticket_id == _T.id, _K.kind.in_((ClockKind.RESPONSE.value, ClockKind.RESULT.value)), _K.met_at.is_(None),
    _K.stopped_at.is_(None), _K.due_at < NOW,
)  # fmt: skip
STANDING = Cohort(
    rows=tickets,
    when=sa.and_(_T.state.in_(tuple(sorted(state.value for state in IN_WORK))), NAMED),
    measures={
        "in_work_now": Parts(numerator=sa.true()),
        "planned_now": Parts(numerator=_T.state == State.PLANNED.value),
        "overdue_now": Parts(numerator=_LATE),
    },
)
COHORTS: Mapping[ByDate, Cohort] = {
    ByDate.RECEIVED: RECEIVED, ByDate.CLOSED: CLOSED, ByDate.DUE: DUE, ByDate.JUDGED: JUDGED, ByDate.SURVEYED: SURVEYED,
    ByDate.LOOKED_BACK: LOOKED_BACK,
    ByDate.NOW: STANDING,
}  # fmt: skip
