"""Tickets: the shelf most read. Every change is guarded by the version it was based on."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.ticket import WITH_DEPARTMENT, Channel, ClosedAs, Kind, Level, Outcome, State, Ticket
from hotline.storage.crypto import plain_words
from hotline.storage.tables import tickets
from hotline.storage.transaction import Shelf, type_row

PLACE = "tickets.place"
_C = tickets.c
_OVER = tuple(s.value for s in (State.CLOSED, State.WITHDRAWN, State.REJECTED, State.MERGED))
_WITH_DEPARTMENT = tuple(sorted(s.value for s in WITH_DEPARTMENT))
_FIXED = {"id", "number", "received_at", "code_hash"}  # given once, never written again
_NEWEST = (_C.received_at.desc(), _C.id.desc())

_PROTECTED = _C.kind == Kind.PROTECTION.value
_GET = sa.select(tickets).where(_C.id == sa.bindparam("i"))
_MANY = sa.select(tickets).where(_C.id.in_(sa.bindparam("i", expanding=True)))
_BY_NUMBER = sa.select(tickets).where(_C.number == sa.bindparam("n"))
_OF_REPORTER = sa.select(tickets).where(_C.reporter_id == sa.bindparam("r")).order_by(*_NEWEST).limit(sa.bindparam("l"))
_PROTECTED_OF = _OF_REPORTER.where(_PROTECTED, _C.state.not_in(_OVER))
_OF_REPORTER = _OF_REPORTER.where(~_PROTECTED)
_OPEN_OF = _OF_REPORTER.where(_C.state.not_in(_OVER))
_OF_OFFICER = (
    sa.select(tickets).where(_C.officer_id == sa.bindparam("o"), _C.state.in_(_WITH_DEPARTMENT)).order_by(_C.received_at, _C.id)
)
_MERGED = sa.select(tickets).where(_C.parent_id == sa.bindparam("p"), _C.state == State.MERGED.value).order_by(_C.id)
_COUNTS = sa.select(_C.state, sa.func.count().label("n")).group_by(_C.state)
_SAVE = (
    sa.update(tickets)
    .where(_C.id == sa.bindparam("i"), _C.version == sa.bindparam("v"))
    .values({column.name: sa.bindparam(column.name) for column in _C if column.name not in _FIXED})
)


class Tickets(Shelf):
    __slots__ = ()

    def get(self, ticket_id: str) -> Ticket | None:
        return self._one(_GET, {"i": ticket_id})

    def get_many(self, ids: Iterable[str]) -> dict[str, Ticket]:
        """By id; ids nobody has are left out."""
        wanted = list(dict.fromkeys(ids))
        return {t.id: t for t in self._all(_MANY, {"i": wanted})} if wanted else {}

    def by_number(self, number: str) -> Ticket | None:
        return self._one(_BY_NUMBER, {"n": number})

    def by_number_and_code(self, number: str, code: str) -> Ticket | None:
        """For a caller without number: both must fit."""
        ticket = self.by_number(number)
        fits = ticket is not None and ticket.code_hash in self._tx.keys.hashes("code", f"{number}:{code}")
        return ticket if fits else None

    def code_hash(self, number: str, code: str) -> str:
        """What ``Ticket.code_hash`` keeps of a look-up code."""
        return self._tx.keys.hash("code", f"{number}:{code}")

    def open_of(self, reporter_id: str, limit: int = 10) -> tuple[Ticket, ...]:
        """What is not yet closed, withdrawn, rejected or merged; newest first. Protection is named by its number only: whoever
        holds the phone learns nothing of it."""
        return self._all(_OPEN_OF, {"r": reporter_id, "l": limit})

    def latest_of(self, reporter_id: str, limit: int = 10) -> tuple[Ticket, ...]:
        """The newest, whatever their state."""
        return self._all(_OF_REPORTER, {"r": reporter_id, "l": limit})

    def protected_of(self, reporter_id: str) -> Ticket | None:
        """Their open protection ticket."""
        return self._one(_PROTECTED_OF, {"r": reporter_id, "l": 1})

    def of_officer(self, staff_id: str) -> tuple[Ticket, ...]:
        """What an officer has in hand, oldest first."""
        return self._all(_OF_OFFICER, {"o": staff_id})

    def merged_into(self, parent_id: str) -> tuple[Ticket, ...]:
        """The reports that were found to be of the same event."""
        return self._all(_MERGED, {"p": parent_id})

    def add(self, ticket: Ticket) -> None:
        """Keep a new ticket; a number taken meanwhile is Conflict at the commit."""
        self._tx.insert(
            tickets,
            self._row(ticket)
            | {
                "id": ticket.id,
                "number": ticket.number,
                "received_at": ticket.received_at,
                "code_hash": ticket.code_hash,
            },
        )

    def save(self, ticket: Ticket) -> Ticket:
        """Write a changed ticket, which comes back with its next version. Conflict if it was changed since."""
        after = replace(ticket, version=ticket.version + 1)
        values = self._row(after) | {"i": ticket.id, "v": ticket.version}
        if self._tx.run(_SAVE, values).rowcount != 1:
            raise Conflict
        return after

    def listing(
        self,
        *,
        states: Iterable[State] | None = None,
        department: str | None = None,
        officer: str | None = None,
        search_number: str | None = None,
        protection: bool = False,
        limit: int = 50,
        before: str | None = None,
    ) -> tuple[Ticket, ...]:
        """Newest first. ``search_number`` is the beginning of a number; ``before`` the id of the last one seen. Those of
        protection stand in a list of their own (``protection``) and in no other."""
        query, values = sa.select(tickets).where(_PROTECTED if protection else ~_PROTECTED), {"l": limit}  # type: tuple[Any, type_row]
        if states is not None:
            query = query.where(_C.state.in_(sa.bindparam("s", expanding=True)))
            values["s"] = [state.value for state in states]
        for column, value in ((_C.handler, department), (_C.officer_id, officer)):
            if value is not None:
                query = query.where(column == sa.bindparam(column.name))
                values[column.name] = value
        if search_number is not None:
            query = query.where(_C.number.startswith(sa.bindparam("n"), autoescape=False))
            values["n"] = "".join(c for c in search_number if c.isdecimal())
        if before is not None:
            last = tickets.alias("last")
            seen = sa.select(last.c.received_at, last.c.id).where(last.c.id == sa.bindparam("b")).scalar_subquery()
            query = query.where(sa.tuple_(_C.received_at, _C.id) < seen)
            values["b"] = before
        return self._all(query.order_by(*_NEWEST).limit(sa.bindparam("l")), values)

    def counts(self) -> dict[State, int]:
        """How many stand in each state; states without any are 0."""
        found = {State(row.state): int(row.n) for row in self._tx.rows(tickets, _COUNTS, {})}
        return {state: found.get(state, 0) for state in State}

    def _one(self, query: sa.Executable, values: type_row) -> Ticket | None:
        row = self._tx.first(tickets, query, values)
        return None if row is None else self._ticket(row)

    def _all(self, query: sa.Executable, values: type_row) -> tuple[Ticket, ...]:
        return tuple(self._ticket(row) for row in self._tx.rows(tickets, query, values))

    def _row(self, ticket: Ticket) -> type_row:
        keys, place = self._tx.keys, ticket.place
        return {
            "kind": ticket.kind.value,
            "state": ticket.state.value,
            "channel": ticket.channel.value,
            "language": ticket.language,
            "reporter_id": ticket.reporter_id,
            "category": ticket.category,
            "place": self._seal(PLACE, place),
            "place_hash": None if place is None else keys.hash("place", plain_words(place)),
            "hash_key_id": None if place is None else keys.lookup_id,
            "grid": ticket.grid,
            "lat": ticket.lat,
            "lon": ticket.lon,
            "urgent": ticket.urgent,
            "sealed": ticket.sealed,
            "anonymous": ticket.anonymous,
            "read_by": ticket.read_by,
            "owner": ticket.owner,
            "handler": ticket.handler,
            "officer_id": ticket.officer_id,
            "dispatched_at": ticket.dispatched_at,
            "resolved_at": ticket.resolved_at,
            "closed_at": ticket.closed_at,
            "closed_as": None if ticket.closed_as is None else ticket.closed_as.value,
            "return_pending": ticket.return_pending,
            "round": ticket.round,
            "chases": ticket.chases,
            "linked_id": ticket.linked_id,
            "parent_id": ticket.parent_id,
            "about": ticket.about,
            "outcome": None if ticket.outcome is None else ticket.outcome.value,
            "planned_until": ticket.planned_until,
            "level": int(ticket.level),
            "reopenings": ticket.reopenings,
            "returns": ticket.returns,
            "misrouted": ticket.misrouted,
            "extensions": ticket.extensions,
            "proof_asked": ticket.proof_asked,
            "version": ticket.version,
        }

    def _ticket(self, row: Any) -> Ticket:
        return Ticket(
            id=row.id,
            number=row.number,
            kind=Kind(row.kind),
            state=State(row.state),
            channel=Channel(row.channel),
            language=row.language,
            reporter_id=row.reporter_id,
            code_hash=row.code_hash,
            category=row.category,
            place=self._open(PLACE, row.place),
            grid=row.grid,
            lat=row.lat,
            lon=row.lon,
            urgent=row.urgent,
            sealed=row.sealed,
            anonymous=row.anonymous,
            read_by=row.read_by,
            owner=row.owner,
            handler=row.handler,
            officer_id=row.officer_id,
            received_at=row.received_at,
            dispatched_at=row.dispatched_at,
            resolved_at=row.resolved_at,
            closed_at=row.closed_at,
            closed_as=None if row.closed_as is None else ClosedAs(row.closed_as),
            return_pending=row.return_pending,
            round=row.round,
            chases=row.chases,
            linked_id=row.linked_id,
            parent_id=row.parent_id,
            about=row.about,
            outcome=None if row.outcome is None else Outcome(row.outcome),
            planned_until=row.planned_until,
            level=Level(row.level),
            reopenings=row.reopenings,
            returns=row.returns,
            misrouted=row.misrouted,
            extensions=row.extensions,
            proof_asked=row.proof_asked,
            version=row.version,
        )
