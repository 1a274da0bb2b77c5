"""Calls, keyed by the carrier's id. A turn is saved only where the turn is still the old one."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.call import Call, CallState, Direction
from hotline.storage.tables import calls
from hotline.storage.transaction import Shelf, type_row

_PHONE, _SESSION, _ANSWER = "calls.phone", "calls.session", "calls.answer"
_C = calls.c
_UP = _C.state == sa.literal_column("'up'")
_BY_SID = sa.select(calls).where(_C.sid == sa.bindparam("s"))
_GET = sa.select(calls).where(_C.id == sa.bindparam("i"))
_OF_TICKET = sa.select(calls).where(_C.ticket_id == sa.bindparam("t")).order_by(_C.started_at, _C.id)
_STILL_UP = (
    sa.select(calls)
    .where(_UP, _C.started_at < sa.bindparam("b", type_=_C.started_at.type))
    .order_by(_C.started_at, _C.id)
    .limit(sa.bindparam("l"))
)
_CHANGES = ("reporter_id", "ticket_id", "language", "session", "answer", "turn")
_SAVE_TURN = (
    sa.update(calls)
    # Not asked whether the call is up: the recording a hang-up ended may come after the end of the call.
    .where(_C.id == sa.bindparam("i"), _C.turn == sa.bindparam("expected"))
    .values({name: sa.bindparam(name) for name in _CHANGES})
)
_HOLD = sa.update(calls).where(_C.id == sa.bindparam("i")).values(turn=_C.turn)
_END = (
    sa.update(calls)
    .where(_C.sid == sa.bindparam("s"), _UP)
    .values(state=CallState.ENDED.value, ended_at=sa.bindparam("at", type_=_C.ended_at.type))
    .returning(*_C)
)
_HANG = sa.update(calls).where(_C.sid == sa.bindparam("s"), _C.hung_at.is_(None)).values(
    hung_at=sa.bindparam("at", type_=_C.hung_at.type)
)
_HUNG = sa.select(sa.func.count().label("n")).where(
    _C.hung_at.is_not(None), _C.hung_at >= sa.bindparam("since", type_=_C.hung_at.type)
)
_SERVED = sa.update(calls).where(calls.c.id == sa.bindparam("i")).values(served=sa.bindparam("y"))


class Calls(Shelf):
    __slots__ = ()

    def by_sid(self, sid: str) -> Call | None:
        return self._one(_BY_SID, {"s": sid})

    def get(self, call_id: str) -> Call | None:
        return self._one(_GET, {"i": call_id})

    def add(self, call: Call) -> None:
        """Keep a new call; the same sid twice is Conflict at the commit."""
        self._tx.insert(calls, self.row(call))

    def row(self, call: Call) -> type_row:
        """As it is stored."""
        return self._turn(call) | {
            "id": call.id,
            "sid": call.sid,
            "direction": call.direction.value,
            "phone": self._seal(_PHONE, call.phone),
            "staff_id": call.staff_id,
            "message_id": call.message_id,
            "state": call.state.value,
            "started_at": call.started_at,
            "ended_at": call.ended_at,
            "hung_at": call.hung_at,
            "served": None,  # known when it is over
        }

    def save_turn(self, call: Call, expected_turn: int) -> None:
        """Write the next turn. Conflict, now or at the commit, where another request took that turn first."""
        self._tx.guarded(_SAVE_TURN, self._turn(call) | {"i": call.id, "expected": expected_turn})

    def hold(self, call_id: str) -> None:
        """Until the commit nobody else changes this call, and what was committed before is seen."""
        self._tx.run(_HOLD, {"i": call_id})

    def end(self, sid: str, at: datetime) -> Call | None:
        """The call is over; it comes back the first time only."""
        row = self._tx.run(_END, {"s": sid, "at": at}).first()
        return None if row is None else self._call(row)

    def note_served(self, call_id: str, *, served: bool) -> None:
        """What its caller came away with, once it is over."""
        self._tx.run(_SERVED, {"i": call_id, "y": served})

    def hang(self, sid: str, at: datetime) -> None:
        """It lasted too long, and is ended by us; the first time is kept."""
        self._tx.run(_HANG, {"s": sid, "at": at})

    def hung_since(self, since: datetime) -> int:
        row = self._tx.first(calls, _HUNG, {"since": since})
        return int(row.n)

    def still_up(self, before: datetime, limit: int = 100) -> tuple[Call, ...]:
        """Calls that began before this moment and never ended."""
        return tuple(map(self._call, self._tx.rows(calls, _STILL_UP, {"b": before, "l": limit})))

    def of_ticket(self, ticket_id: str) -> tuple[Call, ...]:
        return tuple(map(self._call, self._tx.rows(calls, _OF_TICKET, {"t": ticket_id})))

    def _one(self, query: sa.Executable, values: type_row) -> Call | None:
        row = self._tx.first(calls, query, values)
        return None if row is None else self._call(row)

    def _turn(self, call: Call) -> type_row:
        answer = None if call.answer is None else json.dumps(call.answer, ensure_ascii=False)
        return {
            "reporter_id": call.reporter_id,
            "ticket_id": call.ticket_id,
            "language": call.language,
            "session": self._seal(_SESSION, json.dumps(dict(call.session), ensure_ascii=False)),
            "answer": self._seal(_ANSWER, answer),
            "turn": call.turn,
        }

    def _call(self, row: Any) -> Call:
        answer = self._open(_ANSWER, row.answer)
        return Call(
            id=row.id,
            sid=row.sid,
            direction=Direction(row.direction),
            phone=self._open(_PHONE, row.phone),
            reporter_id=row.reporter_id,
            staff_id=row.staff_id,
            message_id=row.message_id,
            ticket_id=row.ticket_id,
            language=row.language,
            session=json.loads(self._tx.keys.open(_SESSION, row.session)),
            answer=None if answer is None else json.loads(answer),
            turn=row.turn,
            state=CallState(row.state),
            started_at=row.started_at,
            ended_at=row.ended_at,
            hung_at=row.hung_at,
        )
