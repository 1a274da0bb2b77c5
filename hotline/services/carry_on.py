"""The rest of what a change asks for: the other reporters of an event, requests, help, and what is noticed afterwards."""

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.domain.actor import SWEEP
from hotline.domain.aftermath import Lookback, Recurrence, closing_of
from hotline.domain.effects import (
    CallReporter,
    DropLookbacks,
    Effect,
    EndAssist,
    EndRequests,
    NoteAgeAsked,
    NoteClosing,
    NoteRecurrence,
    OpenAssist,
    OpenRequest,
    PlanLookback,
    RaiseFlag,
    TellMerged,
    survey_call,
)
from hotline.domain.event import EventKind
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.message import Purpose
from hotline.domain.reporter import Reporter
from hotline.domain.request import Assist, Request, RequestKind
from hotline.domain.survey import Question, Survey
from hotline.domain.ticket import Ticket

if TYPE_CHECKING:
    from hotline.services.work import Work


def keep(work: "Work", effect: Effect, ticket: Ticket) -> None:
    """What becomes a row."""
    handling, aftermath = work.store.handling, work.store.aftermath
    match effect:
        case OpenRequest():
            handling.ask(Request(
                id=work.parts.ids.new(), ticket_id=ticket.id, kind=effect.kind, asked_by=effect.asked_by,
                asked_at=work.now, until=effect.until,
            ))
        case EndRequests():
            handling.decide(
                ticket.id, effect.kinds or tuple(RequestKind), granted=effect.granted, by=effect.by, until=effect.until,
                at=work.now,
            )
        case NoteAgeAsked():
            _age_asked(work, ticket)
        case OpenAssist():
            handling.add_assist(Assist(
                ticket_id=ticket.id, department=effect.department, officer_id=effect.officer_id, asked_by=effect.asked_by,
                asked_at=work.now,
            ))
        case EndAssist(department=""):
            _no_help_needed(work, ticket)
        case EndAssist():
            handling.end_assist(ticket.id, effect.department, work.now)
        case PlanLookback():
            aftermath.plan(Lookback(ticket_id=ticket.id, round=ticket.round, due_at=effect.due_at))
        case DropLookbacks():
            aftermath.drop(ticket.id, work.now)
        case NoteClosing():
            aftermath.closed(closing_of(ticket, work.now, effect.how))
        case NoteRecurrence():
            _recurred(work, effect)
        case RaiseFlag():
            raise_flag(work, effect, ticket.id)
        case _:
            pass


def _no_help_needed(work: "Work", ticket: Ticket) -> None:
    """It is said to be done: whoever was asked to help need not any more."""
    for assist in work.store.handling.assists_of(ticket.id):
        if assist.done_at is None and work.store.handling.end_assist(ticket.id, assist.department, work.now):
            helper = work.city.acting(assist.officer_id)
            if helper is not None:
                values = {"number": ticket.number, "why": "done"}
                work.tell_staff(helper, "officer_over", values, Purpose.STAFF, ticket_id=ticket.id)


def _age_asked(work: "Work", ticket: Ticket) -> None:
    reporter = work.reporter(ticket.reporter_id)
    if reporter is not None:
        work.know(work.store.reporters.save(replace(reporter, age_asked=True)))


def raise_flag(work: "Work", effect: RaiseFlag, ticket_id: str | None) -> None:
    """Once, whoever notices it first."""
    work.store.flags.raise_(Flag(
        id=work.parts.ids.new(), key=effect.key, kind=effect.kind, at=work.now, ticket_id=ticket_id,
        staff_id=effect.staff_id, department=effect.department, facts=effect.facts,
    ))


def _recurred(work: "Work", effect: NoteRecurrence) -> None:
    """In the story of the ticket whose closing did not last; the head of its owner hears of it, and it is flagged."""
    noted = Recurrence(
        ticket_id=effect.ticket_id, round=effect.round, noticed_by=effect.noticed_by, again_id=effect.again_id, at=work.now,
    )
    past = work.store.tickets.get(effect.ticket_id)
    if past is None or not work.store.aftermath.note(noted):
        return
    again = work.store.tickets.get(effect.again_id) if effect.again_id else past
    number = again.number if again is not None else past.number
    work.audit(f"ticket:{past.id}", EventKind.RECURRED.value, SWEEP, {"by": effect.noticed_by.value, "number": number})
    flag = RaiseFlag(
        kind=FlagKind.RECURRED, key=f"recurred:{past.id}:{effect.round}", staff_id=past.officer_id, department=past.owner,
        facts={"by": effect.noticed_by.value, "number": number},
    )
    raise_flag(work, flag, past.id)
    head = work.city.head(past.owner)
    if head is not None and again is not None and again.id != past.id:
        work.tell_staff(head, "head_recurred", {"number": number, "old": past.number}, Purpose.STAFF, ticket_id=past.id)


def tell_merged(work: "Work", effect: TellMerged, parent: Ticket) -> None:
    """Everybody whose report was joined to this one stays told, under their own number; and judges for themselves."""
    for child in work.store.tickets.merged_into(parent.id):
        reporter = work.reporter(child.reporter_id)
        survey = _ask_anew(work, child) if effect.asks else None
        if reporter is not None:
            _tell(work, effect, parent, child, reporter, survey)


def _ask_anew(work: "Work", child: Ticket) -> Survey:
    """A survey of the child's own: one for each time that the parent is said to be done."""
    before = work.store.surveys.open_of(child.id)
    if before is not None:
        work.store.surveys.save(replace(before, closed_at=work.now))
    saved = work.store.tickets.save(replace(child, round=child.round + 1))
    rules, promises = work.rules, work.parts.promises
    at = rules.due(work.now, promises.survey_after)
    survey = Survey(
        id=work.parts.ids.new(), ticket_id=child.id, round=saved.round, asked_at=at,
        call_at=rules.due(at, promises.survey_call_after), close_at=rules.due(at, promises.survey_close_after),
    )
    work.store.surveys.add(survey)
    return survey


def _tell(
    work: "Work", effect: TellMerged, parent: Ticket, child: Ticket, reporter: Reporter, survey: Survey | None
) -> None:
    words = None if child.sealed else effect.values.get("words")
    if not reporter.texts or reporter.news_by_call:
        if survey is not None and effect.template == "done_ask":
            work.call(survey_call(words if isinstance(words, str) else None, survey.id), child, reporter)
        elif effect.news:
            told = CallReporter(flow="status", values={"news": effect.news, "by": effect.values.get("by")})
            work.call(told, child, reporter)
        elif not effect.step:
            due_at = work.rules.callback_due(work.now)
            work.due_call_back("news", due_at, reporter_id=reporter.id, ticket_id=child.id)
        return
    city = work.city
    values = {
        **effect.values, "number": child.number, "words": words,
        "department": city.department_name(parent.handler or parent.owner, reporter.language),
        "category": None if child.sealed else city.category_name(child.category, reporter.language),
    }
    asks = survey is not None and reporter.takes(Purpose.SURVEY.value)
    template = effect.template if asks or survey is None else effect.told
    template = effect.own if effect.own and child.reporter_id == effect.by else template
    work.tell(
        reporter, template, values, Purpose.STATUS, ticket_id=child.id, survey_id=survey.id if survey else None,
        proves="result" if survey is not None else "",
    )
    if asks and survey is not None:
        work.ask(Question.SOLVED.value, reporter_id=reporter.id, ticket_id=child.id, survey_id=survey.id)
