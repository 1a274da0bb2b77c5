"""What follows from what is asked of supervisor, coordinator and committee, and from what they decide."""

from collections.abc import Callable, Iterable

from hotline.domain.actor import ActorKind
from hotline.domain.clock_row import ClockKind
from hotline.domain.effects import (
    AskReporter,
    DueCallBack,
    Effect,
    EndAssist,
    EndQuestions,
    EndRequests,
    OpenAssist,
    OpenRequest,
    TellMerged,
    TellStaff,
)
from hotline.domain.event import Event, EventKind
from hotline.domain.followups.scene import Scene
from hotline.domain.followups.telling import names, sayable, tell, tell_or_call
from hotline.domain.message import Purpose
from hotline.domain.request import RequestKind
from hotline.domain.staff import Staff

E, K, R = EventKind, ClockKind, RequestKind


def of(scene: Scene, event: Event) -> Iterable[Effect]:
    """What follows from a request or a ruling."""
    return ON.get(event.kind, _nothing)(scene, event)


def _nothing(scene: Scene, event: Event) -> Iterable[Effect]:
    return ()


def _to(
    person: Staff | None, scene: Scene, template: str, /, purpose: Purpose = Purpose.STAFF, **values: object,
) -> Iterable[Effect]:
    if person is not None:
        yield TellStaff(template=template, staff_id=person.id, values={"number": scene.ticket.number, **values}, purpose=purpose)


def _department(scene: Scene, person: Staff | None) -> str | None:
    return scene.department(person.language) if person else None


def _officer(scene: Scene) -> Staff | None:
    return scene.rules.city.acting(scene.ticket.officer_id) or scene.rules.city.head(scene.ticket.handler)


def _by(scene: Scene) -> str | None:
    """The staff member whose hand this is."""
    return scene.change.actor.id if scene.change.actor.kind is ActorKind.STAFF else None


# --- more time ---


def _extension_asked(scene: Scene, event: Event) -> Iterable[Effect]:
    yield OpenRequest(kind=R.EXTENSION, asked_by=_by(scene))
    yield from _asks_supervisor(scene, event, "extension")


def _plan_asked(scene: Scene, event: Event) -> Iterable[Effect]:
    until = scene.moment(event, "until")
    yield OpenRequest(kind=R.PLAN, asked_by=_by(scene), until=until)
    yield from _asks_supervisor(scene, event, "plan")


def _asks_supervisor(scene: Scene, event: Event, what: str) -> Iterable[Effect]:
    person = scene.rules.city.supervisor()
    yield from _to(
        person, scene, "supervisor_asked", what=what, department=_department(scene, person), words=event.words,
        by=scene.by(K.REQUEST),
    )


def _extended(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndRequests(kinds=(R.EXTENSION,), granted=True, by=_by(scene), until=scene.moment(event, "until"))
    yield from _to(_officer(scene), scene, "officer_decided", what="extension", granted=True, by=event.facts["until"])
    yield from tell_or_call(scene, "extended", names(scene, "department", by=event.facts["until"]))
    yield TellMerged(template="extended", values={"by": event.facts["until"]})


def _planned(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndRequests(kinds=(R.PLAN, R.EXTENSION), granted=True, by=_by(scene), until=scene.moment(event, "until"))
    more = {"by": event.facts["until"], "words": event.words, "again": scene.by(ClockKind.PLANNED)}
    values = names(scene, "department", **more)
    yield from _to(_officer(scene), scene, "officer_decided", what="plan", granted=True, by=event.facts["until"])
    yield from tell_or_call(scene, "planned", sayable(scene, values))
    yield TellMerged(template="planned", values=sayable(scene, more))


def _still_planned(scene: Scene, event: Event) -> Iterable[Effect]:
    values = {"by": event.facts.get("until")}
    yield from tell_or_call(scene, "still_planned", values)
    yield TellMerged(template="still_planned", values=values)


def _refused(scene: Scene, event: Event) -> Iterable[Effect]:
    kind = R.EXTENSION if event.kind is E.EXTENSION_REFUSED else R.PLAN
    yield EndRequests(kinds=(kind,), granted=False, by=_by(scene))
    yield from _to(_officer(scene), scene, "officer_decided", what=kind.value, granted=None, by=scene.by(K.RESULT))


# --- help ---


def _asked(scene: Scene, event: Event) -> Iterable[Effect]:
    """The officer's question goes to the reporter: an answer by text is added to the ticket. Where no text goes, and of what is
    sealed, a person asks."""
    reporter = scene.around.reporter
    if reporter is not None and reporter.texts and not scene.ticket.sealed:
        yield AskReporter(kind="details")
        values = names(scene, "department", words=event.words)
        yield from tell(scene, "officer_asks", values, proves="response")
    elif reporter is not None:
        yield DueCallBack(reason="question", due_at=scene.rules.callback_due(scene.at))


def _assist_asked(scene: Scene, event: Event) -> Iterable[Effect]:
    city, department = scene.rules.city, str(event.facts["department"])
    officer = city.officer(department) or city.head(department)
    yield OpenAssist(department=department, officer_id=officer.id if officer else None, asked_by=_by(scene) or "")
    if officer is None:
        desk = city.coordinator()
        name = city.department_name(department, desk.language) if desk is not None else None
        yield from _to(desk, scene, "coordinator_assist", department=name)
        return
    ticket = scene.ticket
    yield from _to(
        officer, scene, "officer_assist", Purpose.DUTY, department=_department(scene, officer),
        category=city.category_name(ticket.category, officer.language), place=ticket.place, words=event.words,
    )


def _assisted(scene: Scene, event: Event) -> Iterable[Effect]:
    department = str(event.facts["department"])
    if event.facts.get("done"):
        yield EndAssist(department=department)
    officer = _officer(scene)
    name = scene.rules.city.department_name(department, officer.language) if officer else None
    done = True if event.facts.get("done") else None
    yield from _to(officer, scene, "officer_assisted", department=name, words=event.words, done=done)


def _proof_asked(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _to(scene.rules.city.person(_by(scene)), scene, "officer_proof", Purpose.DUTY)


# --- the desk ---


def _merged(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndQuestions()
    yield EndRequests()
    joined = scene.change.actor.kind is ActorKind.RESIDENT
    values = {"parent": event.facts["parent"], "until": scene.object_by()}
    yield from tell_or_call(scene, "joined" if joined else "merged", values)
    yield from _to(scene.rules.city.acting(scene.ticket.officer_id), scene, "officer_over", why="merged")


def _taken_away(scene: Scene, event: Event) -> Iterable[Effect]:
    """What was asked for by whoever had it is asked for no more."""
    yield EndRequests()


def _rejected(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _to(scene.rules.city.acting(scene.ticket.officer_id), scene, "officer_over", why="rejected")


def _objected(scene: Scene, event: Event) -> Iterable[Effect]:
    yield OpenRequest(kind=R.OBJECTION, asked_by=_by(scene))
    if _by(scene) is not None:  # said to a person: who texted is answered where it was read
        yield from tell(scene, "objection_noted", {"by": scene.by(K.OBJECTION)})


def _objection_upheld(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndRequests(kinds=(R.OBJECTION,), granted=True, by=_by(scene))
    yield EndQuestions()
    by = scene.by(K.RESPONSE)
    yield from tell_or_call(scene, "objection_upheld", names(scene, "department", by=by))
    yield TellMerged(template="objection_upheld", values={"by": by})


def _objection_refused(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndRequests(kinds=(R.OBJECTION,), granted=False, by=_by(scene))
    yield from tell_or_call(scene, "objection_refused", {"words": event.words})


def _reclassified(scene: Scene, event: Event) -> Iterable[Effect]:
    """The officer acts on what is known now."""
    if scene.has(E.DISPATCHED) or not ({"category", "grid"} & set(event.facts)):
        return
    officer, city = scene.rules.city.acting(scene.ticket.officer_id), scene.rules.city
    if officer is not None:
        yield from _to(
            officer, scene, "officer_reclassified", category=city.category_name(scene.ticket.category, officer.language),
            grid=city.grid_name(scene.ticket.grid, officer.language),
        )


# --- the committee ---


def _final_due(scene: Scene, event: Event) -> Iterable[Effect]:
    by = scene.by(K.FINAL)
    yield from _to(scene.rules.city.supervisor(), scene, "committee_final", Purpose.DUTY, by=by)
    yield from tell_or_call(scene, "final_coming", {"by": by})


def _final_chased(scene: Scene, event: Event) -> Iterable[Effect]:
    """Whoever chases what the committee owes chases the committee."""
    if scene.due_of(K.FINAL) is not None:
        yield from _to(scene.rules.city.supervisor(), scene, "committee_chased", by=scene.by(K.FINAL))


def _final_late(scene: Scene, event: Event) -> Iterable[Effect]:
    """The day the committee named to the resident has passed: told with another, once a rung."""
    if event.facts.get("clock") == K.FINAL.value:
        yield from tell_or_call(scene, "final_late", {"by": event.facts.get("next_by")})


def _final_answer(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from tell_or_call(scene, "final_answer", sayable(scene, {"words": event.words}), proves="result")
    yield TellMerged(template="final_answer", values={"words": None if scene.ticket.sealed else event.words})


ON: dict[EventKind, Callable[[Scene, Event], Iterable[Effect]]] = {
    E.EXTENSION_ASKED: _extension_asked, E.PLAN_ASKED: _plan_asked, E.EXTENDED: _extended,
    E.PLANNED: _planned, E.STILL_PLANNED: _still_planned, E.EXTENSION_REFUSED: _refused, E.PLAN_REFUSED: _refused,
    E.ASKED: _asked, E.ASSIST_ASKED: _assist_asked, E.ASSISTED: _assisted, E.PROOF_ASKED: _proof_asked, E.MERGED: _merged,
    E.REJECTED: _rejected, E.TAKEN_AWAY: _taken_away, E.OBJECTED: _objected, E.OBJECTION_UPHELD: _objection_upheld,
    E.OBJECTION_REFUSED: _objection_refused, E.RECLASSIFIED: _reclassified, E.FINAL_DUE: _final_due,
    E.FINAL_ANSWER: _final_answer, E.CHASED: _final_chased, E.LATE: _final_late, E.COMMITTEE: _final_late,
}
