"""What coordinator, supervisor, committee and protection officers decide on the console: one act, one change.

Every act: NotFound("ticket") where there is none or it is not theirs to see; RuleError with the rule's code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from hotline.domain import handling, ruling
from hotline.domain.aftermath import BACK
from hotline.domain.deadline import due
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.handling import Step
from hotline.domain.intake import send_on
from hotline.domain.request import RequestKind
from hotline.domain.span import local_moment
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Kind, Ticket
from hotline.services.parts import Parts
from hotline.services.steps.objecting import decided_by, objected
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import Work, working
from sms.decision_messages import DESK_HAN, DESK_LATIN
from sms.message import HAN_LIMIT, LATIN_LIMIT, words_fit


class Act(StrEnum):
    REJECT = "reject"
    MERGE = "merge"
    UPHOLD_OBJECTION = "uphold_objection"
    REFUSE_OBJECTION = "refuse_objection"
    RECLASSIFY = "reclassify"
    NAME_UNIT = "name_unit"
    ANSWER = "answer"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    GRANT_PLAN = "grant_plan"
    REFUSE_PLAN = "refuse_plan"
    FINAL_ANSWER = "final_answer"
    REOPEN = "reopen"
    OBJECT = "object"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What the form said: each act reads its own. ``day`` is a day in the city's zone."""

    act: Act
    words: str = ""
    reason: str = ""
    department: str = ""
    parent: str = ""
    kind: str = ""
    category: str = ""
    grid: str = ""
    day: date | None = None


_COORDINATORS = frozenset({Role.COORDINATOR})
_SUPERVISORS = frozenset({Role.SUPERVISOR})
_DESK = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.PROTECTION})
_REOPENERS = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.PROTECTION, Role.OPERATOR})
MAY: dict[Act, frozenset[Role]] = {
    Act.REJECT: _COORDINATORS, Act.MERGE: _COORDINATORS, Act.UPHOLD_OBJECTION: _COORDINATORS,
    Act.REFUSE_OBJECTION: _COORDINATORS, Act.RECLASSIFY: _COORDINATORS, Act.NAME_UNIT: _COORDINATORS, Act.ANSWER: _DESK,
    Act.GRANT_EXTENSION: _SUPERVISORS, Act.REFUSE_EXTENSION: _SUPERVISORS, Act.GRANT_PLAN: _SUPERVISORS,
    Act.REFUSE_PLAN: _SUPERVISORS, Act.FINAL_ANSWER: _SUPERVISORS, Act.REOPEN: _REOPENERS, Act.OBJECT: _DESK,
}


def decide(parts: Parts, staff: Staff, number: str, asked: Asked) -> Ticket:
    """Carry the act out in one change."""
    return retried(lambda: _decide(parts, staff, number, asked))


def _decide(parts: Parts, staff: Staff, number: str, asked: Asked) -> Ticket:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or not may_see(staff, ticket):
            raise NotFound("ticket")
        if not MAY[asked.act] & work.city.roles(staff):
            raise RuleError("not_your_role")
        # Nobody judges what their own department does.
        if staff.department is not None and staff.department in (ticket.handler, ticket.owner):
            raise RuleError("own_department")
        after, events = ACTS[asked.act](work, staff, ticket, asked)
        return work.apply(Change(before=ticket, after=after, events=events, actor=hand(staff), at=work.now))


def _reject(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    return ruling.reject(ticket, asked.reason, _short(asked.words), work.now)


def _merge(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    number = "".join(c for c in asked.parent if c.isdecimal())
    parent = work.store.tickets.by_number(number) if number else None
    if parent is None or not may_see(staff, parent):
        raise RuleError("no_parent")
    if work.store.tickets.merged_into(ticket.id):
        raise RuleError("is_parent")
    return ruling.merge(ticket, parent, work.now)


def _uphold_objection(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    """Whoever decided first does not take the second look, where the city has another."""
    _second_look(work, staff, ticket)
    department = asked.department or work.city.route(ticket.category, ticket.grid)
    if department is None or department not in work.city.departments:
        raise RuleError("which_department")
    ruling.must_not_judge_itself(ticket, department)
    return ruling.uphold_objection(ticket, department, work.city.officer_id(department, ticket.category), work.now)


def _refuse_objection(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    _second_look(work, staff, ticket)
    return ruling.refuse_objection(ticket, _short(asked.words))


def _second_look(work: Work, staff: Staff, ticket: Ticket) -> None:
    if work.store.handling.open_request(ticket.id, RequestKind.OBJECTION) is None:
        raise RuleError("no_objection")
    desk = [p for p in work.city.staff if p.role is Role.COORDINATOR and p.id not in work.city.away]
    others = [p for p in desk if p.id != staff.id and p.on_duty]
    if decided_by(work.store, ticket) == staff.id and others:
        raise RuleError("decided_it_yourself")


def _reclassify(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    """What it is and where; where nobody acted so far, it goes to whom that names."""
    kind = Kind(asked.kind) if asked.kind in set(Kind) else ticket.kind
    category, grid = asked.category or ticket.category, asked.grid or ticket.grid
    known = work.city.categories.get(category) if category else None
    if category is not None and known is None:
        raise RuleError("unknown_category")
    if grid is not None and grid not in work.city.grids:
        raise RuleError("unknown_grid")
    after, events = ruling.reclassify(ticket, kind=kind, category=category, grid=grid, urgent=known is not None and known.urgent)
    if kind is Kind.COMPLAINT and ticket.kind is not kind:
        after, more = ruling.is_complaint_after_all(after)
        return after, (*events, *more)
    if after.handler is None and category is not None:
        after, more = send_on(after, work.city, work.now)
        return after, (*events, *more)
    return after, events


def _name_unit(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    if asked.department not in work.city.departments:
        raise RuleError("unknown_department")
    return ruling.name_unit(ticket, asked.department)


def _answer(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    if ticket.kind is Kind.PROTECTION and staff.role is not Role.PROTECTION:
        raise RuleError("not_your_role")
    words = asked.words if ticket.kind is Kind.PROTECTION else _fit(asked.words)
    return ruling.answer(ticket, staff.id, words, work.now)


def _grant_extension(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    """Until the end of the day named, no longer than the rules allow; counted from the day it was due."""
    _waiting(work, ticket, RequestKind.EXTENSION)
    running = [c.due_at for c in work.store.clocks.of_ticket(ticket.id) if c.kind.value == "result" and c.round == ticket.round]
    first = max(running, default=work.now)
    longest = due(first, work.parts.promises.extension, work.parts.calendar)
    until = _end_of(work, asked.day) if asked.day is not None else longest
    if not max(first, work.now) < until <= longest:
        raise RuleError("day_out_of_range")
    return ruling.extend(ticket, until)


def _refuse_extension(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    _waiting(work, ticket, RequestKind.EXTENSION)
    return ticket, (Event(kind=EventKind.EXTENSION_REFUSED, facts={}),)


def _grant_plan(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    """A supervisor's leave, a date, the department's reason for everybody to read."""
    waiting = _waiting(work, ticket, RequestKind.PLAN)
    until = _end_of(work, asked.day) if asked.day is not None else waiting
    if until is None or until <= work.now:
        raise RuleError("day_out_of_range")
    ready, events = handling.started(ticket, ticket.officer_id or staff.id)
    after, more = ruling.plan(ready, until, _short(asked.words))
    return after, (*events, *more)


def _refuse_plan(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    _waiting(work, ticket, RequestKind.PLAN)
    return ticket, (Event(kind=EventKind.PLAN_REFUSED, facts={}),)


def _waiting(work: Work, ticket: Ticket, kind: RequestKind) -> datetime | None:
    request = work.store.handling.open_request(ticket.id, kind)
    if request is None:
        raise RuleError("nothing_asked")
    return request.until


def _final_answer(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    return ruling.final_answer(ticket, staff.id, _fit(asked.words), work.now)


def _reopen(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    """The resident wants it redone: said to a person, after a verdict of solved but unhappy, or at a lookback by phone."""
    back = work.store.aftermath.lookback(ticket.id, ticket.round)
    why = "lookback" if back is not None and back.asked_at is not None else "again"
    if why == "lookback":
        work.store.aftermath.answered(ticket.id, ticket.round, BACK, work.now)
    return handling.reopen(ticket, why, work.city.officer_id(ticket.owner, ticket.category), work.now)


def _object(work: Work, staff: Staff, ticket: Ticket, asked: Asked) -> Step:
    """The reporter said so to a person: whoever has no texts may object as well."""
    return objected(work, ticket)


def _end_of(work: Work, day: date) -> datetime:
    """Closing time of that day; where the office is shut, the end of it."""
    spans = work.parts.calendar.office.by_weekday[day.weekday()]
    return local_moment(day, spans[-1].end if spans else time(17), work.parts.calendar.office.zone)


def _short(words: str) -> str:
    """Words beside much else in one text: as long as an officer's."""
    return _fit(words, HAN_LIMIT, LATIN_LIMIT)


def _fit(words: str, han: int = DESK_HAN, latin: int = DESK_LATIN) -> str:
    """Words that reach the resident in one text, whole."""
    said = " ".join(words.split())
    if not words_fit(said, han, latin):
        raise RuleError("words_too_long")
    return said


ACTS: dict[Act, Callable[[Work, Staff, Ticket, Asked], Step]] = {
    Act.REJECT: _reject, Act.MERGE: _merge, Act.UPHOLD_OBJECTION: _uphold_objection,
    Act.REFUSE_OBJECTION: _refuse_objection, Act.RECLASSIFY: _reclassify, Act.NAME_UNIT: _name_unit, Act.ANSWER: _answer,
    Act.GRANT_EXTENSION: _grant_extension, Act.REFUSE_EXTENSION: _refuse_extension, Act.GRANT_PLAN: _grant_plan,
    Act.REFUSE_PLAN: _refuse_plan, Act.FINAL_ANSWER: _final_answer, Act.REOPEN: _reopen,
    Act.OBJECT: _object,
}
