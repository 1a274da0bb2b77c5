"""What the resident is told, asked or rung up for after a change. Every report gets an answer."""

from collections.abc import Callable, Iterable, Mapping

from hotline.domain.actor import ActorKind
from hotline.domain.aftermath import same_event
from hotline.domain.clock_row import OF_HANDLER, OWN, ClockKind
from hotline.domain.duration import Duration
from hotline.domain.effects import (
    AskReporter,
    CallReporter,
    DueCallBack,
    Effect,
    EndKnownEvent,
    EndQuestions,
    EndSurvey,
    NoteAgeAsked,
    TellMerged,
    TellReporter,
)
from hotline.domain.event import Event, EventKind
from hotline.domain.followups.scene import Scene
from hotline.domain.followups.telling import answered_by_person, names, sayable, tell, tell_all
from hotline.domain.handling import FINAL_AFTER
from hotline.domain.intake import needs_place
from hotline.domain.message import Purpose
from hotline.domain.survey import SOLVED, UNHAPPY, Question
from hotline.domain.ticket import IN_WORK, Channel, ClosedAs, Kind, State

E, K = EventKind, ClockKind
UNHAPPY_WITHIN = Duration.parse("1wd")  # product: Verdict; solved but 4-5, a person within one working day
THIRD_CONTACT = 3  # product: Chase; straight to a person with the history open


def of(scene: Scene, event: Event) -> Iterable[Effect]:
    """What the reporter hears of one event."""
    return ON.get(event.kind, _nothing)(scene, event)


def _nothing(scene: Scene, event: Event) -> Iterable[Effect]:
    return ()


def _received(scene: Scene, event: Event) -> Iterable[Effect]:
    ticket = scene.ticket
    by = scene.by(K.RESPONSE)
    if ticket.kind is Kind.PROTECTION or scene.has(E.ANSWERED_AT_DESK):
        return  # its own words say it: decisions, result
    if needs_place(ticket):
        yield AskReporter(kind="place")
    if event.facts.get("old"):
        values = names(scene, "department", old=event.facts["old"], was=_was(event), by=by)
        yield from tell(scene, "again_closed_too_late", values)
    elif ticket.kind is Kind.COMPLAINT:
        yield AskReporter(kind="details")
        yield from tell(scene, "complaint_received", {"by": by})
    elif ticket.sealed:
        asks = True if needs_place(ticket) else None
        yield from tell(scene, "sealed", names(scene, "department", by=by, where=asks))
    elif ticket.kind is Kind.PRAISE:
        yield from tell(scene, "praise_received")
    elif ticket.urgent and ticket.channel is Channel.SMS:
        yield from tell(scene, "danger", {"place": ticket.place})
    elif ticket.channel is Channel.VOICE:
        yield from tell(scene, "voice_received", names(scene, "category", "department", by=by))
    elif needs_place(ticket):
        yield from tell(scene, "ask_place", names(scene, "category"))
    elif event.facts.get("choices"):
        yield from _ask_category(scene, event, by)
    elif ticket.handler is None:
        yield from tell(scene, "received_no_category", names(scene, "category", place=ticket.place, by=by))
    else:
        yield from _told_where(scene, "received", names(scene, "category", "department", place=ticket.place, by=by))


def _was(event: Event) -> str:
    """What became of the older ticket: not everything that is over was done."""
    was = event.facts.get("was")
    return str(was) if was in (State.REJECTED.value, State.WITHDRAWN.value) else State.CLOSED.value


def _told_where(scene: Scene, template: str, values: Mapping[str, object]) -> Iterable[Effect]:
    """What and where it is are known: who has it, and whether it is what others have reported already."""
    same = same_event(scene.around.alike, scene.ticket.lat, scene.ticket.lon)
    if same is not None:
        yield AskReporter(kind="same", options=(same.ticket_id,))
    yield from tell(scene, template, {**values, "same": True} if same is not None else values)


def _ask_category(scene: Scene, event: Event, by: str) -> Iterable[Effect]:
    """What is not clear is asked, with a few to choose from; the coordinator has the ticket meanwhile."""
    reporter = scene.around.reporter
    options = tuple(str(event.facts["choices"]).split(","))
    yield EndQuestions(kinds=("category",))
    yield AskReporter(kind="category", options=options)
    if reporter is not None:
        topics = [
            {"key": str(n), "name": scene.rules.city.category_name(each, reporter.language) or each}
            for n, each in enumerate(options, start=1)
        ]
        yield from tell(scene, "ask_category", {"topics": topics, "by": by})


def _dispatched(scene: Scene, event: Event) -> Iterable[Effect]:
    """Said when it is news: nobody answered "where?", the coordinator's hand, an upheld return."""
    if scene.has(E.RECEIVED, E.REOPENED, E.PLACED, E.OBJECTION_UPHELD) or _said_what(scene):
        return
    if scene.ticket.reopenings > FINAL_AFTER:
        return  # whoever finds out for the committee is nobody to wait for
    waited = scene.change.actor.kind is ActorKind.SYSTEM
    template = "sent_without_place" if waited else "moved"
    yield from tell_all(scene, template, names(scene, "department", by=scene.by(K.RESPONSE, K.RESULT)))


def _said_what(scene: Scene) -> bool:
    """Has the resident just answered what is wrong?"""
    return scene.has(E.WORDED) and scene.change.actor.kind is ActorKind.RESIDENT


def _worded(scene: Scene, event: Event) -> Iterable[Effect]:
    if _said_what(scene) and event.facts.get("category") and not scene.has(E.PLACED):
        by = scene.by(K.RESPONSE, K.RESULT)
        yield from _told_where(scene, "category_noted", names(scene, "category", "department", by=by))


def _placed(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndQuestions(kinds=("place",))
    if scene.change.actor.kind is ActorKind.RESIDENT:
        by = scene.by(K.RESPONSE, K.RESULT)
        if event.facts.get("choices") and scene.ticket.category is None:
            yield from _ask_category(scene, event, by)
            return
        yield from _told_where(scene, "place_noted", names(scene, "department", place=scene.ticket.place, by=by))


def _accepted(scene: Scene, event: Event) -> Iterable[Effect]:
    committee_answers = scene.ticket.reopenings > FINAL_AFTER  # and no department's day is promised beside its own
    if not scene.has(E.PROGRESSED, E.RESOLVED, E.PLANNED) and not scene.ticket.urgent and not committee_answers:
        yield from tell_all(scene, "accepted", names(scene, "department", by=scene.by(K.RESULT)))


def _progressed(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from tell_all(scene, "progress", {"words": event.words}, proves="" if scene.ticket.sealed else "response")
    if scene.ticket.sealed and scene.due_of(K.RESPONSE) is not None:
        # A text that says nothing is no contact: a person tells them what was written.
        yield DueCallBack(reason="relay", due_at=scene.rules.callback_due(scene.at))


def _answered(scene: Scene, event: Event) -> Iterable[Effect]:
    """The next question by the way the answer came; a call asks its own."""
    solved = event.facts.get("solved") == SOLVED
    unhappy = solved and event.facts.get("question") == Question.SATISFIED.value and int(event.facts.get("value") or 0) >= UNHAPPY
    by = scene.rules.due(scene.at, UNHAPPY_WITHIN)
    if unhappy:
        yield DueCallBack(reason="unhappy", due_at=by)
    if event.facts.get("way") != "sms":
        return
    upcoming = None if scene.ticket.state is State.REJECTED else event.facts.get("next")
    yield EndQuestions(kinds=tuple(q.value for q in Question))
    if upcoming:
        yield AskReporter(kind=str(upcoming), survey_id=scene.around.survey_id)
        yield from tell(scene, f"ask_{upcoming}")
    elif scene.ticket.state is State.REJECTED and not solved:
        yield from tell(scene, "rejected_object")
    elif unhappy:
        yield from tell(scene, "survey_unhappy", answered_by_person(scene, by))
    else:
        asks = scene.asks_age
        if asks:
            yield AskReporter(kind="age")
            yield NoteAgeAsked()
        closed = solved and scene.ticket.state is not State.REJECTED  # what was not taken on has not been done
        yield from tell(scene, "survey_thanks", {"solved": closed, "age": True if asks else None, "gone": _gone(scene)})


def _gone(scene: Scene) -> bool | None:
    """Once it is over no word of theirs finds it again: who was anonymous is forgotten, and protection has a word of its own."""
    return True if scene.ticket.anonymous or scene.ticket.kind is Kind.PROTECTION else None


def _reopened(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndQuestions()
    if not scene.has(E.FINAL_DUE):
        by = scene.by(K.RESPONSE)
        template = "partly_back" if event.facts.get("why") == "partly" else "reopened"
        yield from tell(scene, "reopened_others" if scene.by_another else template, names(scene, "department", by=by))
        yield TellMerged(template="reopened_others", values={"by": by}, by=scene.change.actor.id, own=template)
    if event.facts.get("why") == "not_solved":
        who = scene.change.actor.id if scene.by_another else None
        yield DueCallBack(reason="not_solved", due_at=scene.rules.callback_due(scene.at), reporter_id=who)


def _closed(scene: Scene, event: Event) -> Iterable[Effect]:
    if event.facts.get("as") in (ClosedAs.VERDICT.value, ClosedAs.ANSWERED.value):
        return
    yield EndSurvey()
    yield EndQuestions()
    if event.facts.get("as") == ClosedAs.SILENCE.value:
        yield from tell(scene, "closed_silence", {"gone": _gone(scene)})


def _chased(scene: Scene, event: Event) -> Iterable[Effect]:
    if scene.by_another or scene.ticket.kind is Kind.PROTECTION:
        return  # whoever chased hears it under their own number
    count, final = int(event.facts.get("count") or 1), scene.due_of(K.FINAL)
    if final is not None and final > scene.at and count < THIRD_CONTACT:
        yield from tell(scene, "final_chased", {"by": final.isoformat()})
        return
    if count >= THIRD_CONTACT or final is not None:
        by = scene.rules.callback_due(scene.at)
        yield DueCallBack(reason="third_contact", due_at=by)
        yield from tell(scene, "chased_person", answered_by_person(scene, by))
        return
    template = "chased" if count == 1 else "chased_again"
    yield from tell(scene, template, names(scene, "department", by=scene.answered_by()))


def _alarmed(scene: Scene, event: Event) -> Iterable[Effect]:
    """Danger that only the words of a recording told of: what to dial is said at once, at any hour."""
    reporter = scene.around.reporter
    if reporter is not None and reporter.texts and scene.ticket.kind is not Kind.PROTECTION:
        values = {"number": scene.ticket.number, **sayable(scene, {"place": scene.ticket.place})}
        yield TellReporter(template="danger", values=values, purpose=Purpose.ANSWER)


def _sealed(scene: Scene, event: Event) -> Iterable[Effect]:
    """Sealed after it was made; at its making the first text says so."""
    if not scene.has(E.ANONYMISED):
        yield from tell(scene, "sealed")


def _anonymised(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from tell(scene, "anonymous")


def _withdrawn(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndSurvey()
    yield EndQuestions()
    yield EndKnownEvent()
    yield from tell(scene, "withdrawn")


def _left(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndQuestions()


def _added(scene: Scene, event: Event) -> Iterable[Effect]:
    if scene.change.actor.kind is not ActorKind.RESIDENT or scene.by_another or scene.ticket.kind is Kind.PROTECTION:
        return
    yield from tell(scene, "report_added_to" if event.facts.get("joined") else "added")


def _late(scene: Scene, event: Event) -> Iterable[Effect]:
    """Told with a time, once per deadline; by one call where a text can't go."""
    kind = event.facts.get("clock")
    if kind in OWN or kind == K.FINAL or scene.ticket.kind is Kind.PROTECTION:
        return
    if kind in OF_HANDLER and scene.ticket.state not in IN_WORK:
        return  # the result is said; whether it was told is the department's and ours, and no news
    committee = E.COMMITTEE is event.kind
    by = event.facts.get("next_by")
    template = "late_committee" if committee else "late"
    first = kind == K.RESULT.value and not committee
    shared = {"by": by, "kind": kind}
    yield TellMerged(template=template, values=shared, step=True, news=template if first else "")
    reporter = scene.around.reporter
    if reporter is not None and (reporter.news_by_call or not reporter.texts):
        if first:
            yield CallReporter(flow="status", values={"news": template, "by": by}, purpose=Purpose.STATUS)
        return
    if committee:
        yield from tell(scene, template, {"by": by, "kind": kind})
    else:
        yield from tell(scene, template, names(scene, "department", by=by, kind=kind))


ON: dict[EventKind, Callable[[Scene, Event], Iterable[Effect]]] = {
    E.RECEIVED: _received, E.DISPATCHED: _dispatched, E.PLACED: _placed, E.ACCEPTED: _accepted,
    E.PROGRESSED: _progressed, E.ANSWERED: _answered, E.REOPENED: _reopened,
    E.WORDED: _worded, E.ALARMED: _alarmed, E.SEALED: _sealed, E.ANONYMISED: _anonymised, E.WITHDRAWN: _withdrawn, E.LEFT: _left,
    E.CLOSED: _closed, E.CHASED: _chased, E.ADDED: _added, E.LATE: _late,
    E.COMMITTEE: _late,
}
