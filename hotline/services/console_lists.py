"""The lists of the console: work, rulings that wait. A page costs a handful of statements, however many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.city import City
from hotline.domain.clock_row import Clock
from hotline.domain.handling import MOST_RETURNS
from hotline.domain.request import Request, RequestKind
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import IN_WORK, State, Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.sight import department_of

PAGE = 50
OPEN = IN_WORK | {State.RESOLVED}
NOBODYS = "\0"  # no department has this id: somebody of a department without one sees nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is looked for. ``state`` is "open", "all" or one state; ``before`` the id of the last one seen."""

    state: str = "open"
    department: str | None = None
    number: str | None = None
    before: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A ticket with the promise that falls due first."""

    ticket: Ticket
    clock: Clock | None
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkList:
    """``counts`` are the city's, so only for who may see all; ``more`` is the next page's ``before``."""

    rows: Sequence[Row]
    city: City
    now: datetime
    counts: Mapping[State, int] | None
    more: str | None
    helps: Sequence[Row] = ()  # another department's, which this one is to help with


@dataclass(frozen=True, kw_only=True, slots=True)
class Rulings:
    """What waits for the coordinator."""

    returns: Sequence[Row]
    unrouted: Sequence[Row]
    objected: Sequence[Row]
    reasons: Mapping[str, str]  # ticket id -> why it was returned
    city: City
    now: datetime


def work_list(parts: Parts, staff: Staff, wish: Wish) -> WorkList:
    """The newest first; somebody of a department sees its own only, a protection officer what is theirs alone."""
    own = department_of(staff)
    department = wish.department if own is None else own or NOBODYS
    digits = "".join(c for c in wish.number or "" if c.isdecimal())
    now = parts.clock.now()
    with parts.database.reading() as store:
        found = store.tickets.listing(
            states=None if digits else _states(wish.state), department=department, search_number=digits or None,
            protection=staff.role is Role.PROTECTION, limit=PAGE + 1, before=wish.before,
        )  # fmt: skip
        shown = found[:PAGE]
        return WorkList(
            rows=rows_of(store, shown, now), city=parts.city(store), now=now,
            counts=store.tickets.counts() if own is None and staff.role is not Role.PROTECTION else None,
            more=shown[-1].id if len(found) > PAGE else None, helps=_helped(store, own, now) if wish == Wish() else (),
        )  # fmt: skip


def _helped(store: Store, own: str | None, now: datetime) -> tuple[Row, ...]:
    ids = store.handling.assisted_by(own) if own else ()
    known = store.tickets.get_many(ids) if ids else {}
    return rows_of(store, [known[each] for each in ids if each in known and known[each].about != own], now)


@dataclass(frozen=True, kw_only=True, slots=True)
class Decisions:
    """What waits for the supervisor, who also enters what the committee decides."""

    disputes: Sequence[Row]
    requests: Sequence[tuple[Request, Row]]
    finals: Sequence[Row]
    late: Sequence[Row]
    planned: Sequence[Row]
    reasons: Mapping[str, str]
    city: City
    now: datetime


def decisions(parts: Parts) -> Decisions:
    """Disputes, requests for more time, final answers due; then what is late and what is planned."""
    now = parts.clock.now()
    with parts.database.reading() as store:
        disputes = [one for one in store.desk.returns() if one.returns >= MOST_RETURNS]
        requests = store.handling.open_requests((RequestKind.EXTENSION, RequestKind.PLAN))
        asked = store.tickets.get_many(one.ticket_id for one in requests)
        rows = {row.ticket.id: row for row in rows_of(store, list(asked.values()), now)}
        return Decisions(
            disputes=rows_of(store, disputes, now), requests=[(one, rows[one.ticket_id]) for one in requests],
            finals=rows_of(store, store.desk.finals(), now), late=rows_of(store, store.desk.escalated(), now),
            planned=rows_of(store, store.tickets.listing(states={State.PLANNED}, limit=PAGE), now),
            reasons=store.desk.return_reasons(t.id for t in disputes), city=parts.city(store), now=now,
        )  # fmt: skip


def rulings(parts: Parts) -> Rulings:
    """Returns nobody ruled on, and tickets nobody is named for."""
    now = parts.clock.now()
    with parts.database.reading() as store:
        returns = [one for one in store.desk.returns() if one.returns < MOST_RETURNS]
        unrouted, objections = store.desk.unrouted(), store.handling.open_requests((RequestKind.OBJECTION,))
        objected = list(store.tickets.get_many(one.ticket_id for one in objections).values())
        return Rulings(
            returns=rows_of(store, returns, now),
            unrouted=rows_of(store, unrouted, now),
            objected=rows_of(store, objected, now),
            city=parts.city(store),
            now=now,
            reasons=store.desk.return_reasons(t.id for t in returns),
        )


def rows_of(store: Store, tickets: Sequence[Ticket], now: datetime) -> tuple[Row, ...]:
    """The tickets in their order, each with its next deadline: one statement for all."""
    clocks = store.desk.clocks_of(t.id for t in tickets)
    return tuple(_row(t, clocks.get(t.id, ()), now) for t in tickets)


def _row(ticket: Ticket, clocks: Sequence[Clock], now: datetime) -> Row:
    running = next((c for c in clocks if c.round == ticket.round), None)
    return Row(ticket=ticket, clock=running, late=running is not None and running.due_at < now)


def _states(wanted: str) -> frozenset[State] | None:
    if wanted == "all":
        return None
    return frozenset({State(wanted)}) if wanted in set(State) else OPEN
