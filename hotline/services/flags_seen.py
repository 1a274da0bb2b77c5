"""What looks gamed, for supervisor and auditor and nobody else; and that somebody has looked at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.domain.actor import Actor
from hotline.domain.city import City
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Kind, Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import working

WATCHERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})
PAGE = 50
SEEN = "flag_seen"


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagWish:
    """``seen`` None: both; ``before`` the id of the last one shown."""

    kind: FlagKind | None = None
    seen: bool | None = False
    before: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagRow:
    """``number``: of a ticket that whoever looks may see."""

    flag: Flag
    number: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagList:
    """``unseen`` counts by kind; ``more`` is the next page's ``before``."""

    rows: Sequence[FlagRow]
    unseen: Mapping[FlagKind, int]
    more: str | None
    city: City


def flag_list(parts: Parts, staff: Staff | None, wish: FlagWish, most: int = PAGE) -> FlagList:
    """Newest first. ``staff`` None: by command, which names no ticket of protection either. RuleError("watchers_only")."""
    if staff is not None:
        _watching(staff)
    with parts.database.reading() as store:
        found = store.flags.listing(kind=wish.kind, seen=wish.seen, limit=most + 1, before=wish.before)
        shown = found[:most]
        return FlagList(
            rows=_rows(store, shown), unseen=store.flags.unseen(), more=shown[-1].id if len(found) > most else None,
            city=parts.city(store),
        )


def flags_of(parts: Parts, staff: Staff, ticket: Ticket) -> tuple[Flag, ...]:
    """Those of one ticket; nothing for whoever is no watcher, or may not see the ticket."""
    if staff.role not in WATCHERS or not may_see(staff, ticket):
        return ()
    with parts.database.reading() as store:
        return store.flags.of_ticket(ticket.id)


def see_flag(parts: Parts, staff: Staff, flag_id: str, by: Actor | None = None) -> None:
    """Theirs to look after from now on. NotFound; RuleError: watchers_only, seen_before."""
    _watching(staff)
    retried(lambda: _see(parts, staff, flag_id, by or hand(staff)))


def _see(parts: Parts, staff: Staff, flag_id: str, by: Actor) -> None:
    with working(parts) as work:
        flag = work.store.flags.get(flag_id)
        if flag is None:
            raise NotFound("flag")
        if not work.store.flags.see(flag.id, staff.id, work.now):
            raise RuleError("seen_before")
        work.audit(f"flag:{flag.id}", SEEN, by, {"kind": flag.kind.value})


def _watching(staff: Staff) -> None:
    if staff.role not in WATCHERS:
        raise RuleError("watchers_only")


def _rows(store: Store, flags: Sequence[Flag]) -> tuple[FlagRow, ...]:
    """Neither watcher sees a ticket of protection."""
    tickets = store.tickets.get_many(dict.fromkeys(each.ticket_id for each in flags if each.ticket_id))
    shown = {each.id: each.number for each in tickets.values() if not _protected(each)}
    return tuple(FlagRow(flag=each, number=shown.get(each.ticket_id or "")) for each in flags)


def _protected(ticket: Ticket) -> bool:
    return ticket.kind is Kind.PROTECTION
