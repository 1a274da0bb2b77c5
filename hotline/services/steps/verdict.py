"""An answer to the survey, whichever way it came: one lock, and what the verdict does to the ticket."""

from hotline.domain import handling
from hotline.domain.actor import Actor
from hotline.domain.event import Change, Event, EventKind, Json
from hotline.domain.handling import FINAL_AFTER
from hotline.domain.survey import NOT_SOLVED, PARTLY, SOLVED, Question, Survey, answered
from hotline.domain.ticket import ClosedAs, State, Ticket
from hotline.services.work import Work


def give(
    work: Work, ticket: Ticket, survey: Survey, question: Question, value: int, way: str, actor: Actor, words: str | None = None,
) -> Ticket:
    """Keep the answer and follow it. Raises RuleError (already_answered, not_an_option, survey_closed), Conflict."""
    kept = answered(survey, question, value, way, work.now)
    work.store.surveys.save(kept)
    upcoming = kept.next_question
    facts: dict[str, Json] = {
        "question": question.value, "value": value, "way": way, "solved": kept.solved,
        "next": upcoming.value if upcoming else None, **_looked_at(work, ticket),
    }
    events: tuple[Event, ...] = (Event(kind=EventKind.COMMENTED, words=words),) if words else ()
    after = ticket
    if question is Question.SOLVED and ticket.state is State.RESOLVED:
        after, more = _judged(work, ticket, value)
        events += more
    if question is Question.SOLVED and value in (PARTLY, NOT_SOLVED) and ticket.state is State.MERGED:
        _reopen_parent(work, ticket, value, actor)
    if question is Question.SOLVED and value == SOLVED and ticket.state is State.MERGED:
        _close_parent(work, ticket, actor)
    if question is Question.SOLVED:
        work.store.outbox.cancel(survey_id=survey.id, reason="answered")
    # Last, so that what the verdict did is told before the next question is asked.
    events += (Event(kind=EventKind.ANSWERED, facts=facts),)
    return work.apply(Change(before=ticket, after=after, events=events, actor=actor, at=work.now))


def _looked_at(work: Work, ticket: Ticket) -> dict[str, Json]:
    """What makes a verdict worth a look: the number of somebody of the city, minutes after the result."""
    reporter = work.reporter(ticket.reporter_id)
    facts: dict[str, Json] = {}
    if reporter is not None and work.store.city.staff_by_phone(reporter.phone) is not None:
        facts["staff"] = True
    if ticket.resolved_at is not None:
        facts["minutes"] = int((work.now - ticket.resolved_at).total_seconds() // 60)
    return facts


def _reopen_parent(work: Work, child: Ticket, value: int, actor: Actor) -> None:
    """Any "not solved" of those who reported the same reopens it, once."""
    parent = work.store.tickets.get(child.parent_id or "")
    if parent is None or parent.state not in (State.RESOLVED, State.CLOSED) or parent.reopenings > FINAL_AFTER:
        return
    why = "partly" if value == PARTLY else "not_solved"
    after, events = handling.reopen(parent, why, work.city.officer_id(parent.owner, parent.category), work.now)
    work.apply(Change(before=parent, after=after, events=events, actor=actor, at=work.now))


def _close_parent(work: Work, child: Ticket, actor: Actor) -> None:
    """Where its first reporter left, those who stayed judge it; whoever of them says "not solved" later reopens it."""
    parent = work.store.tickets.get(child.parent_id or "")
    if parent is None or parent.state is not State.RESOLVED or parent.reporter_id is not None:
        return
    after, events = handling.close(parent, ClosedAs.VERDICT, work.now)
    work.apply(Change(before=parent, after=after, events=events, actor=actor, at=work.now))


def _judged(work: Work, ticket: Ticket, value: int) -> handling.Step:
    if value not in (PARTLY, NOT_SOLVED) or ticket.reopenings > FINAL_AFTER:
        return handling.close(ticket, ClosedAs.VERDICT, work.now)
    why = "partly" if value == PARTLY else "not_solved"
    return handling.reopen(ticket, why, work.city.officer_id(ticket.owner, ticket.category), work.now)
