"""What those decide who do not handle the ticket: the coordinator, the supervisor, the committee.

As in ``handling``: each takes the ticket, returns the new one and what happened, or raises RuleError with a code.
"""

from dataclasses import replace
from datetime import datetime

from hotline.domain.errors import RuleError
from hotline.domain.event import Event, EventKind, Json
from hotline.domain.handling import FINAL_AFTER, Step, close, dispatch, must_answer_itself, seal, unrouted
from hotline.domain.ticket import AT_THE_DESK, IN_WORK, ClosedAs, Kind, Level, Outcome, State, Ticket, moved

E, S = EventKind, State
REASONS = ("not_ours", "in_court", "nothing_new", "no_matter", "cannot_tell")  # why a report is not taken on


def _said(words: str, code: str = "no_reason") -> str:
    if not words.strip():
        raise RuleError(code)
    return words


def reject(ticket: Ticket, reason: str, words: str, at: datetime) -> Step:
    """Not taken on: ``reason`` is one of REASONS, ``words`` say it to the resident."""
    if reason not in REASONS:
        raise RuleError("no_reason")
    event = Event(kind=E.REJECTED, facts={"reason": reason}, words=words.strip() or None)
    return replace(moved(ticket, S.REJECTED), closed_at=at, return_pending=False), (event,)


def merge(ticket: Ticket, parent: Ticket, at: datetime) -> Step:
    """The same event as ``parent``: its reporter stays told there."""
    if parent.id == ticket.id:
        raise RuleError("same_ticket")
    if parent.state not in IN_WORK or parent.parent_id is not None:
        raise RuleError("parent_over", {"state": parent.state.value})
    if Kind.PROTECTION in (ticket.kind, parent.kind) or ticket.kind is not parent.kind:
        raise RuleError("other_kind")
    event = Event(kind=E.MERGED, facts={"parent": parent.number})
    return replace(moved(ticket, S.MERGED), parent_id=parent.id, closed_at=at, return_pending=False), (event,)


def uphold_objection(ticket: Ticket, department: str, officer_id: str | None, at: datetime) -> Step:
    """The second look finds that it is to be acted on. Its clocks start anew, and a survey of this round may exist."""
    if ticket.state not in (S.REJECTED, S.MERGED):
        raise RuleError("nothing_to_object_to", {"state": ticket.state.value})
    back = replace(ticket, parent_id=None, closed_at=None, round=ticket.round + 1)
    after, events = dispatch(back, department, officer_id, at)
    return after, (Event(kind=E.OBJECTION_UPHELD, facts={"was": ticket.state.value}), *events)


def refuse_objection(ticket: Ticket, words: str) -> Step:
    if ticket.state not in (S.REJECTED, S.MERGED):
        raise RuleError("nothing_to_object_to", {"state": ticket.state.value})
    event = Event(kind=E.OBJECTION_REFUSED, facts={"was": ticket.state.value}, words=_said(words))
    return ticket, (event,)


def reclassify(ticket: Ticket, *, kind: Kind, category: str | None, grid: str | None, urgent: bool) -> Step:
    """Another kind, category or grid; the first clocks go on. ``urgent``: the new category is."""
    if ticket.state not in IN_WORK:
        raise RuleError("not_in_work", {"state": ticket.state.value})
    if Kind.PROTECTION in (kind, ticket.kind) and kind is not ticket.kind:
        raise RuleError("other_kind")
    facts: dict[str, Json] = {}
    for name, was, wanted in (
        ("kind", ticket.kind.value, kind.value), ("category", ticket.category, category), ("grid", ticket.grid, grid),
    ):
        if was != wanted:
            facts |= {f"{name}_was": was, name: wanted}
    if not facts:
        raise RuleError("nothing_changed")
    after = replace(ticket, kind=kind, category=category, grid=grid, urgent=ticket.urgent or urgent)
    danger = (Event(kind=E.ALARMED),) if urgent and not ticket.urgent else ()
    return after, (Event(kind=E.RECLASSIFIED, facts=facts), *danger)


def redirect(ticket: Ticket, department: str, officer_id: str | None, at: datetime) -> Step:
    """The coordinator's own word who acts, and owns it; our dispatch error where another had it before. What was rejected or
    merged comes back by an objection alone, with clocks and a survey of its own."""
    if ticket.state not in IN_WORK:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    if department == ticket.handler:
        raise RuleError("same_department")
    must_not_judge_itself(ticket, department)
    if ticket.state is S.IN_PROGRESS and ticket.handler is None:
        # It was taken from the unit it is about: work goes on with another, and no move is made.
        given = replace(ticket, handler=department, owner=department, officer_id=officer_id, dispatched_at=at)
        return given, (Event(kind=E.HANDED_OVER, facts={"department": department, "officer": officer_id}),)
    wrong = ticket.handler is not None
    return dispatch(
        replace(ticket, owner=None, misrouted=ticket.misrouted + wrong), department, officer_id, at,
    )


def must_not_judge_itself(ticket: Ticket, department: str) -> None:
    """A complaint never reaches the unit complained of; so that unit is named before anybody gets it."""
    if ticket.kind is Kind.COMPLAINT and ticket.about is None:
        raise RuleError("name_unit_first")
    if ticket.about is not None and department == ticket.about:
        raise RuleError("unit_complained_of")


def name_unit(ticket: Ticket, department: str) -> Step:
    """Whom a complaint is about."""
    if ticket.kind is not Kind.COMPLAINT:
        raise RuleError("no_complaint")
    named, events = replace(ticket, about=department), (Event(kind=E.RECLASSIFIED, facts={"about": department}),)
    if department not in (ticket.handler, ticket.owner):
        return named, events
    after, more = take_away(named)
    return after, (*events, *more)


def take_away(ticket: Ticket) -> Step:
    """Whoever has it must not judge it: nobody acts until the coordinator says who does. RuleError: wrong_state."""
    if ticket.state not in (S.DISPATCHED, S.ACCEPTED, S.IN_PROGRESS):
        raise RuleError("wrong_state", {"state": ticket.state.value})
    free = replace(ticket, handler=None, owner=None, officer_id=None, return_pending=False)
    return free, (Event(kind=E.TAKEN_AWAY, facts={"department": ticket.handler}), *unrouted(free, "complaint")[1])


def is_complaint_after_all(ticket: Ticket) -> Step:
    """Of what was taken for a report: sealed by itself, and no more with whoever has it until the unit is named."""
    after, events = (ticket, ()) if ticket.sealed else seal(ticket)
    if ticket.handler is None:
        return after, events
    free, more = take_away(after)
    return free, (*events, *more)


def extend(ticket: Ticket, until: datetime) -> Step:
    """The one extension of its result."""
    must_answer_itself(ticket)
    if ticket.extensions:
        raise RuleError("extended_before")
    if ticket.state not in IN_WORK or ticket.state is S.PLANNED:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    event = Event(kind=E.EXTENDED, facts={"until": until.isoformat()})
    return replace(ticket, extensions=ticket.extensions + 1), (event,)


def plan(ticket: Ticket, until: datetime, words: str) -> Step:
    """It can't be done in time: a day is named, in public."""
    must_answer_itself(ticket)
    event = Event(kind=E.PLANNED, facts={"until": until.isoformat()}, words=_said(words))
    return replace(moved(ticket, S.PLANNED), planned_until=until), (event,)


def plan_over(ticket: Ticket) -> Step:
    """The day has come: it is in work again, and late from now on."""
    after = replace(moved(ticket, S.IN_PROGRESS), planned_until=None)
    return after, (Event(kind=E.PLAN_OVER),)


def lies_at_the_desk(ticket: Ticket) -> bool:
    """Reopened, and no department has it: what the desk answered is the desk's to answer again."""
    return ticket.state is S.DISPATCHED and ticket.handler is None


def answer(ticket: Ticket, staff_id: str, words: str, at: datetime) -> Step:
    """Answered at the desk: an enquiry or praise that no department need act on; a protection officer's own result."""
    if ticket.kind not in AT_THE_DESK:
        raise RuleError("not_at_the_desk")
    must_answer_itself(ticket)
    path = (S.ACCEPTED, S.IN_PROGRESS, S.RESOLVED) if lies_at_the_desk(ticket) else (S.RESOLVED,)
    after = replace(moved(ticket, *path), resolved_at=at)
    events: tuple[Event, ...] = (
        Event(kind=E.ANSWERED_AT_DESK, facts={"by": staff_id, "kind": ticket.kind.value}, words=_said(words, "no_words")),
    )
    if ticket.kind is not Kind.PRAISE:
        return after, events
    closed = replace(moved(after, S.CLOSED), closed_at=at, closed_as=ClosedAs.ANSWERED)
    return closed, (*events, Event(kind=E.CLOSED, facts={"as": ClosedAs.ANSWERED.value}))


def told_at_once(ticket: Ticket, words: str, at: datetime) -> Step:
    """An enquiry that the city's own topics answer: in the very text or call that asked (product: Kinds)."""
    if ticket.kind is not Kind.ENQUIRY:
        raise RuleError("not_at_the_desk")
    after = replace(moved(ticket, S.RESOLVED, S.CLOSED), resolved_at=at, closed_at=at, closed_as=ClosedAs.ANSWERED)
    return after, (
        Event(kind=E.ANSWERED_AT_DESK, facts={"kind": ticket.kind.value, "at_once": True}, words=words),
        Event(kind=E.CLOSED, facts={"as": ClosedAs.ANSWERED.value}),
    )


def final_answer(ticket: Ticket, staff_id: str, words: str, at: datetime) -> Step:
    """The committee's last word, in writing, that names the next legal remedy. It ends the ticket once it is told; where
    nobody is there to be told, at once."""
    if ticket.reopenings <= FINAL_AFTER:
        raise RuleError("not_final")
    path = {
        S.DISPATCHED: (S.ACCEPTED, S.IN_PROGRESS, S.RESOLVED), S.ACCEPTED: (S.IN_PROGRESS, S.RESOLVED),
        S.IN_PROGRESS: (S.RESOLVED,),
    }.get(ticket.state)
    if path is None:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    after = replace(moved(ticket, *path), resolved_at=at)
    said = Event(kind=E.FINAL_ANSWER, facts={"by": staff_id}, words=_said(words, "no_words"))
    if ticket.reporter_id is not None:
        return after, (said,)
    over, events = close(after, ClosedAs.NO_CHANNEL, at)
    return over, (said, *events)


def raised(ticket: Ticket, level: Level) -> Ticket:
    """Escalation only ever goes up."""
    return replace(ticket, level=max(ticket.level, level))


def adopt(ticket: Ticket, outcome: Outcome) -> Ticket:
    """What became of a suggestion."""
    if ticket.kind is not Kind.SUGGESTION:
        raise RuleError("no_suggestion")
    return replace(ticket, outcome=outcome)
