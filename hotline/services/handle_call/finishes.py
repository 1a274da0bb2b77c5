"""What a flow may change: chase, call-back, survey answer, and what is kept when the line goes."""

from collections.abc import Mapping
from dataclasses import replace

from hotline.domain import handling
from hotline.domain.call import Direction
from hotline.domain.clock_row import ClockKind
from hotline.domain.danger import danger
from hotline.domain.errors import RuleError
from hotline.domain.event import Change
from hotline.domain.followups.resident import UNHAPPY_WITHIN
from hotline.domain.reporter import Age
from hotline.domain.survey import NOT_SOLVED, PARTLY, SOLVED, UNHAPPY, Question, Survey, corrected
from hotline.services.handle_call import bridging, report
from hotline.services.handle_call.doing import finish, type_done
from hotline.services.handle_call.drafting import done, draft, wanted_to_report
from hotline.services.handle_call.line import Line
from hotline.services.handle_call.queueing import hung_up_waiting
from hotline.services.steps import spoken
from hotline.services.steps.bridges import BRIDGE
from hotline.services.steps.joined import worked_on
from hotline.services.steps.promised import promised
from hotline.services.steps.verdict import give
from hotline.services.tick_age import note_age
from ivr_flows.acts import only
from ivr_flows.model import Session

# A ticket is there, or a person was promised: nothing more to keep.
ENOUGH = frozenset({"report", "reprisal", "person", "leave_queue"})
THIRD_CONTACT = 3  # product: Chase; straight to a person with the history open


@finish("number", {"told": "department by", "person": "", "over": "number"})
def chase(line: Line, said: Mapping[str, object]) -> type_done:
    """Chase the ticket the caller just heard about."""
    work = line.work
    ticket = work.store.tickets.by_number(str(said.get("number") or ""))
    if ticket is None or ticket.reporter_id != line.call.reporter_id or ticket.reporter_id is None:
        return "failed", {}
    acted = worked_on(work.store, ticket)
    try:
        after, events = handling.chase(acted)
    except RuleError:
        return "over", {"number": ticket.number}
    made = work.apply(Change(before=acted, after=after, events=events, actor=line.actor, at=work.now))
    if made.chases >= THIRD_CONTACT:
        return "person", {}
    by = promised(work.store, made, work.now).answer_by or work.now
    department = spoken.department(work.parts, work.city, made.handler, work.now)
    return "told", {"department": department, "by": spoken.time(work.parts, by, work.now)}


@finish("question value", {
    "noted": "", "already": "", "closed": "", "reopened": only("department by", question="solved"),
    "unhappy": only("by", question="satisfied"),
})
def answer(line: Line, said: Mapping[str, object]) -> type_done:
    """One survey answer; the first valid one to a question wins, whichever way it came."""
    work = line.work
    ticket = work.store.tickets.get(line.call.ticket_id or "")
    message = work.store.outbox.get(line.call.message_id or "")
    survey = work.store.surveys.get(message.survey_id) if message and message.survey_id else None
    if ticket is None or survey is None:
        return "closed", {}
    question, value = Question(str(said.get("question"))), int(str(said.get("value")))
    try:
        made = give(work, ticket, survey, question, value, "voice", line.actor)
    except RuleError as error:
        if error.code != "already_answered":
            return "closed", {}
        return _corrected(line, survey, question, value), {}
    if question is Question.SOLVED and value in (PARTLY, NOT_SOLVED):
        due = [c.due_at for c in work.store.clocks.of_ticket(made.id) if c.kind is ClockKind.RESPONSE and c.round == made.round]
        return "reopened", {
            "department": spoken.department(work.parts, work.city, made.handler, work.now),
            "by": spoken.time(work.parts, max(due, default=work.now), work.now),
        }
    if question is Question.SATISFIED and value >= UNHAPPY and survey.solved == SOLVED:
        return "unhappy", {"by": spoken.time(work.parts, work.rules.due(work.now, UNHAPPY_WITHIN), work.now)}
    return "noted", {}


def _corrected(line: Line, survey: Survey, question: Question, value: int) -> str:
    """By star the caller went back to what this very call had not heard surely: the other answer holds."""
    answers = Session.from_json(line.call.session).answers if line.call.session else {}
    if answers.get(question.value) is None:
        return "already"
    try:
        line.work.store.surveys.save(corrected(survey, question, value))
    except RuleError:
        return "already"
    return "noted"


@finish("value", {"noted": ""})
def age(line: Line, said: Mapping[str, object]) -> type_done:
    """The last question of a survey, which may be skipped: 1 over 60, 2 not; anything else is no answer, and it was asked."""
    reporter, value = line.reporter(), str(said.get("value") or "")
    if reporter is not None and line.call.ticket_id is not None:
        asked = line.work.know(line.work.store.reporters.save(replace(reporter, age_asked=True)))
        known = {"1": Age.OVER_60, "2": Age.UNDER_60}.get(value)
        if known is not None:
            note_age(line.work, asked, known, line.call.ticket_id, line.actor)
    return "noted", {}


@finish("known_event", {"followed": "", "no_number": ""})
def follow(line: Line, said: Mapping[str, object]) -> type_done:
    """Told, too, when an event the city knows of is mended."""
    reporter, event = line.reporter(), said.get("known_event")
    if reporter is None or not isinstance(event, Mapping):
        return "no_number", {}
    work, ticket_id = line.work, str(event.get("ticket"))
    if work.store.followers.add(ticket_id, reporter.id, work.now):
        work.audit(f"ticket:{ticket_id}", "followed", line.actor, {})
    return "followed", {}


@finish("number", {"sealed": "", "already": ""})
def seal(line: Line, said: Mapping[str, object]) -> type_done:
    """The report just made: from now on its department gets neither name nor voice."""
    work = line.work
    ticket = work.store.tickets.by_number(str(said.get("number") or ""))
    if ticket is None or ticket.id != line.call.ticket_id:
        return "already", {}
    try:
        after, events = handling.seal(ticket)
    except RuleError:
        return "already", {}
    work.apply(Change(before=ticket, after=after, events=events, actor=line.actor, at=work.now))
    return "sealed", {}


@finish("", {
    "nothing": "", "registered": "", "kept": "", "abandoned": "", "noted": "", "already": "", "closed": "",
    "reopened": "department by",
})
def hang_up(line: Line, said: Mapping[str, object]) -> type_done:
    """The line is gone. Danger becomes a ticket at once; any other report that was begun is kept and called back."""
    if line.call.direction is Direction.OUTBOUND:
        return bridging.left(line, said) if line.call.session.get("flow") == BRIDGE else _left_unsaid(line, said)
    if hung_up_waiting(line, said):
        return "abandoned", {}
    if ENOUGH & set(done(said)) or not wanted_to_report(line, said):
        return "nothing", {}
    if said.get("urgent") or danger(report.heard_words(said), line.work.parts.danger_words) is not None:
        report.register(line, said)
        return "registered", {}
    line.work.store.calls.hold(line.call.id)
    if line.work.store.drafts.of_call(line.call.id) is not None:
        return "kept", {}  # the end of the call and the empty recording it broke off both say that the line is gone
    draft_id = draft(line, said, dropped=True).id
    reporter = line.reporter()
    if reporter is None:
        return "kept", {}
    work = line.work
    by = work.rules.callback_due(work.now)
    work.due_call_back("draft", by, reporter_id=reporter.id, draft_id=draft_id)
    if reporter.texts:
        work.tell(reporter, "draft_kept", {"by": by.isoformat(), "text": None if reporter.called else True})
    return "kept", {}


def _left_unsaid(line: Line, said: Mapping[str, object]) -> type_done:
    """A verdict that was waiting for the next question, and nobody contradicted: it holds."""
    if said.get("solved") and said.get("step") == "contacted_too":
        return answer(line, {"question": Question.SOLVED.value, "value": said["solved"]})
    return "nothing", {}
