"""What a change asks for, done: every effect in the change's own transaction, each by the one who knows how."""

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.domain.call import REPRISAL
from hotline.domain.clock_row import Clock
from hotline.domain.effects import (
    AskReporter,
    CallReporter,
    DueCallBack,
    Effect,
    EndDuty,
    EndKnownEvent,
    EndQuestions,
    EndSurvey,
    MeetClocks,
    RingDuty,
    StartClock,
    StartSurvey,
    StopClocks,
    TellFollowers,
    TellMerged,
    TellReporter,
    TellStaff,
)
from hotline.domain.followups import Around
from hotline.domain.message import Delivery, Purpose
from hotline.domain.reporter import Reporter
from hotline.domain.survey import Survey
from hotline.domain.ticket import Kind, Ticket
from hotline.services import carry_on
from hotline.services.steps import ladder

if TYPE_CHECKING:
    from hotline.services.work import Work


def carry_out(work: "Work", effect: Effect, ticket: Ticket, around: Around, survey: Survey | None) -> None:
    """One effect of a change of ``ticket``; ``survey`` is the one that stood open before."""
    match effect:
        case TellReporter() | CallReporter() | TellStaff() | TellFollowers() | TellMerged():
            _tell(work, effect, ticket, around.reporter)
        case AskReporter():
            work.ask(
                effect.kind, reporter_id=ticket.reporter_id, ticket_id=ticket.id, survey_id=effect.survey_id,
                options=effect.options,
            )
        case EndQuestions():
            work.store.questions.close_ticket(ticket.id, work.now, effect.kinds or None)
        case EndKnownEvent():
            work.store.known_events.end(ticket.id, work.now)
        case DueCallBack():
            reason = REPRISAL if ticket.kind is Kind.PROTECTION else effect.reason
            who = effect.reporter_id or ticket.reporter_id
            work.due_call_back(reason, effect.due_at, reporter_id=who, ticket_id=ticket.id)
        case RingDuty() | EndDuty():
            _ring_duty(work, effect, ticket)
        case StartClock() | MeetClocks() | StopClocks():
            _keep_time(work, effect, ticket)
        case StartSurvey() | EndSurvey():
            _keep_survey(work, effect, ticket, survey)
        case _:
            carry_on.keep(work, effect, ticket)


def _tell(
    work: "Work", effect: TellReporter | CallReporter | TellStaff | TellFollowers | TellMerged, ticket: Ticket,
    reporter: Reporter | None,
) -> None:
    match effect:
        case TellReporter():
            _tell_reporter(work, effect, ticket, reporter)
        case CallReporter():
            if reporter is not None:
                work.call(effect, ticket, reporter)
        case TellStaff():
            person = work.city.person(effect.staff_id)
            if person is not None:
                work.tell_staff(person, effect.template, effect.values, effect.purpose, ticket_id=ticket.id)
        case TellFollowers():
            _tell_followers(work, effect, ticket)
        case TellMerged():
            carry_on.tell_merged(work, effect, ticket)


def _ring_duty(work: "Work", effect: RingDuty | EndDuty, ticket: Ticket) -> None:
    if isinstance(effect, EndDuty):
        ladder.end(work.store, ticket, effect.how, effect.by, work.now)
        return
    for message in ladder.begin(work.store, work.parts.ids, work.city, work.parts.promises, ticket, work.now):
        work.post(message)


def _keep_time(work: "Work", effect: StartClock | MeetClocks | StopClocks, ticket: Ticket) -> None:
    clocks = work.store.clocks
    match effect:
        case StartClock():
            clocks.add(Clock(
                id=work.parts.ids.new(), ticket_id=ticket.id, kind=effect.kind, round=ticket.round,
                started_at=effect.started_at, due_at=effect.due_at, warn_at=effect.warn_at,
                committee_at=effect.committee_at,
            ))
        case MeetClocks():
            clocks.meet(ticket.id, effect.kinds, work.now)
        case StopClocks():
            clocks.stop(ticket.id, effect.kinds, work.now)


def _keep_survey(work: "Work", effect: StartSurvey | EndSurvey, ticket: Ticket, survey: Survey | None) -> None:
    if isinstance(effect, StartSurvey):
        work.store.surveys.add(Survey(
            id=effect.id, ticket_id=ticket.id, round=ticket.round, asked_at=effect.asked_at,
            call_at=effect.call_at, close_at=effect.close_at,
        ))
    elif survey is not None:
        if survey.closed_at is None:
            work.store.surveys.save(replace(survey, closed_at=work.now))
        work.store.outbox.cancel(survey_id=survey.id, reason="survey_over")


def _tell_reporter(work: "Work", effect: TellReporter, ticket: Ticket, reporter: Reporter | None) -> None:
    if reporter is not None:
        if effect.purpose is Purpose.NIGHT:
            _say_no_more(work, ticket, reporter)
        work.tell(
            reporter, effect.template, effect.values, effect.purpose, ticket_id=ticket.id,
            survey_id=effect.survey_id, proves=effect.proves, at=effect.at,
        )


def _say_no_more(work: "Work", ticket: Ticket, reporter: Reporter) -> None:
    """What waits for the morning would tell of a ticket that is done by then that somebody has begun."""
    told = work.store.outbox.of_ticket(ticket.id)
    waits = [m.id for m in told if m.reporter_id == reporter.id and m.state is Delivery.WAITING and m.held == "quiet_hours"]
    if waits:
        work.store.outbox.cancel(ids=waits, reason="superseded", at=work.now)


def _tell_followers(work: "Work", effect: TellFollowers, ticket: Ticket) -> None:
    ids = [one for one in work.store.followers.of_ticket(ticket.id) if one != ticket.reporter_id]
    for reporter in work.store.reporters.get_many(ids).values() if ids else ():
        names = {
            "department": work.city.department_name(ticket.handler or ticket.owner, reporter.language),
            "category": None if ticket.sealed else work.city.category_name(ticket.category, reporter.language),
        }
        if reporter.texts and not reporter.news_by_call:
            work.tell(reporter, effect.template, {**effect.values, **names}, Purpose.STATUS, ticket_id=ticket.id)
        else:
            told = {"news": effect.news, "by": work.now.isoformat()}
            work.call(CallReporter(flow="status", values=told), ticket, reporter)
