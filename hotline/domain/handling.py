"""What each act does to a ticket: it takes the ticket, returns the new one and what happened.

Every rule here raises RuleError with a code when the act is not allowed; none touches anything.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from hotline.domain.errors import RuleError
from hotline.domain.event import Event, EventKind, Json
from hotline.domain.ticket import AT_THE_DESK, IN_WORK, WITH_DEPARTMENT, ClosedAs, Kind, Level, Outcome, State, Ticket, moved

Step = tuple[Ticket, tuple[Event, ...]]
SOON_AFTER_CONTACT = timedelta(hours=48)  # product: states, withdrawn
FINAL_AFTER = 2  # reopenings; what is not solved then is the committee's to answer (product: Verdict)
MOST_RETURNS = 2  # the second dispute is final (product: First department owns it)


def receive(ticket: Ticket, words: str, old: str | None = None, choices: str = "", why: str = "", was: str = "") -> Step:
    """A new ticket comes in; ``old`` is the number of the one it follows, ``was`` how that one stands, ``choices`` the categories
    it may be of, ``why``: the words of the configuration that named its category."""
    facts: dict[str, Json] = {
        "kind": ticket.kind.value, "channel": ticket.channel.value, "category": ticket.category,
        "grid": ticket.grid, "urgent": ticket.urgent, "placed": ticket.place is not None,
    }
    facts |= ({} if old is None else {"old": old}) | ({"was": was} if old and was else {})
    facts |= ({"choices": choices} if choices else {}) | ({"why": why} if why else {})
    return ticket, (Event(kind=EventKind.RECEIVED, facts=facts, words=words or None),)


def dispatch(ticket: Ticket, department: str, officer_id: str | None, at: datetime) -> Step:
    """To the department that must act. The first one becomes the owner."""
    after = replace(
        moved(ticket, State.DISPATCHED), handler=department, owner=ticket.owner or department,
        officer_id=officer_id, dispatched_at=at, return_pending=False,
    )
    facts = {"department": department, "officer": officer_id, "category": ticket.category, "grid": ticket.grid}
    return after, (Event(kind=EventKind.DISPATCHED, facts=facts),)


def unrouted(ticket: Ticket, why: str) -> Step:
    """Nobody is named for it: the coordinator must say who acts. ``why``: complaint, category, grid, department; answer: the
    desk's own."""
    return ticket, (Event(kind=EventKind.UNROUTED, facts={"why": why}),)


def accept(ticket: Ticket, officer_id: str) -> Step:
    after = replace(moved(ticket, State.ACCEPTED), officer_id=officer_id, return_pending=False)
    return after, (Event(kind=EventKind.ACCEPTED, facts={"officer": officer_id}),)


def started(ticket: Ticket, officer_id: str) -> Step:
    """Walk a dispatched or accepted ticket into progress, one event a move."""
    events: tuple[Event, ...] = ()
    if ticket.state is State.DISPATCHED:
        ticket, events = accept(ticket, officer_id)
    if ticket.state in (State.ACCEPTED, State.PLANNED):
        ticket = replace(moved(ticket, State.IN_PROGRESS), planned_until=None, return_pending=False)
        events += (Event(kind=EventKind.STARTED, facts={"officer": officer_id}),)
    if ticket.state is not State.IN_PROGRESS:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    return ticket, events


def progress(ticket: Ticket, officer_id: str, words: str) -> Step:
    """News in the officer's own words; said again it moves nothing."""
    if not words.strip():
        raise RuleError("no_words")
    after, events = started(ticket, officer_id)
    return after, (*events, Event(kind=EventKind.PROGRESSED, facts={"officer": officer_id}, words=words))


def resolve(
    ticket: Ticket, officer_id: str, words: str, at: datetime, *, proof: bool = True, outcome: Outcome | None = None,
) -> Step:
    """Said to be done; the words are what the resident will judge. ``proof``: the photo its category wants is there;
    ``outcome``: of a suggestion."""
    if not words.strip():
        raise RuleError("no_words")
    must_answer_itself(ticket)
    if ticket.kind is Kind.SUGGESTION and outcome is None:
        raise RuleError("which_outcome")
    ready, events = started(ticket, officer_id)
    after = replace(moved(ready, State.RESOLVED), resolved_at=at, return_pending=False, outcome=outcome or ready.outcome)
    facts: dict[str, Json] = {"officer": officer_id}
    facts |= ({} if proof else {"proof": False}) | ({} if outcome is None else {"outcome": outcome.value})
    events += (Event(kind=EventKind.RESOLVED, facts=facts, words=words),)
    if ticket.kind is Kind.PRAISE:  # nothing is asked about thanks, so nothing else would close it
        after, more = close(after, ClosedAs.ANSWERED, at)
        events += more
    return after, events


def ask_return(ticket: Ticket, officer_id: str, reason: str, until: datetime, at: datetime) -> Step:
    """A refusal with a reason, within the time allowed; the coordinator judges it."""
    if not reason.strip():
        raise RuleError("no_reason")
    if ticket.state not in (State.DISPATCHED, State.ACCEPTED):
        raise RuleError("wrong_state", {"state": ticket.state.value})
    if ticket.return_pending:
        raise RuleError("already_returned")
    if ticket.returns >= MOST_RETURNS:
        raise RuleError("return_final")
    if at > until:
        raise RuleError("return_too_late")
    count = ticket.returns + 1
    facts = {"officer": officer_id, "department": ticket.handler, "count": count}
    event = Event(kind=EventKind.RETURN_ASKED, facts=facts, words=reason)
    return replace(ticket, return_pending=True, returns=count), (event,)


def uphold_return(ticket: Ticket, department: str, officer_id: str | None, at: datetime) -> Step:
    """The return was right: ownership moves; it counts as our dispatch error."""
    if not ticket.return_pending:
        raise RuleError("no_return")
    if department == ticket.handler:
        raise RuleError("same_department")
    if department == ticket.about:
        raise RuleError("unit_complained_of")
    event = Event(kind=EventKind.RETURN_UPHELD, facts={"from": ticket.handler, "to": department})
    after, events = dispatch(replace(ticket, owner=None, misrouted=ticket.misrouted + 1), department, officer_id, at)
    return after, (event, *events)


def refuse_return(ticket: Ticket) -> Step:
    """The return was not right: the department keeps it."""
    if not ticket.return_pending:
        raise RuleError("no_return")
    return replace(ticket, return_pending=False), (Event(kind=EventKind.RETURN_REFUSED, facts={"department": ticket.handler}),)


def chase(ticket: Ticket) -> Step:
    """The resident asks where it is and wants it to move."""
    if ticket.state not in IN_WORK:
        raise RuleError("not_in_work", {"state": ticket.state.value})
    count = ticket.chases + 1
    return replace(ticket, chases=count), (Event(kind=EventKind.CHASED, facts={"count": count}),)


def add(ticket: Ticket, words: str, *, joined: bool = False) -> Step:
    """More words of the reporter; ``joined``: they came by themselves, soon after the report."""
    if not words.strip():
        raise RuleError("no_words")
    return ticket, (Event(kind=EventKind.ADDED, facts={"joined": joined}, words=words),)


def comment(ticket: Ticket, words: str) -> Step:
    return ticket, (Event(kind=EventKind.COMMENTED, words=words),)


def place(
    ticket: Ticket, *, words: str, grid: str | None, lat: float | None, lon: float | None, choices: str = "",
) -> Step:
    """Where it is, said later than the report; ``choices``: the categories it may be of, still unknown."""
    after = replace(ticket, place=words, grid=grid, lat=lat, lon=lon)
    facts: dict[str, Json] = {"grid": grid}
    if choices:
        facts["choices"] = choices
    return after, (Event(kind=EventKind.PLACED, facts=facts, words=words),)


def word(ticket: Ticket, words: str) -> Step:
    """The carrier's transcript of what was said into a recording, as a change of its own."""
    return ticket, (Event(kind=EventKind.WORDED, words=words),)


def alarm(ticket: Ticket) -> Step:
    """What was said turns out to tell of danger: urgent from now on."""
    return replace(ticket, urgent=True), (Event(kind=EventKind.ALARMED),)


def seal(ticket: Ticket) -> Step:
    """From now on the department gets none of the reporter's own words. Said again it moves nothing."""
    if ticket.sealed:
        raise RuleError("already_sealed")
    return replace(ticket, sealed=True), (Event(kind=EventKind.SEALED),)


def anonymise(ticket: Ticket) -> Step:
    """Sealed, and besides the number is shown to nobody and not kept after closing."""
    if ticket.anonymous:
        raise RuleError("already_anonymous")
    sealed = () if ticket.sealed else (Event(kind=EventKind.SEALED),)
    return replace(ticket, sealed=True, anonymous=True), (*sealed, Event(kind=EventKind.ANONYMISED))


def withdraw(ticket: Ticket, contacted_at: datetime | None, at: datetime) -> Step:
    """By the reporter's own confirmation. Soon after somebody of the department was in contact it is flagged
    (product: states): nobody is to be talked out of a report."""
    soon = contacted_at is not None and at - contacted_at <= SOON_AFTER_CONTACT
    return moved(ticket, State.WITHDRAWN), (Event(kind=EventKind.WITHDRAWN, facts={"soon_after_contact": soon}),)


def leave(ticket: Ticket) -> Step:
    """Others follow it: it goes on without its first reporter."""
    if ticket.state not in IN_WORK:
        raise RuleError("wrong_state", {"state": ticket.state.value})
    return replace(ticket, reporter_id=None), (Event(kind=EventKind.LEFT),)


def object_to(ticket: Ticket, until: datetime, at: datetime, decided_by: str | None = None) -> Step:
    """A second look at a rejection or a merge is asked for; ``decided_by``: whose it must not be."""
    if ticket.state not in (State.REJECTED, State.MERGED):
        raise RuleError("nothing_to_object_to", {"state": ticket.state.value})
    if at > until:
        raise RuleError("objection_too_late")
    return ticket, (Event(kind=EventKind.OBJECTED, facts={"state": ticket.state.value, "decided_by": decided_by}),)


def categorise(ticket: Ticket, category: str, urgent: bool) -> Step:
    after = replace(ticket, category=category, urgent=ticket.urgent or urgent)
    return after, (Event(kind=EventKind.WORDED, facts={"category": category}),)


def reopen(ticket: Ticket, why: str, officer_id: str | None, at: datetime) -> Step:
    """Back to the owner in one change: resolved | closed → reopened → dispatched. ``why``: not_solved, partly, again,
    lookback. What only is not finished stays at its level, else it goes one higher; after two reopenings the committee
    answers (product: Verdict). RuleError("committee_answered") where it did."""
    if ticket.reopenings > FINAL_AFTER:
        raise RuleError("committee_answered")
    through = moved(ticket, State.REOPENED, State.DISPATCHED)
    final = ticket.reopenings >= FINAL_AFTER
    level = Level.COMMITTEE if final else Level(min(ticket.level + (why != "partly"), Level.COMMITTEE))
    after = replace(
        through, round=ticket.round + 1, reopenings=ticket.reopenings + 1, handler=ticket.owner, officer_id=officer_id,
        dispatched_at=at, resolved_at=None, closed_at=None, closed_as=None, chases=0, level=level, proof_asked=False,
    )
    events: tuple[Event, ...] = (
        Event(kind=EventKind.REOPENED, facts={"why": why, "round": after.round}),
        Event(kind=EventKind.DISPATCHED, facts={"department": after.handler, "officer": officer_id, "reopened": True}),
    )
    why_nobody = "answer" if after.kind in AT_THE_DESK else "department"
    more = (() if after.handler else unrouted(after, why_nobody)[1]) + ((Event(kind=EventKind.FINAL_DUE),) if final else ())
    return after, (*events, *more)


def close(ticket: Ticket, how: ClosedAs, at: datetime) -> Step:
    after = replace(moved(ticket, State.CLOSED), closed_at=at, closed_as=how)
    return after, (Event(kind=EventKind.CLOSED, facts={"as": how.value}),)


def must_answer_itself(ticket: Ticket) -> None:
    """RuleError where the committee answers: the department can promise no day and no result of its own any more."""
    if ticket.reopenings > FINAL_AFTER:
        raise RuleError("committee_answers")


def must_hold(ticket: Ticket, department: str | None) -> None:
    """RuleError unless the ticket is with this department now."""
    if ticket.handler != department or department is None:
        raise RuleError("not_yours")
    if ticket.state not in WITH_DEPARTMENT:
        raise RuleError("wrong_state", {"state": ticket.state.value})
