"""What cannot be done in time, for everybody to read: what, where roughly, who, until when and why. No names, no addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.city import City
from hotline.domain.entry import EntryKind
from hotline.domain.ticket import State, Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store

MOST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """``why`` is what the supervisor wrote for everybody; ``until`` the day named."""

    number: str
    category: str | None
    grid: str | None
    department: str | None
    until: datetime | None
    why: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedList:
    rows: Sequence[Planned]
    city: City


def planned(parts: Parts) -> PlannedList:
    """The soonest first. A sealed ticket is not on it: its matter is its reporter's alone."""
    with parts.database.reading() as store:
        found = [one for one in store.tickets.listing(states={State.PLANNED}, limit=MOST) if not one.sealed]
        rows = [_row(store, one) for one in sorted(found, key=lambda one: one.planned_until or one.received_at)]
        return PlannedList(rows=rows, city=parts.city(store))


def _row(store: Store, ticket: Ticket) -> Planned:
    said = [e.words for e in store.entries.of_ticket(ticket.id) if e.kind is EntryKind.DECISION]
    return Planned(
        number=ticket.number, category=ticket.category, grid=ticket.grid, department=ticket.handler,
        until=ticket.planned_until, why=said[-1] if said else None,
    )  # fmt: skip
