"""What officers, heads and the coordinator are told after a change."""

from collections.abc import Callable, Iterable

from hotline.domain.actor import SWEEP, ActorKind
from hotline.domain.clock_row import ClockKind
from hotline.domain.effects import DueCallBack, Effect, EndAssist, TellStaff
from hotline.domain.event import Event, EventKind
from hotline.domain.followups.scene import Scene
from hotline.domain.message import Purpose
from hotline.domain.staff import Role, Staff, able
from hotline.domain.ticket import Kind, State

E, K = EventKind, ClockKind
# Who owes it: warned and late, they hear of it, and not the department.
OF_THE_COORDINATOR = frozenset({K.RULING, K.DESK, K.OBJECTION})
OF_THE_COMMITTEE = frozenset({K.DISPUTE, K.REQUEST, K.FINAL})


def effects(scene: Scene) -> tuple[Effect, ...]:
    if scene.ticket.kind is Kind.PROTECTION:
        return ()  # told to its own officers alone: protection
    return tuple(effect for event in scene.change.events for effect in ON.get(event.kind, _nothing)(scene, event))


def _nothing(scene: Scene, event: Event) -> Iterable[Effect]:
    return ()


def _to(
    person: Staff | None, scene: Scene, template: str, /, purpose: Purpose = Purpose.STAFF, **values: object
) -> Iterable[Effect]:
    if person is not None:
        yield TellStaff(template=template, staff_id=person.id, values={"number": scene.ticket.number, **values}, purpose=purpose)


def _officer(scene: Scene) -> Staff | None:
    """Who acts on it; while they are away, who stands in."""
    return scene.rules.city.acting(scene.ticket.officer_id)


def _head(scene: Scene, department: str | None) -> Staff | None:
    """The head or their deputy; where both are away somebody must hear of it all the same."""
    city = scene.rules.city
    return city.head(department) or city.coordinator()


def _department(scene: Scene, person: Staff | None) -> str | None:
    return scene.department(person.language) if person else None


def _handled(scene: Scene) -> Staff | None:
    """Whoever is to hear of it: the officer, else the coordinator while nobody handles it."""
    return _officer(scene) or scene.rules.city.coordinator()


def _unrouted(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _taken_away(scene)
    yield from _no_route(scene, event.facts.get("why"), scene.by(K.DESK, K.RESPONSE))


def _no_route(scene: Scene, why: object, by: str) -> Iterable[Effect]:
    """With what is known of it: whoever must say who acts may have one hand free and no screen."""
    received = scene.event(E.RECEIVED)
    yield from _to(
        scene.rules.city.coordinator(), scene, "coordinator_no_route", Purpose.DUTY, why=why, by=by,
        urgent=scene.ticket.urgent, place=scene.ticket.place,
        words=received.words if received and not scene.ticket.sealed else None,
    )


def _dispatched(scene: Scene, event: Event) -> Iterable[Effect]:
    if event.facts.get("reopened"):
        return
    yield from _taken_away(scene)
    yield from _given(scene, event)


def _given(scene: Scene, event: Event) -> Iterable[Effect]:
    """The dispatch itself: also to whoever takes it over from somebody who is away."""
    officer, city, ticket = _officer(scene), scene.rules.city, scene.ticket
    if officer is None:
        yield from _no_route(scene, "officer", scene.by(K.ACCEPT))
        return
    yield from _to(
        officer, scene, "officer_dispatch", Purpose.DUTY,
        category=city.category_name(ticket.category, officer.language), place=ticket.place,
        grid=city.grid_name(ticket.grid, officer.language), by=scene.by(K.ACCEPT),
        words=scene.around.words, recording=scene.around.recorded and not ticket.sealed, urgent=ticket.urgent,
    )
    if scene.around.untold:
        yield from _sealed(scene, event)


def _sealed(scene: Scene, event: Event) -> Iterable[Effect]:
    """The department gets none of the reporter's words: somebody at the desk tells it what there is to do."""
    yield from _to(scene.rules.city.coordinator(), scene, "coordinator_sealed", Purpose.DUTY)


def _taken_away(scene: Scene) -> Iterable[Effect]:
    """The coordinator gave it to somebody else: the officer who had it may stop."""
    before = scene.change.before
    away = scene.rules.city.away
    if before is None or before.officer_id in (None, scene.ticket.officer_id, *away) or scene.has(E.RETURN_UPHELD):
        return
    yield from _to(scene.rules.city.person(before.officer_id), scene, "officer_moved")


def _withdrawn(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _to(_officer(scene), scene, "officer_withdrawn")


def _contractor(scene: Scene, event: Event) -> Iterable[Effect]:
    """Whoever gave the link looks at it, and says DONE."""
    yield from _to(_handled(scene), scene, "officer_contractor", words=event.words, photos=event.facts.get("photos") or 0)


def _objected(scene: Scene, event: Event) -> Iterable[Effect]:
    """To another than who decided it, where there is one: they may not look at it twice."""
    city, first = scene.rules.city, event.facts.get("decided_by")
    others = (p for p in city.staff if p.role is Role.COORDINATOR and p.id != first and able(p, city.away))
    yield from _to(next(others, None) or city.coordinator(), scene, "coordinator_objection", state=scene.ticket.state.value)


def _reopened(scene: Scene, event: Event) -> Iterable[Effect]:
    by = scene.by(K.FINAL, K.RESPONSE)
    answer = scene.event(E.COMMENTED)
    words = answer.words if answer and not scene.ticket.sealed else None
    final, partly = scene.has(E.FINAL_DUE), event.facts.get("why") == "partly"
    why = "final" if final else "partly" if partly else "not_solved"
    told = {"words": words, "by": by, "why": why, "urgent": scene.ticket.urgent}
    yield from _to(_officer(scene), scene, "officer_reopened", Purpose.DUTY, **told)
    if (final or not partly) and scene.ticket.handler is not None:
        yield from _to(_head(scene, scene.ticket.handler), scene, "head_reopened", Purpose.DUTY, by=by, why=why)


def _chased(scene: Scene, event: Event) -> Iterable[Effect]:
    if scene.due_of(K.FINAL) is not None:
        return  # it is the committee that is chased: decisions
    count, by = int(event.facts.get("count") or 1), scene.answered_by()
    yield from _to(_handled(scene), scene, "officer_chased", by=by)
    if count >= 2:
        yield from _to(_head(scene, scene.ticket.owner), scene, "head_chased", count=count, by=by)


def _added(scene: Scene, event: Event) -> Iterable[Effect]:
    if event.kind is E.ADDED and scene.change.actor.kind is ActorKind.STAFF:
        yield from _to(_officer(scene), scene, "officer_summary", words=event.words)  # the desk's words, and said to be
        return
    if scene.ticket.sealed and scene.change.actor.kind is not ActorKind.STAFF:
        return
    if scene.ticket.handler is not None and event.words and not scene.has(E.DISPATCHED, E.ALARMED):
        yield from _to(_officer(scene), scene, "officer_added", words=event.words)


def _alarmed(scene: Scene, event: Event) -> Iterable[Effect]:
    """Whoever handles it, and their head: it is urgent after all."""
    said = scene.event(E.WORDED)
    words, handled = said.words if said and not scene.ticket.sealed else None, _handled(scene)
    head = scene.rules.city.head(scene.ticket.handler)
    for person in (handled, head if head != handled else None):
        yield from _to(person, scene, "officer_alarmed", Purpose.DUTY, words=words, place=scene.ticket.place)


def _placed(scene: Scene, event: Event) -> Iterable[Effect]:
    officer = _officer(scene)
    if officer is not None and not scene.has(E.DISPATCHED):
        grid = scene.rules.city.grid_name(scene.ticket.grid, officer.language)
        yield from _to(officer, scene, "officer_place", Purpose.DUTY, place=scene.ticket.place, grid=grid)


def _return_asked(scene: Scene, event: Event) -> Iterable[Effect]:
    second = scene.ticket.returns > 1
    person = scene.rules.city.supervisor() if second else scene.rules.city.coordinator()
    department, by = _department(scene, person), scene.by(K.DISPUTE if second else K.RULING)
    template = "committee_dispute" if second else "coordinator_return"
    yield from _to(person, scene, template, Purpose.DUTY, department=department, reason=event.words, by=by)


def _return_upheld(scene: Scene, event: Event) -> Iterable[Effect]:
    before = scene.change.before
    person = scene.rules.city.person(before.officer_id) if before else None
    yield from _to(person, scene, "return_upheld", department=_department(scene, person))
    yield from _by_default(scene)


def _return_refused(scene: Scene, event: Event) -> Iterable[Effect]:
    accepted = scene.ticket.state is not State.DISPATCHED
    by = scene.by(K.RESULT) if accepted else scene.by(K.ACCEPT, K.RESULT)
    yield from _to(_officer(scene), scene, "return_refused", Purpose.DUTY, by=by, accepted=True if accepted else None)
    yield from _by_default(scene)


def _by_default(scene: Scene) -> Iterable[Effect]:
    """The committee let its day pass, and the rule decided: it hears who owns it now."""
    if scene.change.actor == SWEEP:
        person = scene.rules.city.supervisor()
        yield from _to(person, scene, "committee_passed", department=_department(scene, person))


def _warned(scene: Scene, event: Event) -> Iterable[Effect]:
    kind, by, city = event.facts.get("clock"), event.facts.get("due"), scene.rules.city
    person = _handled(scene)
    if kind in OF_THE_COORDINATOR:
        person = city.coordinator()
    elif kind in OF_THE_COMMITTEE:
        person = city.supervisor()
    yield from _to(person, scene, "officer_warn", kind=kind, by=by)


def _late(scene: Scene, event: Event) -> Iterable[Effect]:
    city = scene.rules.city
    clock = event.facts.get("clock")
    if clock == K.DISPUTE:
        return  # it is decided by itself: whoever let it pass hears how
    person = _head(scene, scene.ticket.handler)
    if clock in OF_THE_COORDINATOR:
        person = city.coordinator()
    elif clock in OF_THE_COMMITTEE:
        person = city.supervisor()
    kind, by = event.facts.get("clock"), event.facts.get("next_by")
    yield from _to(person, scene, "head_late", department=_department(scene, person), kind=kind, by=by)


def _committee(scene: Scene, event: Event) -> Iterable[Effect]:
    """Whoever decides for the committee, and the coordinator, who keeps its papers."""
    city = scene.rules.city
    for person in {p.id: p for p in (city.supervisor(), city.coordinator()) if p is not None}.values():
        yield from _to(person, scene, "coordinator_committee", kind=event.facts.get("clock"))


def _due(scene: Scene, event: Event) -> Iterable[Effect]:
    """A person was asked for about this ticket."""
    yield DueCallBack(reason=str(event.facts.get("reason")), due_at=scene.rules.callback_due(scene.at))


def _acted(scene: Scene, event: Event) -> Iterable[Effect]:
    """The officer is told that the word was taken, once a change."""
    last = next(e for e in reversed(scene.change.events) if e.kind in CONFIRMED)
    if scene.change.actor.kind is ActorKind.STAFF and event is last:
        person = scene.rules.city.person(scene.change.actor.id)
        yield from _to(person, scene, "officer_confirm", Purpose.DUTY, word=_word(scene, event), told=_told_how(scene))


def _word(scene: Scene, event: Event) -> str:
    city = scene.rules.city
    if event.kind is E.ASSIST_ASKED:
        department = str(event.facts["department"])
        return "assist" if city.officer(department) or city.head(department) else "assist_nobody"
    if event.kind is E.RETURN_ASKED and scene.ticket.returns > 1:
        return "dispute"
    return CONFIRMED[event.kind]


def _told_how(scene: Scene) -> str:
    """How the reporter hears of it: nothing is said to be told that can't be."""
    reporter = scene.around.reporter
    if reporter is None or scene.ticket.kind is Kind.PRAISE:
        return "none"
    if scene.ticket.sealed:
        return "person" if scene.has(E.ASKED) or scene.due_of(K.RESPONSE) is not None else "notice"
    return "text" if reporter.texts else "call"


def _resolved(scene: Scene, event: Event) -> Iterable[Effect]:
    yield EndAssist()
    yield from _acted(scene, event)


CONFIRMED = {
    E.ACCEPTED: "accept", E.PROGRESSED: "progress", E.RESOLVED: "done", E.RETURN_ASKED: "return", E.ASKED: "ask",
    E.ASSIST_ASKED: "assist", E.EXTENSION_ASKED: "extend", E.PLAN_ASKED: "plan", E.ASSISTED: "assisted",
}


def _asked_return(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _return_asked(scene, event)
    yield from _acted(scene, event)


ON: dict[EventKind, Callable[[Scene, Event], Iterable[Effect]]] = {
    E.CONTRACTOR_REPORTED: _contractor, E.WITHDRAWN: _withdrawn, E.OBJECTED: _objected, E.UNROUTED: _unrouted,
    E.DISPATCHED: _dispatched, E.HANDED_OVER: _given, E.REOPENED: _reopened, E.CHASED: _chased, E.ADDED: _added,
    E.PLACED: _placed, E.WORDED: _added, E.ALARMED: _alarmed, E.RETURN_ASKED: _asked_return, E.RETURN_UPHELD: _return_upheld,
    E.RETURN_REFUSED: _return_refused, E.WARNED: _warned, E.LATE: _late, E.COMMITTEE: _committee,
    E.CALL_BACK_DUE: _due, E.SEALED: _sealed, E.ACCEPTED: _acted, E.PROGRESSED: _acted, E.RESOLVED: _resolved,
    E.ASKED: _acted, E.ASSIST_ASKED: _acted, E.EXTENSION_ASKED: _acted, E.PLAN_ASKED: _acted, E.ASSISTED: _acted,
}
