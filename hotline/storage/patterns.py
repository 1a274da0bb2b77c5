"""What the rules of patterns count: a statement each, over the rows of a short time."""

import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from hotline.domain.audit import read_entry
from hotline.domain.call import Direction
from hotline.domain.clock_row import ClockKind
from hotline.domain.patterns import Answered, Asked, Looked, Picture, Praise, Result
from hotline.domain.request import RequestKind
from hotline.domain.ticket import Kind
from hotline.storage.tables import (
    audit_entries,
    callbacks,
    calls,
    clocks,
    drafts,
    entries,
    photos,
    requests,
    staff,
    surveys,
    tickets,
    waits,
)
from hotline.storage.tables.audit import REVEALED
from hotline.storage.transaction import Shelf

_T, _K, _W, _C, _P = tickets.c, clocks.c, waits.c, calls.c, photos.c
_SINCE: sa.BindParameter[datetime] = sa.bindparam("since", type_=_K.due_at.type)
_UNTIL: sa.BindParameter[datetime] = sa.bindparam("until", type_=_K.due_at.type)
_OPEN_KIND = _T.kind != Kind.PROTECTION.value  # what protection officers alone see stands in no pattern

_RESULTS = (
    sa.select(_T.officer_id, _T.handler, _K.met_at, _K.due_at)
    .select_from(clocks.join(tickets, _T.id == _K.ticket_id))
    .where(
        sa.literal_column(f"clocks.kind = '{ClockKind.RESULT.value}'"), _K.met_at >= _SINCE, _T.officer_id.is_not(None),
        _OPEN_KIND,
    )
    .order_by(_K.met_at)
)  # fmt: skip
_ASKED = (
    sa.select(staff.c.department, sa.func.count().label("n"))
    .select_from(requests.join(staff, staff.c.id == requests.c.asked_by))
    .where(requests.c.asked_at >= _SINCE, requests.c.kind == RequestKind.EXTENSION.value, staff.c.department.is_not(None))
    .group_by(staff.c.department)
)
_GOT = (
    sa.select(_T.handler, sa.func.count().label("n"))
    .where(_T.received_at >= _SINCE, _T.handler.is_not(None))
    .group_by(_T.handler)
)
_VERY_SATISFIED = (
    sa.select(_T.officer_id, _T.reporter_id, sa.func.count().label("n"))
    .select_from(surveys.join(tickets, _T.id == surveys.c.ticket_id))
    .where(surveys.c.closed_at >= _SINCE, surveys.c.satisfied == 1, _T.officer_id.is_not(None), _T.reporter_id.is_not(None))
    .group_by(_T.officer_id, _T.reporter_id)
)
_PRAISED = (
    sa.select(_T.officer_id, _T.reporter_id, sa.func.count().label("n"))
    .where(
        _T.received_at >= _SINCE, _T.kind == Kind.PRAISE.value, _T.officer_id.is_not(None), _T.reporter_id.is_not(None),
    )
    .group_by(_T.officer_id, _T.reporter_id)
)  # fmt: skip
_PICTURES = (
    sa.select(_P.ticket_id, _T.number, _T.reporter_id, _P.staff_id, _P.looks, _P.created_at)
    .select_from(photos.join(tickets, _T.id == _P.ticket_id))
    .where(_P.looks.is_not(None), _P.ticket_id.is_not(None), _P.created_at >= _SINCE, _OPEN_KIND)
    .order_by(_P.created_at.desc())
    .limit(sa.bindparam("l"))
)
_DRAFTED = sa.exists().where(drafts.c.call_id == _W.call_id, drafts.c.ticket_id.is_not(None))
_CALLED_BACK = sa.exists().where(callbacks.c.reporter_id == _W.reporter_id, callbacks.c.created_at >= _W.joined_at)
_NOTED = sa.exists().where(
    entries.c.by == _W.operator_id, entries.c.ticket_id == _T.id, _T.reporter_id == _W.reporter_id,
    entries.c.at >= _W.joined_at,
)  # fmt: skip
_WITHOUT = sa.and_(_C.ticket_id.is_(None), ~_DRAFTED, ~_CALLED_BACK, ~_NOTED)
_TALKS = sa.and_(_W.since >= _SINCE, _W.joined_at.is_not(None), _W.operator_id.is_not(None), _W.ended_at <= _UNTIL)
_LEFT_NOTHING = (
    sa.select(
        _W.operator_id, sa.func.count().label("n"), sa.func.sum(sa.case((_WITHOUT, 1), else_=0)).label("odd"),
    )
    .select_from(waits.join(calls, _C.id == _W.call_id))
    .where(_TALKS)
    .group_by(_W.operator_id)
)  # fmt: skip
_OURS = calls.alias("ours")
_ENDS = (
    sa.select(_W.operator_id, _W.joined_at, _OURS.c.ended_at.label("ours"), _C.ended_at.label("theirs"))
    .select_from(waits.join(calls, _C.id == _W.call_id).join(_OURS, _OURS.c.message_id == _W.message_id))
    .where(_TALKS, _C.ended_at.is_not(None), _OURS.c.ended_at.is_not(None))
)
_CAME_IN = (
    sa.select(_C.ticket_id, _C.started_at, _C.ended_at, _C.answer)
    .where(
        _C.started_at >= _SINCE, _C.direction == Direction.INBOUND.value, _C.staff_id.is_(None), _C.ended_at.is_not(None),
    )
)  # fmt: skip
_REVEALED = sa.select(audit_entries.c.text).where(sa.text(REVEALED), audit_entries.c.at >= _SINCE)
ENDED_BY_US = "HangUp"
APART = timedelta(seconds=1)  # ends so close together don't tell who was first


class Patterns(Shelf):
    """Reads only."""

    __slots__ = ()

    def results(self, since: datetime) -> tuple[Result, ...]:
        rows = self._tx.rows(clocks, _RESULTS, {"since": since})
        return tuple(
            Result(officer_id=row.officer_id, department=row.handler, at=row.met_at, due_at=row.due_at) for row in rows
        )

    def extensions(self, since: datetime) -> tuple[Asked, ...]:
        """Every department that got a ticket since, or asked."""
        asked = {row.department: int(row.n) for row in self._tx.rows(requests, _ASKED, {"since": since})}
        got = {row.handler: int(row.n) for row in self._tx.rows(tickets, _GOT, {"since": since})}
        names = sorted({*asked, *got})
        return tuple(Asked(department=name, asked=asked.get(name, 0), tickets=got.get(name, 0)) for name in names)

    def praise(self, since: datetime) -> tuple[Praise, ...]:
        """By tickets that praise and by the best of verdicts, together."""
        times: dict[tuple[str, str], int] = {}
        for table, query in ((surveys, _VERY_SATISFIED), (tickets, _PRAISED)):
            for row in self._tx.rows(table, query, {"since": since}):
                who = (row.officer_id, row.reporter_id)
                times[who] = times.get(who, 0) + int(row.n)
        return tuple(Praise(officer_id=who[0], reporter_id=who[1], times=n) for who, n in times.items())

    def pictures(self, since: datetime, limit: int) -> tuple[Picture, ...]:
        """The newest first."""
        rows = self._tx.rows(photos, _PICTURES, {"since": since, "l": limit})
        return tuple(
            Picture(
                ticket_id=row.ticket_id, number=row.number, reporter_id=row.reporter_id, by=row.staff_id, looks=row.looks,
                at=row.created_at,
            )
            for row in rows
        )  # fmt: skip

    def left_nothing(self, since: datetime, until: datetime) -> tuple[Answered, ...]:
        """Of the talks that ended by ``until``, those that left no ticket, call-back or note of the operator's."""
        rows = self._tx.rows(waits, _LEFT_NOTHING, {"since": since, "until": until})
        return tuple(Answered(staff_id=row.operator_id, calls=int(row.n), odd=int(row.odd or 0)) for row in rows)

    def ended_early(self, since: datetime, until: datetime, within: timedelta) -> tuple[Answered, ...]:
        """Talks that the operator's telephone ended soon, the caller's line being up still. Nobody tells who put down; only
        whose line ended first."""
        found: dict[str, list[bool]] = {}
        for row in self._tx.rows(waits, _ENDS, {"since": since, "until": until}):
            early = row.ours + APART <= row.theirs and row.ours - row.joined_at <= within
            found.setdefault(row.operator_id, []).append(early)
        return tuple(Answered(staff_id=who, calls=len(ends), odd=sum(ends)) for who, ends in sorted(found.items()))

    def line_ended_early(self, since: datetime, within: timedelta) -> Answered:
        """Calls that came in, and were told to end by the menu itself within that time, without a ticket."""
        total = odd = 0
        for row in self._tx.rows(calls, _CAME_IN, {"since": since}):
            total += 1
            short = row.ticket_id is None and row.ended_at - row.started_at <= within
            odd += short and _told_to_end(self._open("calls.answer", row.answer))
        return Answered(staff_id=None, calls=total, odd=odd)

    def revealed(self, since: datetime) -> tuple[Looked, ...]:
        """Of how many reporters each person looked at the number."""
        seen: dict[str, set[str]] = {}
        for row in self._tx.rows(audit_entries, _REVEALED, {"since": since}):
            entry = read_entry(row.text)
            seen.setdefault(entry.actor.id, set()).add(str(entry.facts.get("reporter")))
        return tuple(Looked(staff_id=who, reporters=len(whom)) for who, whom in sorted(seen.items()))


def _told_to_end(answer: str | None) -> bool:
    """Was the last that the carrier was told to end the call?"""
    rows: Any = json.loads(answer) if answer else ()
    return isinstance(rows, list) and any(isinstance(each, dict) and each.get("kind") == ENDED_BY_US for each in rows)
