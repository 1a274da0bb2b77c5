"""The carrier tells that a recording is ready, and, where it can, what was said: a change of its own, later."""

from dataclasses import dataclass, replace

from hotline.domain import handling
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Call, Recording, RecordingState, Talk
from hotline.domain.danger import danger
from hotline.domain.event import Change
from hotline.domain.intake import locate, send_on
from hotline.domain.place import find_place
from hotline.domain.ticket import IN_WORK, Kind, State, Ticket
from hotline.services.handle_call.line import Line
from hotline.services.handle_call.report import alarm
from hotline.services.parts import Parts
from hotline.services.steps.bridges import BRIDGE
from hotline.services.work import Work, working
from ivr_flows.model import Session

HAND = Actor(kind=ActorKind.CARRIER, via="transcript")


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingIn:
    account: str
    call_id: str
    sid: str
    seconds: int
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TranscriptIn:
    account: str
    call_id: str
    recording_sid: str
    words: str
    status: str


def note_recording(parts: Parts, told: RecordingIn) -> None:
    """A recording is ready to be fetched, also when the turn that made it never reached us."""
    with working(parts) as work:
        if not work.store.webhooks.take(told.account, "recording", told.sid, told.status, work.now):
            return
        known = work.store.recordings.by_sid(told.sid)
        call = work.store.calls.get(told.call_id)
        if known is not None:
            gone = told.status == "absent" and known.state is RecordingState.DUE
            state = RecordingState.GONE if gone else known.state
            work.store.recordings.save(replace(known, next_at=work.now, state=state))
        elif call is not None and told.status == "completed":
            work.store.recordings.add(_belonging(work, call, Recording(
                id=work.parts.ids.new(), sid=told.sid, call_id=call.id, ticket_id=call.ticket_id, seconds=told.seconds,
                next_at=work.now, created_at=work.now,
            )))
        work.lanes.add("recording")


def _belonging(work: Work, call: Call, recording: Recording) -> Recording:
    """Whose talk it is, where somebody of the city spoke: what an operator and a caller said is recorded on the operator's
    line and belongs to the caller's call; a talk about a draft belongs to it, or to what became of it."""
    message = work.store.outbox.get(call.message_id) if call.message_id else None
    if message is None:
        return recording
    if message.template == BRIDGE:
        draft_id = message.values.get("draft")
        draft = work.store.drafts.get(str(draft_id)) if draft_id else None
        ticket_id = recording.ticket_id or (draft.ticket_id if draft else None)
        talk = Talk.DESK if message.values.get("callback") else Talk.OFFICER
        return replace(recording, ticket_id=ticket_id, draft_id=draft.id if draft else None, talk=talk)
    wait = work.store.waits.of_message(message.id)
    caller = work.store.calls.get(wait.call_id) if wait is not None else None
    if caller is None:
        return recording
    return replace(recording, call_id=caller.id, ticket_id=caller.ticket_id, talk=Talk.DESK)


def note_transcript(parts: Parts, told: TranscriptIn) -> None:
    """Words for a recording: added to the ticket's story; a place or matter in them is filled in where none was known."""
    if told.status != "completed" or not told.words.strip():
        return
    with working(parts) as work:
        if not work.store.webhooks.take(told.account, "transcript", told.recording_sid, told.status, work.now):
            return
        recording = work.store.recordings.by_sid(told.recording_sid)
        call = work.store.calls.get(told.call_id)
        ticket_id = (recording.ticket_id if recording else None) or (call.ticket_id if call else None)
        ticket = work.store.tickets.get(ticket_id) if ticket_id else None
        if ticket is not None and ticket.state in IN_WORK:
            _read(work, ticket, told.words.strip())
        elif ticket is None and call is not None:
            _keep(work, call, told.words.strip())


def _keep(work: Work, call: Call, words: str) -> None:
    """The words overtook the turn they belong to, or the call left a draft: kept with what was said before."""
    draft = work.store.drafts.of_call(call.id)
    if draft is not None:
        heard = "；".join(filter(None, (str(draft.known.get("heard") or ""), words)))
        told = replace(draft, known={**draft.known, "heard": heard})
        work.store.drafts.save(told)
        if danger(heard, work.parts.danger_words) is not None:
            alarm(Line(work=work, call=call), told)
        return
    if not call.session:
        return
    session = Session.from_json(call.session)
    before = session.answers.get("heard")
    said = [*(before if isinstance(before, list | tuple) else ()), words]
    kept = replace(session, answers={**session.answers, "heard": said})
    work.store.calls.save_turn(replace(call, session=kept.to_json()), call.turn)


def _read(work: Work, ticket: Ticket, words: str) -> None:
    parts = work.parts
    after, events = handling.word(ticket, words)
    if ticket.kind is Kind.PROTECTION:  # for its officers to read, and nobody is rung or routed by it
        work.apply(Change(before=ticket, after=after, events=events, actor=HAND, at=work.now))
        return
    alarmed = not after.urgent and danger(words, parts.danger_words) is not None
    if alarmed:
        after, more = handling.alarm(after)
        events += more
    found = parts.categorise(words).best
    if found is not None and ticket.category is not None and not (alarmed and found.urgent):
        found = None  # what was chosen holds, unless the words tell of a danger of another kind
    if found is not None:
        after, more = handling.categorise(after, found.id, found.urgent)
        events += more
    place = find_place(words, parts.gazetteer) if ticket.place is None else None
    if place is not None:
        after, more = locate(after, place.words, (place.grid_id, place.lat, place.lon), work.city, work.now)
        events += more
    elif found is not None and after.state is State.RECEIVED:
        after, more = send_on(after, work.city, work.now)
        events += more
    work.apply(Change(before=ticket, after=after, events=events, actor=HAND, at=work.now))
