"""The committee's final answer ends its ticket when it was told, or when enough was tried."""

from dataclasses import replace
from datetime import datetime, timedelta

from hotline.domain.actor import SWEEP, Actor
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.event import Change
from hotline.domain.handling import FINAL_AFTER, close
from hotline.domain.message import Delivery, Message, Purpose
from hotline.domain.reach import closing, next_attempt
from hotline.domain.reporter import Reporter
from hotline.domain.ticket import ClosedAs, State, Ticket
from hotline.services.steps.attempts import attempt
from hotline.services.work import Work

TEMPLATE = "final_answer"
BY_PERSON = "news"
AGAIN = timedelta(days=1)


def is_final(ticket: Ticket) -> bool:
    """In such a round only the committee resolves."""
    return ticket.state is State.RESOLVED and ticket.reopenings > FINAL_AFTER


def heard(work: Work, ticket: Ticket, actor: Actor) -> None:
    """It arrived, or a person told it."""
    if is_final(ticket):
        _close(work, ticket, ClosedAs.ANSWERED, actor)


def try_again(work: Work, clock: Clock, ticket: Ticket) -> str:
    """A day later: over, or told once more."""
    if not work.store.clocks.save(replace(clock, late_at=work.now)):
        return ""
    work.store.clocks.meet(ticket.id, (ClockKind.TOLD,), work.now)
    if not is_final(ticket):
        return ""
    told = [m for m in work.store.outbox.of_ticket(ticket.id) if m.template == TEMPLATE and m.state is not Delivery.CANCELLED]
    reporter = work.reporter(ticket.reporter_id)
    reachable = reporter is not None and (reporter.texts or reporter.called)
    tried = tuple(attempt(m) for m in told)
    how = closing(tried, has_number=reachable, promises=work.parts.promises, calendar=work.parts.calendar)
    if how is not None:
        _close(work, ticket, ClosedAs.ANSWERED if how is ClosedAs.SILENCE else how, SWEEP)
        return "closed"
    at = work.now
    if reporter is not None and reporter.texts and told and all(one.over for one in tried):
        at = next_attempt(tried, work.now, work.parts.calendar)
        _text(work, ticket, reporter, told[-1], at)
    elif reporter is not None and not reporter.texts:
        _ask_somebody(work, ticket, reporter)
    work.store.clocks.add(Clock(
        id=work.parts.ids.new(), ticket_id=ticket.id, kind=ClockKind.TOLD, round=ticket.round, started_at=work.now,
        due_at=max(at, work.now) + AGAIN, warn_at=None, committee_at=None,
    ))  # fmt: skip
    return "told_again"


def _text(work: Work, ticket: Ticket, reporter: Reporter, last: Message, at: datetime) -> None:
    work.tell(reporter, TEMPLATE, last.values, Purpose.STATUS, ticket_id=ticket.id, proves="result", at=at)


def _ask_somebody(work: Work, ticket: Ticket, reporter: Reporter) -> None:
    """Where no text can go a person tells it; once."""
    waiting = work.store.callbacks.open_of(reporter.id)
    if not any(one.ticket_id == ticket.id and one.reason == BY_PERSON for one in waiting):
        work.due_call_back(BY_PERSON, work.rules.callback_due(work.now), reporter_id=reporter.id, ticket_id=ticket.id)


def _close(work: Work, ticket: Ticket, how: ClosedAs, actor: Actor) -> None:
    after, events = close(ticket, how, work.now)
    work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))
