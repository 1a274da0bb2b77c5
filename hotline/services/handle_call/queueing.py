"""A person on 0: into the queue, out of it, a voice message; and the operator's side of it."""

from collections.abc import Mapping
from dataclasses import replace

from hotline.domain.call import Call, Draft
from hotline.domain.waiting import OPEN, Turn, Wait, WaitState, ahead_of
from hotline.services.handle_call.doing import finish, type_done
from hotline.services.handle_call.drafting import done, draft, wanted_to_report
from hotline.services.handle_call.line import Line
from hotline.services.steps import spoken
from hotline.services.steps.offering import PERSON, THIRD, WISHES, abandoned, due_once, not_joined, over, ring_operators, staffed
from hotline.services.work import Work
from ivr_flows.model import Session

SAID = "reason? done? category? recording? heard? urgent? at? step? language?"


@finish(SAID, {"queue": "queue ahead", "due": "by", "no_number": ""})
def person(line: Line, said: Mapping[str, object]) -> type_done:
    """A person is wanted: whoever is on duty, else a call-back with its time."""
    if staffed(line.work):
        return "queue", _enqueue(line, said)
    return _call_back(line, said)


@finish("", {"queue": "queue ahead", "nobody": ""})
def person_first(line: Line, said: Mapping[str, object]) -> type_done:
    """Before anything is asked: whoever is on duty; where nobody is, the menu can do more than a message."""
    return ("queue", _enqueue(line, said)) if staffed(line.work) else ("nobody", {})


@finish("", {"menu": ""})
def leave_for_menu(line: Line, said: Mapping[str, object]) -> type_done:
    """A key, or a long wait: the menu, and nothing is promised."""
    _left(line)
    return "menu", {}


@finish(SAID, {"due": "by", "no_number": ""})
def leave_queue(line: Line, said: Mapping[str, object]) -> type_done:
    """Waited long enough: a call-back, with its time."""
    _left(line)
    return _call_back(line, said)


def _left(line: Line) -> None:
    wait = line.work.store.waits.of_call(line.call.id)
    if wait is not None:
        over(line.work, wait, WaitState.LEFT)


@finish("recording", {"kept": ""})
def voice_message(line: Line, said: Mapping[str, object]) -> type_done:
    """What was left after the tone: with the draft that somebody listens to before they ring."""
    work = line.work
    kept = work.store.drafts.of_call(line.call.id)
    if kept is None and line.call.ticket_id is None:
        made = draft(line, {"recording": said.get("recording"), "heard": ()})
        _hang_on(work, line, made)
    return "kept", {}


@finish("", {"yours": "queue", "gone": ""})
def take_caller(line: Line, said: Mapping[str, object]) -> type_done:
    """The operator pressed 1: theirs, unless somebody was quicker or the caller is gone."""
    work = line.work
    wait = work.store.waits.of_message(line.call.message_id or "")
    if wait is None or wait.state is not WaitState.OFFERED:
        return "gone", {}
    caller = work.store.calls.get(wait.call_id)
    if caller is None:
        return "gone", {}
    work.store.waits.save(replace(wait, state=WaitState.TALKING), WaitState.OFFERED)
    _to_complete(work, caller, wait)
    return "yours", {"queue": wait.call_id}


@finish("", {"noted": ""})
def missed_caller(line: Line, said: Mapping[str, object]) -> type_done:
    """The caller went in the very second, or the two could not be joined."""
    wait = line.work.store.waits.of_message(line.call.message_id or "")
    if wait is not None:
        not_joined(line.work, wait)
        ring_operators(line.work)
    return "noted", {}


def hung_up_waiting(line: Line, said: Mapping[str, object]) -> bool:
    """Gone while waiting: a call-back is due, with what was said so far. False: nobody waited."""
    wait = line.work.store.waits.of_call(line.call.id)
    if wait is None or wait.state not in OPEN or wait.joined_at is not None:
        return False
    if "report" not in done(said) and wanted_to_report(line, said) and line.work.store.drafts.of_call(line.call.id) is None:
        draft(line, said)
    abandoned(line.work, wait, line.call)
    return True


def _enqueue(line: Line, said: Mapping[str, object]) -> dict[str, object]:
    work, call = line.work, line.call
    session = Session.from_json(call.session) if call.session else None
    reporter = line.reporter()
    slow = (session is not None and session.slow) or (reporter is not None and reporter.slow)
    wait = Wait(
        id=work.parts.ids.new(), call_id=call.id, reporter_id=reporter.id if reporter else None, since=work.now,
        language=session.language if session else call.language,
        turn=_turn(said, slow=slow),
    )
    # The first turn of a call: its row must be there before anything can name it.
    line.after_saving.append(lambda: _wait(work, wait))
    return {"queue": call.id, "ahead": ahead_of(wait, (*work.store.waits.open(), wait))}


def _turn(said: Mapping[str, object], *, slow: bool) -> Turn:
    if said.get("urgent"):
        return Turn.DANGER
    if slow:
        return Turn.SIMPLE
    return Turn.THIRD if said.get("reason") == THIRD else Turn.USUAL


def _wait(work: Work, wait: Wait) -> None:
    work.store.waits.add(wait)
    ring_operators(work)


def _call_back(line: Line, said: Mapping[str, object]) -> type_done:
    """A person must ring. Without a number nobody can; what was said is kept all the same."""
    work, reporter = line.work, line.reporter()
    draft_id = None
    if "report" not in done(said) and wanted_to_report(line, said):
        draft_id = draft(line, said).id
    if reporter is None:
        return "no_number", {}
    reason = THIRD if said.get("reason") == THIRD else PERSON
    by = due_once(work, reason, reporter.id, line.call.ticket_id, draft_id)
    return "due", {"by": spoken.time(work.parts, by, work.now)}


def _hang_on(work: Work, line: Line, made: Draft) -> None:
    """The message belongs to the call-back that was promised a moment ago."""
    reporter = line.reporter()
    if reporter is None:
        return
    for due in work.store.callbacks.open_of(reporter.id):
        if due.draft_id is None and due.ticket_id is None and due.reason in WISHES:
            work.store.callbacks.done(due.id, "message", work.now)
            work.due_call_back(due.reason, due.due_at, reporter_id=reporter.id, draft_id=made.id)
            return


def _to_complete(work: Work, caller: Call, wait: Wait) -> None:
    """What is being talked of now is completed by the operator, unless the call has its ticket."""
    if caller.ticket_id is not None:
        return
    kept = work.store.drafts.of_call(caller.id)
    if kept is not None:
        if kept.state == "draft":
            work.store.drafts.save(replace(kept, known={**kept.known, "operator": wait.operator_id}))
        return
    answers = Session.from_json(caller.session).answers if caller.session else {}
    heard, category = answers.get("heard"), answers.get("category")
    work.store.drafts.add(Draft(
        id=work.parts.ids.new(), call_id=caller.id, reporter_id=caller.reporter_id, language=wait.language,
        category=str(category.get("id")) if isinstance(category, Mapping) else None, created_at=work.now,
        known={
            "heard": "；".join(map(str, heard)) if isinstance(heard, list | tuple) else "", "recording": True,
            "operator": wait.operator_id,
        },
    ))
