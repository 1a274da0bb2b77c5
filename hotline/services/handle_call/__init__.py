"""A call, turn by turn. Every turn is one transaction: session, draft, ticket and what follows, or nothing.

A turn that is not the one awaited is a repeat: the saved answer is said again and nothing advances. Of two that race
one wins; the other says what the winner saved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hotline.domain.call import Call, CallState, Direction
from hotline.domain.calling import is_machine
from hotline.domain.errors import Conflict, NotFound
from hotline.domain.phone import parse_phone
from hotline.domain.staff import Role, Staff
from hotline.services.handle_call import duty, outbound
from hotline.services.handle_call.acts import act
from hotline.services.handle_call.begun_with import begun_with
from hotline.services.handle_call.ended import line_gone
from hotline.services.handle_call.facts import intake_facts, lean, officer_facts, whole
from hotline.services.handle_call.line import Line
from hotline.services.handle_call.lost import lose
from hotline.services.handle_call.recorded import complete_draft, note_recording
from hotline.services.handle_call.saved import from_plain, to_plain
from hotline.services.line_state import line_state
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps import spoken
from hotline.services.steps.in_danger import in_danger
from hotline.services.work import Work, working
from ivr_flows.engine import fail, resume, start
from ivr_flows.inputs import Input, Joined, Recorded, Speech
from ivr_flows.model import Flow, Session, Turn
from ivr_flows.outputs import Finish, HangUp, Lookup, Output

TRIES = 5
MOST_ACTS = 20  # lookups and finishes in one turn; a flow that asks more goes round in circles


@dataclass(frozen=True, kw_only=True, slots=True)
class CallIn:
    """The carrier says: this call is here. ``caller`` is raw; ``answered_by`` tells a machine on a call we placed."""

    sid: str
    caller: str
    answered_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """What to say now. ``turn`` is the turn whose answer is awaited; it is part of the next address."""

    call_id: str
    turn: int
    language: str
    outputs: tuple[Output, ...]


def begin(parts: Parts, call: CallIn) -> Spoken:
    """Somebody calls. Raises Unavailable; then nothing was stored."""
    return _guarded(parts, call.sid, lambda work: _begin_inbound(work, call))


def begin_outbound(parts: Parts, message_id: str, call: CallIn) -> Spoken:
    """A call we placed is answered. NotFound when there is no such message."""
    return _guarded(parts, call.sid, lambda work: _begin_outbound(work, message_id, call))


def take_turn(parts: Parts, call_id: str, turn: int, heard: Input) -> Spoken:
    """The caller did something, or nothing. NotFound for a call nobody knows."""
    for _ in range(TRIES):
        try:
            with working(parts) as work:
                return _turn(work, call_id, turn, heard)
        except Conflict:
            # Of two that race one wins: the next look finds its turn taken, or a ticket as somebody else left it.
            continue
    raise Conflict


def say_again(parts: Parts, call_id: str) -> Spoken:
    """What was said last, after a fault that kept the answer from being taken. NotFound for a call nobody knows."""
    with parts.database.reading() as store:
        call = store.calls.get(call_id)
    if call is None:
        raise NotFound("call")
    return _again(call)


def _turn(work: Work, call_id: str, turn: int, heard: Input) -> Spoken:
    call = work.store.calls.get(call_id)
    if call is None:
        raise NotFound("call")
    ended = call.state is CallState.ENDED
    if call.turn != turn or (ended and not isinstance(heard, Recorded | Joined)):
        return _again(call)
    spoken = _advance(work, call, heard)
    if ended:
        # The end of the call overtook what it ended with. With a recording the draft it left is a report after all.
        complete_draft(work, call_id)
        if isinstance(heard, Joined):
            line_gone(work, work.store.calls.get(call_id))
    return spoken


def _guarded(parts: Parts, sid: str, make: Callable[[Work], Spoken]) -> Spoken:
    """A first webhook that comes twice, even at the same instant, makes one call."""
    for _ in range(TRIES):
        try:
            with working(parts) as work:
                known = work.store.calls.by_sid(sid)
                return _again(known) if known is not None else make(work)
        except Conflict:
            # The same webhook at the same instant, or somebody else was offered the operator this call would have got.
            continue
    raise Conflict


def _begin_inbound(work: Work, call: CallIn) -> Spoken:
    parts = work.parts
    number = parse_phone(call.caller, parts.region)
    staff = work.store.city.staff_by_phone(number.e164) if number else None
    reporter = work.store.reporters.by_phone(number.e164) if number else None
    if reporter is not None:
        work.know(reporter)
    language = reporter.language if reporter else (staff.language if staff else parts.languages[0])
    row = Call(
        id=parts.ids.new(), sid=call.sid, direction=Direction.INBOUND, phone=number.e164 if number else None,
        reporter_id=reporter.id if reporter else None, staff_id=staff.id if staff else None, language=language,
        started_at=work.now,
    )
    flow, facts = _inbound_flow(work, row, staff)
    return _first(work, row, flow, start(flow, facts))


def _inbound_flow(work: Work, row: Call, staff: Staff | None) -> tuple[Flow, dict[str, object]]:
    if staff is not None and staff.role in (Role.OFFICER, Role.HEAD):
        return work.parts.flows["officer"], officer_facts(work, row, staff)
    return _resident_flow(work, row)


def _resident_flow(work: Work, row: Call) -> tuple[Flow, dict[str, object]]:
    """The menu or a person first; in an emergency its own short greeting, with what the city has to say to everybody."""
    state, facts = line_state(work.store, work.parts, work.now), intake_facts(work, row)
    if not state.emergency:
        return work.parts.flows["intake"], facts | {"person_first": state.person_first}
    flow = work.parts.flows["emergency"]
    return flow, facts | {"notice": spoken.in_each(state.notice, tuple(flow.languages))}


def _begin_outbound(work: Work, message_id: str, call: CallIn) -> Spoken:
    message = work.store.outbox.get(message_id)
    if message is None:
        raise NotFound("message")
    row = Call(
        id=work.parts.ids.new(), sid=call.sid, direction=Direction.OUTBOUND, phone=message.to,
        reporter_id=message.reporter_id, staff_id=message.staff_id, message_id=message.id, ticket_id=message.ticket_id,
        language=message.language, started_at=work.now,
    )
    if is_machine(call.answered_by):
        work.store.calls.add(replace(row, answer=to_plain((HangUp(),)), turn=1))
        return Spoken(call_id=row.id, turn=1, language=row.language, outputs=(HangUp(),))
    flow = work.parts.flows[message.template]
    facts = duty.facts if message.template == "duty" else outbound.facts
    return _first(work, row, flow, start(flow, facts(work, row, message)))


def _first(work: Work, row: Call, flow: Flow, turn: Turn) -> Spoken:
    line = Line(work=work, call=row)
    session, outputs = _until_wait(line, flow, turn)
    saved = replace(
        line.call, session=lean(session), answer=to_plain(outputs), turn=1, language=session.language,
    )
    work.store.calls.add(saved)
    line.saved()
    return _said(saved, outputs)


def _advance(work: Work, call: Call, heard: Input) -> Spoken:
    session = whole(work.parts, call.session)
    line = Line(work=work, call=call)
    if isinstance(heard, Recorded) and heard.recording_ref:
        note_recording(line, heard)
    if isinstance(heard, Speech) and in_danger(heard.text, work.parts.danger_words) is not None:
        heard = replace(heard, danger=True)
    after, outputs = _until_wait(line, *_next(line, session, heard))
    saved = replace(
        line.call, session=lean(after), answer=to_plain(outputs), turn=call.turn + 1, language=after.language,
    )
    work.store.calls.save_turn(saved, call.turn)
    line.saved()
    line.remember(after)
    return _said(saved, outputs)


def _next(line: Line, session: Session, heard: Input) -> tuple[Flow, Turn]:
    """The flow the call began with, and where it goes now. One that nobody has any more apologises, and keeps what was said
    as for a line that went."""
    flow = begun_with(line.work.parts, line.work.store, session)
    if flow is not None:
        return flow, resume(flow, session, heard)
    now = line.work.parts.flows.get(session.flow) or line.work.parts.flows["intake"]
    lose(line, now, session)
    return now, fail(now, session)


def _until_wait(line: Line, flow: Flow, turn: Turn) -> tuple[Session, tuple[Output, ...]]:
    """Answer what the flow asks the app, until it waits for the caller again."""
    spoken: list[Output] = []
    for _ in range(MOST_ACTS):
        *said, wait = turn.outputs
        spoken += said
        if not isinstance(wait, Lookup | Finish):
            return turn.session, (*spoken, wait)
        if wait.name == "as_resident":
            flow, facts = _resident_flow(line.work, line.call)
            turn = start(flow, facts)
            continue
        result = act(line, wait)
        if isinstance(wait, Finish) and wait.last:
            return turn.session, (*spoken, HangUp())
        turn = resume(flow, turn.session, result)
    raise NotFound("way out")


def _again(call: Call) -> Spoken:
    return _said(call, from_plain(call.answer))


def _said(call: Call, outputs: tuple[Output, ...]) -> Spoken:
    return Spoken(call_id=call.id, turn=call.turn, language=call.language, outputs=outputs)


def language_of_caller(store: Store, caller: str, parts: Parts) -> str:
    """The language to apologise in."""
    number = parse_phone(caller, parts.region)
    known = store.reporters.by_phone(number.e164) if number else None
    return known.language if known else parts.languages[0]


def flows_needed() -> Sequence[str]:
    """The flows a hotline can't do without."""
    return ("intake", "emergency", "officer", "survey", "status", "operator", "bridge", "duty", "machine")
