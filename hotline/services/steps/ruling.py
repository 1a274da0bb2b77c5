"""What a coordinator decides: who acts on a ticket nobody is named for, and whether a return was right."""

from collections.abc import Collection

from hotline.domain import handling
from hotline.domain.actor import SWEEP, Actor
from hotline.domain.errors import RuleError
from hotline.domain.event import Change
from hotline.domain.handling import MOST_RETURNS
from hotline.domain.ruling import must_not_judge_itself, redirect
from hotline.domain.staff import Role
from hotline.domain.ticket import Ticket
from hotline.services.work import Work


def send_to(work: Work, ticket: Ticket, department: str, actor: Actor) -> Ticket:
    """Dispatch by hand. RuleError: unknown_department, wrong_state, use_return."""
    if department not in work.city.departments:
        raise RuleError("unknown_department")
    if ticket.return_pending:
        return uphold(work, ticket, department, actor)
    must_not_judge_itself(ticket, department)
    after, events = redirect(ticket, department, work.city.officer_id(department, ticket.category), work.now)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))


def must_rule(ticket: Ticket, roles: Collection[Role]) -> None:
    """The coordinator rules on a return, the committee (a supervisor enters it) on the second; ``roles``: of who wants to,
    with those they stand in for. RuleError: coordinator_only, committee_rules."""
    if ticket.return_pending and ticket.returns >= MOST_RETURNS:
        if Role.SUPERVISOR not in roles:
            raise RuleError("committee_rules")
    elif Role.COORDINATOR not in roles:
        raise RuleError("coordinator_only")


def uphold(work: Work, ticket: Ticket, department: str | None, actor: Actor) -> Ticket:
    """The return was right; ``department`` is who acts instead. RuleError: no_return, which_department …"""
    if not ticket.return_pending:
        raise RuleError("no_return")
    if department is None or department not in work.city.departments:
        raise RuleError("which_department")
    after, events = handling.uphold_return(ticket, department, work.city.officer_id(department, ticket.category), work.now)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))


def refuse(work: Work, ticket: Ticket, actor: Actor) -> Ticket:
    after, events = handling.refuse_return(ticket)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))


def by_default(work: Work, ticket: Ticket) -> Ticket:
    """The committee did not rule in time: the district of the ticket's grid owns it; without one it stays where it is. Final."""
    if not ticket.return_pending:
        return ticket
    district = work.city.district(ticket.grid)
    if district is None or district in (ticket.handler, ticket.about):
        return refuse(work, ticket, SWEEP)
    return uphold(work, ticket, district, SWEEP)
