"""Everything that must happen because time passed: warnings, lateness, surveys unanswered, drafts, receipts that
never came. Safe to run at any moment and as often as one likes: every rung is taken once, by a guarded write."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from hotline.domain.actor import SWEEP
from hotline.domain.aftermath import Lookback
from hotline.domain.clock_row import OF_HANDLER, Clock, ClockKind, next_rung
from hotline.domain.deadline import due
from hotline.domain.duration import Duration
from hotline.domain.effects import survey_call
from hotline.domain.errors import Conflict, Unavailable
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.handling import Step, close
from hotline.domain.intake import send_on
from hotline.domain.message import Delivery, Means, Purpose
from hotline.domain.reach import closing, next_evening
from hotline.domain.ruling import plan_over, raised
from hotline.domain.survey import Survey
from hotline.domain.ticket import IN_WORK, ClosedAs, Level, State, Ticket
from hotline.faults import kind_and_place
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps import ruling
from hotline.services.steps.attempts import attempts, text_again, told_others
from hotline.services.steps.final_told import try_again
from hotline.services.steps.forgotten import forget_anonymous
from hotline.services.steps.outcome import follow
from hotline.services.steps.patterns import find_patterns
from hotline.services.steps.standing_in import begin_absences
from hotline.services.trial import Would, on_trial
from hotline.services.work import Work, working

log = logging.getLogger(__name__)
BATCH = 200
Due = TypeVar("Due", Clock, Survey, Lookback)
COMMITTEE_ANSWERS = Duration.parse("1wd")  # product: First department owns it; the committee rules within 1 working day


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """How many of each kind were taken care of."""

    warned: int = 0
    late: int = 0
    committee: int = 0
    sent_on: int = 0
    told_planned: int = 0
    looked_back: int = 0
    called: int = 0
    closed: int = 0
    presumed: int = 0
    forgotten: int = 0
    flagged: int = 0
    handed_over: int = 0
    told_again: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, each.name) for each in fields(self))


def sweep(parts: Parts, now: datetime | None = None) -> Swept:
    """One pass over all that is due. Each thing in its own short transaction: one fault stops nobody else."""
    moment = now or parts.clock.now()
    swept = _each(parts, Swept(), lambda store, most: store.clocks.due(moment, most), _rung)
    swept = _each(parts, swept, lambda store, most: store.surveys.due_call(moment, most), _survey_call)
    swept = _each(parts, swept, lambda store, most: store.surveys.due_close(moment, most), _silence)
    swept = _each(parts, swept, lambda store, most: store.aftermath.due(moment, most), _look_back)
    handed, found = begin_absences(parts), find_patterns(parts, moment)
    return _count(swept, *_presume(parts, moment), *forget_anonymous(parts), *handed, *found)


def _each(
    parts: Parts, swept: Swept, due_rows: Callable[[Store, int], Sequence[Due]], act: Callable[[Due, Work], str]
) -> Swept:
    """Batch after batch until nothing is due that was not looked at already in this sweep."""
    seen: set[str] = set()
    stuck = 0
    while True:
        asked = BATCH + stuck
        with parts.database.reading() as store:
            found = due_rows(store, asked)
        batch = [row for row in found if _name(row) not in seen]
        stuck = len(found) - len(batch)  # looked at, and still due: somebody else had it, or this is a trial
        if not batch and len(found) < asked:
            return swept
        for row in batch:
            seen.add(_name(row))
            swept = _count(swept, _once(parts, partial(act, row)))


def _name(row: Clock | Survey | Lookback) -> str:
    return f"{row.ticket_id}:{row.round}" if isinstance(row, Lookback) else row.id


def would_sweep(parts: Parts) -> tuple[Would, ...]:
    """What a sweep would do now, without doing it (``sweep --dry-run``): done, and taken back."""
    tried, trial = on_trial(parts)
    sweep(tried)
    return tuple(trial.would)


def _once(parts: Parts, act: Callable[[Work], str]) -> str:
    """One thing, one transaction. Somebody else being faster is no fault: the next sweep looks again."""
    try:
        with working(parts) as work:
            return act(work)
    except Conflict:
        return ""
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - one thing at fault, whatever the fault, must not stop the others
        log.error("something due can't be done: %s", kind_and_place(error))
        return "failed"


def _count(swept: Swept, *names: str) -> Swept:
    for name in names:
        if name:
            swept = replace(swept, **{name: getattr(swept, name) + 1})
    return swept


def _rung(clock: Clock, work: Work) -> str:
    """The highest rung that is due and not yet taken."""
    ticket = work.store.tickets.get(clock.ticket_id)
    if ticket is None or clock.round != ticket.round:
        return ""
    if clock.kind in BY_ITSELF:
        return BY_ITSELF[clock.kind](work, clock, ticket)
    rung = next_rung(clock, work.now)
    if rung is None:
        return ""
    taken = {
        EventKind.WARNED: replace(clock, warned_at=work.now), EventKind.LATE: replace(clock, late_at=work.now),
        EventKind.COMMITTEE: replace(clock, committee_told_at=work.now),
    }[rung]
    if not work.store.clocks.save(taken):
        return ""
    if rung is EventKind.WARNED and ticket.state not in IN_WORK and clock.kind is not ClockKind.RESPONSE:
        return ""
    next_by = clock.committee_at if rung is EventKind.LATE else due(work.now, COMMITTEE_ANSWERS, work.parts.calendar)
    facts = {"clock": clock.kind.value, "due": clock.due_at.isoformat(), "next_by": _after(next_by, work).isoformat()}
    after, events = _escalated(ticket, clock, rung)
    work.apply(Change(before=ticket, after=after, events=(*events, Event(kind=rung, facts=facts)), actor=SWEEP, at=work.now))
    if rung is EventKind.LATE and clock.kind is ClockKind.DISPUTE:
        ruling.by_default(work, work.store.tickets.get(ticket.id) or after)
    return rung.value


def _escalated(ticket: Ticket, clock: Clock, rung: EventKind) -> Step:
    """What the department owes goes to its head, then to the committee; a plan whose day has come is in work again."""
    if clock.kind not in OF_HANDLER or rung is EventKind.WARNED:
        return ticket, ()
    level = Level.HEAD if rung is EventKind.LATE else Level.COMMITTEE
    if clock.kind is ClockKind.RESULT and ticket.state is State.PLANNED:
        after, events = plan_over(ticket)
        return raised(after, level), events
    return raised(ticket, level), ()


def _after(moment: datetime | None, work: Work) -> datetime:
    """A time that is promised lies ahead, also when the sweep itself was late."""
    if moment is not None and moment > work.now:
        return moment
    return due(work.now, work.parts.promises.committee_after, work.parts.calendar)


def _send_on(work: Work, clock: Clock, ticket: Ticket) -> str:
    """Nobody answered where it is: the department of the category gets it without a place, rather than nobody."""
    if not work.store.clocks.save(replace(clock, late_at=work.now)):
        return ""
    work.store.clocks.meet(ticket.id, (ClockKind.PLACE,), work.now)
    if ticket.state is not State.RECEIVED or ticket.handler is not None:
        return ""
    after, events = send_on(ticket, work.city, work.now)
    work.apply(Change(before=ticket, after=after, events=events, actor=SWEEP, at=work.now))
    return "sent_on"


def _still_planned(work: Work, clock: Clock, ticket: Ticket) -> str:
    """Told again every 30 days, until it is in work."""
    if not work.store.clocks.save(replace(clock, late_at=work.now)):
        return ""
    work.store.clocks.meet(ticket.id, (ClockKind.PLANNED,), work.now)
    if ticket.state is not State.PLANNED or ticket.planned_until is None:
        return ""
    event = Event(kind=EventKind.STILL_PLANNED, facts={"until": ticket.planned_until.isoformat()})
    work.apply(Change(before=ticket, after=ticket, events=(event,), actor=SWEEP, at=work.now))
    return "told_planned"


BY_ITSELF: Mapping[ClockKind, Callable[[Work, Clock, Ticket], str]] = {
    ClockKind.PLACE: _send_on, ClockKind.PLANNED: _still_planned, ClockKind.TOLD: try_again,
}


def _look_back(lookback: Lookback, work: Work) -> str:
    """A month after its closing: is it still good?"""
    ticket = work.store.tickets.get(lookback.ticket_id)
    if not work.store.aftermath.asked(lookback.ticket_id, lookback.round, work.now):
        return ""
    if ticket is None or ticket.state is not State.CLOSED or ticket.round != lookback.round:
        return ""
    reporter = work.reporter(ticket.reporter_id)
    reachable = reporter is not None and (reporter.texts or reporter.called)
    if reporter is None or not reachable or not reporter.takes(Purpose.SURVEY.value):
        return ""
    event = Event(kind=EventKind.LOOKED_BACK, facts={"asked": True})
    work.apply(Change(before=ticket, after=ticket, events=(event,), actor=SWEEP, at=work.now))
    return "looked_back"


def _survey_call(survey: Survey, work: Work) -> str:
    """No answer to the text in time: one automated call."""
    ticket = work.store.tickets.get(survey.ticket_id)
    reporter = work.reporter(ticket.reporter_id) if ticket else None
    work.store.surveys.save(replace(survey, called_at=work.now))
    if ticket is None or reporter is None or not reporter.called or not reporter.takes(Purpose.SURVEY.value):
        return ""
    if ticket.state is not State.RESOLVED or _planned(work, ticket, survey):
        return ""
    work.call(survey_call(_result_words(work, ticket), survey.id), ticket, reporter)
    return "called"


def _planned(work: Work, ticket: Ticket, survey: Survey) -> bool:
    """A survey call of this survey exists already (a landline's comes with the result)."""
    told = work.store.outbox.of_ticket(ticket.id)
    return any(m.means is Means.CALL and m.survey_id == survey.id and m.state is not Delivery.CANCELLED for m in told)


def _result_words(work: Work, ticket: Ticket) -> str | None:
    told = [m.values.get("words") for m in work.store.outbox.of_ticket(ticket.id) if m.proves == "result"]
    last = told[-1] if told else None
    return last if isinstance(last, str) else None


def _silence(survey: Survey, work: Work) -> str:
    """Seven days and no verdict: closed, as far as the rules let it close; else one more attempt to reach them."""
    ticket = work.store.tickets.get(survey.ticket_id)
    if ticket is None or ticket.state is not State.RESOLVED:
        work.store.surveys.save(replace(survey, closed_at=work.now))
        return ""
    tried, parts = attempts(work, ticket, survey.id), work.parts
    reporter = work.reporter(ticket.reporter_id)
    reachable = reporter is not None and (reporter.texts or reporter.called)
    if ticket.reporter_id is None and told_others(work, ticket):
        return _close(work, ticket, close(ticket, ClosedAs.SILENCE, work.now))
    how = closing(tried, has_number=reachable, promises=parts.promises, calendar=parts.calendar)
    if how is None:
        return _try_again(work, ticket, survey)
    return _close(work, ticket, close(ticket, how, work.now))


def _close(work: Work, ticket: Ticket, step: Step) -> str:
    after, events = step
    work.apply(Change(before=ticket, after=after, events=events, actor=SWEEP, at=work.now))
    return "closed"


def _try_again(work: Work, ticket: Ticket, survey: Survey) -> str:
    """Not reached yet: another call at another hour of another day, one of them in the evening; a text to who is never
    called."""
    reporter = work.reporter(ticket.reporter_id)
    later = next_evening(work.now, work.parts.calendar)
    if reporter is not None and not reporter.called:
        text_again(work, ticket, survey, reporter, later)
        answers = due(later, work.parts.promises.survey_close_after, work.parts.calendar)  # the time anybody has for it
        work.store.surveys.save(replace(survey, close_at=answers))
        return "called"
    work.store.surveys.save(replace(survey, close_at=later + timedelta(hours=2)))
    if reporter is not None:
        work.call(survey_call(_result_words(work, ticket), survey.id, later, last=True), ticket, reporter)
    return "called"


def _presume(parts: Parts, now: datetime) -> tuple[str, ...]:
    """Sent, and a day without a failure: counted as delivered, and kept apart from what was."""
    with working(parts) as work:
        rows = work.store.outbox.presume(now - parts.promises.presume_after.as_timedelta(), BATCH)
        for row in rows:
            follow(work, row)
    return ("presumed",) * len(rows)
