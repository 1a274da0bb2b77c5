"""What may be done with a ticket by the one who looks at it, and what they must know to do it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hotline.domain.aftermath import SAME_WITHIN
from hotline.domain.entry import EntryKind
from hotline.domain.handling import FINAL_AFTER, MOST_RETURNS
from hotline.domain.request import Assist, Request, RequestKind
from hotline.domain.ruling import REASONS, lies_at_the_desk
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import AT_THE_DESK, IN_WORK, WITH_DEPARTMENT, Kind, State, Ticket
from hotline.services.decide import Act
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.doing import Deed
from hotline.services.steps.sight import OF_A_DEPARTMENT, may_see

MOST_ALIKE = 5
S = State
_OPEN = frozenset({S.RECEIVED, S.DISPATCHED, S.ACCEPTED, S.IN_PROGRESS})
_HELPERS = (Deed.PROGRESS, Deed.DONE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Acts:
    """``deeds``: of who handles or helps; ``acts``: of who decides. ``words``: request kind → why it is asked for;
    ``alike``: tickets in work that may be of the same event."""

    deeds: Sequence[Deed] = ()
    acts: Sequence[Act] = ()
    redirects: bool = False
    rules: bool = False
    requests: Sequence[Request] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    assists: Sequence[Assist] = ()
    parent: str | None = None
    merged: Sequence[str] = ()
    alike: Sequence[Ticket] = ()
    reasons: Sequence[str] = REASONS


def acts_for(parts: Parts, staff: Staff, ticket: Ticket) -> Acts:
    """Nothing that the rules would refuse is offered."""
    with parts.database.reading() as store:
        requests = [one for one in store.handling.requests_of(ticket.id) if one.decided_at is None]
        assists = store.handling.assists_of(ticket.id)
        parent = store.tickets.get(ticket.parent_id) if ticket.parent_id else None
        roles = parts.city(store).roles(staff)
        coordinates = Role.COORDINATOR in roles
        second = ticket.return_pending and ticket.returns >= MOST_RETURNS
        return Acts(
            deeds=tuple(_deeds(staff, ticket, assists)),
            acts=tuple(_acts(roles, ticket, {one.kind for one in requests})),
            redirects=coordinates and not ticket.return_pending and _redirects(ticket),
            rules=ticket.return_pending and (Role.SUPERVISOR if second else Role.COORDINATOR) in roles,
            requests=requests, words=_words(store, ticket, requests), assists=assists,
            parent=parent.number if parent is not None and may_see(staff, parent) else None,
            merged=[one.number for one in store.tickets.merged_into(ticket.id) if may_see(staff, one)],
            alike=_alike(parts, store, staff, ticket) if coordinates and ticket.state in _OPEN else (),
        )  # fmt: skip


def _redirects(ticket: Ticket) -> bool:
    taken = ticket.state is S.IN_PROGRESS and ticket.handler is None
    return ticket.kind is not Kind.PROTECTION and (taken or ticket.state in (S.RECEIVED, S.DISPATCHED, S.ACCEPTED))


def _deeds(staff: Staff, ticket: Ticket, assists: Sequence[Assist]) -> Iterator[Deed]:
    own = staff.department
    if staff.role not in OF_A_DEPARTMENT or own is None or ticket.state not in WITH_DEPARTMENT:
        return
    if ticket.handler != own:
        yield from _HELPERS if any(one.department == own and one.done_at is None for one in assists) else ()
        return
    if ticket.state is S.DISPATCHED:
        yield Deed.ACCEPT
    yield Deed.PROGRESS
    if ticket.reopenings <= FINAL_AFTER:
        yield Deed.DONE
    if ticket.state in (S.DISPATCHED, S.ACCEPTED) and not ticket.return_pending and ticket.returns < MOST_RETURNS:
        yield Deed.RETURN
    if ticket.reporter_id is not None:
        yield Deed.ASK
    yield Deed.ASSIST
    if ticket.state is not S.PLANNED and ticket.reopenings <= FINAL_AFTER:
        yield from () if ticket.extensions else (Deed.EXTEND,)
        yield Deed.PLAN


def _acts(roles: Collection[Role], ticket: Ticket, asked: set[RequestKind]) -> Iterator[Act]:
    over = ticket.state in (S.RESOLVED, S.CLOSED) and ticket.reopenings <= FINAL_AFTER and ticket.kind is not Kind.PRAISE
    if Role.COORDINATOR in roles:
        yield from _of_the_coordinator(ticket, asked)
    if Role.SUPERVISOR in roles:
        yield from (Act.GRANT_EXTENSION, Act.REFUSE_EXTENSION) if RequestKind.EXTENSION in asked else ()
        yield from (Act.GRANT_PLAN, Act.REFUSE_PLAN) if RequestKind.PLAN in asked else ()
        if ticket.reopenings > FINAL_AFTER and ticket.state in (S.DISPATCHED, S.ACCEPTED, S.IN_PROGRESS):
            yield Act.FINAL_ANSWER
    waits = ticket.state is S.RECEIVED or (lies_at_the_desk(ticket) and ticket.reopenings <= FINAL_AFTER)
    if waits and ticket.kind in AT_THE_DESK and not _ANSWER.isdisjoint(roles):
        yield Act.ANSWER
    mine = ticket.state in (S.REJECTED, S.MERGED) and ticket.reporter_id is not None and RequestKind.OBJECTION not in asked
    if mine and ticket.kind is not Kind.PROTECTION and not _ANSWER.isdisjoint(roles):
        yield Act.OBJECT
    if over and not _REOPEN.isdisjoint(roles):
        yield Act.REOPEN


_ANSWER = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.PROTECTION})
_REOPEN = _ANSWER | {Role.SUPERVISOR}


def _of_the_coordinator(ticket: Ticket, asked: set[RequestKind]) -> Iterator[Act]:
    if ticket.kind is Kind.PROTECTION:
        return
    if ticket.state in _OPEN:
        yield from (Act.MERGE, Act.REJECT)
    if ticket.state in IN_WORK:
        yield Act.RECLASSIFY
        yield from (Act.NAME_UNIT,) if ticket.kind is Kind.COMPLAINT else ()
    if RequestKind.OBJECTION in asked:
        yield from (Act.UPHOLD_OBJECTION, Act.REFUSE_OBJECTION)


def _words(store: Store, ticket: Ticket, requests: Sequence[Request]) -> Mapping[str, str]:
    """Why more time is asked for, in the officer's own words."""
    if not requests:
        return {}
    said = {e.at: e.words for e in store.entries.of_ticket(ticket.id) if e.kind is EntryKind.REQUEST}
    return {one.kind.value: said[one.asked_at] for one in requests if one.asked_at in said}


def _alike(parts: Parts, store: Store, staff: Staff, ticket: Ticket) -> tuple[Ticket, ...]:
    found = store.aftermath.same_event(ticket, parts.clock.now() - SAME_WITHIN, MOST_ALIKE)
    return tuple(one for one in found if may_see(staff, one) and one.kind is ticket.kind)
