"""Lookbacks to be asked, and closings that did not last: one recurrence per closing, whoever notices it first."""

from dataclasses import fields
from datetime import datetime
from math import cos, radians
from typing import Any

import sqlalchemy as sa

from hotline.domain.aftermath import METRES_A_DEGREE, NEAR, Alike, Closing, Lookback, NoticedBy, Past, Recurrence
from hotline.domain.ticket import IN_WORK, Kind, State, Ticket
from hotline.storage.crypto import plain_words
from hotline.storage.tables import closings, lookbacks, recurrences, tickets
from hotline.storage.tickets import PLACE, Tickets
from hotline.storage.transaction import Shelf

MOST = 50  # of one category around one spot: a street has many houses
_L, _R, _T = lookbacks.c, recurrences.c, tickets.c
_IN_WORK = tuple(sorted(state.value for state in IN_WORK))
_AT = sa.bindparam("at", type_=_L.due_at.type)
_ONE = sa.and_(_L.ticket_id == sa.bindparam("t"), _L.round == sa.bindparam("r"))
_GET = sa.select(lookbacks).where(_ONE)
_DUE = (
    sa.select(lookbacks)
    .where(_L.asked_at.is_(None), _L.dropped_at.is_(None), _L.due_at <= _AT)
    .order_by(_L.due_at, _L.ticket_id)
    .limit(sa.bindparam("l"))
)
_ASKED = sa.update(lookbacks).where(_ONE, _L.asked_at.is_(None), _L.dropped_at.is_(None)).values(asked_at=_AT)
_ANSWERED = sa.update(lookbacks).where(_ONE, _L.answer.is_(None)).values(answer=sa.bindparam("a"), answered_at=_AT)
_DROP = (
    sa.update(lookbacks)
    .where(_L.ticket_id == sa.bindparam("t"), _L.asked_at.is_(None), _L.dropped_at.is_(None))
    .values(dropped_at=_AT)
)
_NOTE = sa.text(
    "INSERT INTO recurrences (ticket_id, round, noticed_by, again_id, at) VALUES (:t, :r, :n, :a, :at)"
    " ON CONFLICT (ticket_id, round) DO NOTHING"
).bindparams(sa.bindparam("at", type_=_R.at.type))
_AT_PLACE = _T.place_hash.in_(sa.bindparam("h", expanding=True))
_AT_SPOT = sa.and_(
    _T.lat.between(sa.bindparam("south"), sa.bindparam("north")), _T.lon.between(sa.bindparam("west"), sa.bindparam("east"))
)  # fmt: skip
_PAST = (_T.id, _T.number, _T.round, _T.closed_at, _T.lat, _T.lon, _T.place)
_CLOSED = (
    _T.category == sa.bindparam("c"), _T.state == State.CLOSED.value, _T.closed_at >= _AT, _T.kind != Kind.PROTECTION.value,
)  # fmt: skip
_THERE = (
    sa.select(*_PAST, sa.literal(1).label("same"))
    .where(_AT_PLACE, *_CLOSED)
    .order_by(_T.closed_at.desc())
    .limit(1)
)
_NEARBY = (
    sa.select(*_PAST, sa.literal(0).label("same"))
    .where(_AT_SPOT, *_CLOSED)
    .order_by(_T.closed_at.desc())
    .limit(MOST)
)
_OPEN = (_T.category == sa.bindparam("c"), _T.state.in_(_IN_WORK), _T.received_at >= _AT, _T.kind != Kind.PROTECTION.value)
_SAME = sa.select(_T.id).order_by(_T.received_at, _T.id).limit(sa.bindparam("l"))
_SAME_PLACE, _SAME_SPOT = _SAME.where(_AT_PLACE, *_OPEN), _SAME.where(_AT_SPOT, *_OPEN)
# Whose it is, is not told: nothing of a sealed one, and one's own is no news.
_OTHERS = (
    *_OPEN, _T.kind == Kind.REPORT.value, _T.parent_id.is_(None), _T.sealed.is_(sa.false()),
    sa.or_(_T.reporter_id.is_(None), _T.reporter_id != sa.bindparam("r")),
)  # fmt: skip
_ALIKE = sa.select(_T.id, _T.received_at, _T.lat, _T.lon, _T.place)
# Some of an address, fifty of a spot are enough: where hundreds report one thing, none must cost more than the first.
_ALIKE_THERE = _ALIKE.add_columns(sa.literal(1).label("same")).where(_AT_PLACE, *_OTHERS).limit(5)
_ALIKE_NEARBY = _ALIKE.add_columns(sa.literal(0).label("same")).where(_AT_SPOT, *_OTHERS).limit(MOST)
_OF = sa.select(recurrences).where(_R.ticket_id == sa.bindparam("t")).order_by(_R.round)


class Aftermath(Shelf):
    __slots__ = ()

    def closed(self, closing: Closing) -> None:
        self._tx.insert(closings, {each.name: getattr(closing, each.name) for each in fields(Closing)})

    def plan(self, lookback: Lookback) -> None:
        values = {each.name: getattr(lookback, each.name) for each in fields(Lookback)}
        self._tx.insert(lookbacks, values | {"dropped_at": None})

    def lookback(self, ticket_id: str, round_: int) -> Lookback | None:
        row = self._tx.first(lookbacks, _GET, {"t": ticket_id, "r": round_})
        return None if row is None else _lookback(row)

    def due(self, now: datetime, limit: int) -> tuple[Lookback, ...]:
        """To be asked now, the longest due first."""
        return tuple(map(_lookback, self._tx.rows(lookbacks, _DUE, {"at": now, "l": limit})))

    def asked(self, ticket_id: str, round_: int, at: datetime) -> bool:
        """False: somebody else asked, or it is in work again."""
        return self._tx.run(_ASKED, {"t": ticket_id, "r": round_, "at": at}).rowcount == 1

    def answered(self, ticket_id: str, round_: int, answer: int, at: datetime) -> bool:
        """The first answer counts."""
        return self._tx.run(_ANSWERED, {"t": ticket_id, "r": round_, "a": answer, "at": at}).rowcount == 1

    def drop(self, ticket_id: str, at: datetime) -> None:
        self._tx.run(_DROP, {"t": ticket_id, "at": at})

    def note(self, recurrence: Recurrence) -> bool:
        """False: this closing is known not to have lasted."""
        values = {
            "t": recurrence.ticket_id, "r": recurrence.round, "n": recurrence.noticed_by.value, "a": recurrence.again_id,
            "at": recurrence.at,
        }
        return self._tx.run(_NOTE, values).rowcount == 1

    def past_of(self, ticket: Ticket, since: datetime) -> tuple[Past, ...]:
        """Closings of its category since then, at its very address or within a square around its spot."""
        if ticket.category is None:
            return ()
        values: dict[str, Any] = {"c": ticket.category, "at": since}
        found: list[Past] = []
        if ticket.place is not None:
            hashes = list(self._tx.keys.hashes("place", plain_words(ticket.place)))
            found += [self._past(row) for row in self._tx.rows(tickets, _THERE, values | {"h": hashes})]
        if not found and ticket.lat is not None and ticket.lon is not None:
            found += [self._past(row) for row in self._tx.rows(tickets, _NEARBY, values | _square(ticket.lat, ticket.lon))]
        return tuple(one for one in found if one.ticket_id != ticket.id)

    def alike(self, ticket: Ticket, since: datetime) -> tuple[Alike, ...]:
        """Reports of others since then, in work and of its category: at its very address, else around its spot."""
        if ticket.category is None:
            return ()
        given: dict[str, Any] = {"c": ticket.category, "at": since, "r": ticket.reporter_id}
        found: list[Any] = []
        if ticket.place is not None:
            hashes = list(self._tx.keys.hashes("place", plain_words(ticket.place)))
            found = [row for row in self._tx.rows(tickets, _ALIKE_THERE, given | {"h": hashes}) if row.id != ticket.id]
        if not found and ticket.lat is not None and ticket.lon is not None:
            around = _square(ticket.lat, ticket.lon)
            found = [row for row in self._tx.rows(tickets, _ALIKE_NEARBY, given | around) if row.id != ticket.id]
        return tuple(
            Alike(
                ticket_id=row.id, received_at=row.received_at, same_place=bool(row.same), lat=row.lat, lon=row.lon,
                place=self._place(row),
            )
            for row in found
        )

    def same_event(self, ticket: Ticket, since: datetime, limit: int) -> tuple[Ticket, ...]:
        """What is in work since then and may be the same: its category, at its address or around its spot; oldest first."""
        if ticket.category is None:
            return ()
        values: dict[str, Any] = {"c": ticket.category, "at": since, "l": limit + 1}
        found: list[str] = []
        if ticket.place is not None:
            hashes = list(self._tx.keys.hashes("place", plain_words(ticket.place)))
            found += [row.id for row in self._tx.rows(tickets, _SAME_PLACE, values | {"h": hashes})]
        if ticket.lat is not None and ticket.lon is not None:
            found += [row.id for row in self._tx.rows(tickets, _SAME_SPOT, values | _square(ticket.lat, ticket.lon))]
        wanted = [each for each in dict.fromkeys(found) if each != ticket.id][:limit]
        known = Tickets(self._tx).get_many(wanted)
        return tuple(known[each] for each in wanted)

    def _past(self, row: Any) -> Past:
        return Past(
            ticket_id=row.id, number=row.number, round=row.round, closed_at=row.closed_at, same_place=bool(row.same),
            lat=row.lat, lon=row.lon, place=self._place(row),
        )  # fmt: skip

    def _place(self, row: Any) -> str | None:
        return None if row.same else self._open(PLACE, row.place)

    def recurrences_of(self, ticket_id: str) -> tuple[Recurrence, ...]:
        rows = self._tx.rows(recurrences, _OF, {"t": ticket_id})
        return tuple(
            Recurrence(
                ticket_id=row.ticket_id, round=row.round, noticed_by=NoticedBy(row.noticed_by), again_id=row.again_id, at=row.at,
            )
            for row in rows
        )  # fmt: skip


def _square(lat: float, lon: float) -> dict[str, float]:
    """Around a spot, as far as the rules call it near; what lies in its corners the rules leave out."""
    north = NEAR / METRES_A_DEGREE
    east = north / max(cos(radians(lat)), 0.01)
    return {"south": lat - north, "north": lat + north, "west": lon - east, "east": lon + east}


def _lookback(row: Any) -> Lookback:
    return Lookback(**{each.name: getattr(row, each.name) for each in fields(Lookback)})
