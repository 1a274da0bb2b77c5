"""An urgent ticket: who is rung, and what the resident and the desk are told of it."""

from collections.abc import Iterable

from hotline.domain.actor import ActorKind
from hotline.domain.duty import Ended
from hotline.domain.effects import CallReporter, Effect, EndDuty, RingDuty, TellReporter, TellStaff
from hotline.domain.event import EventKind
from hotline.domain.followups.scene import Scene
from hotline.domain.message import Purpose
from hotline.domain.staff import Role
from hotline.domain.ticket import IN_WORK, Kind

E = EventKind
ACTED = (E.ACCEPTED, E.STARTED, E.PROGRESSED, E.RESOLVED)


def effects(scene: Scene) -> tuple[Effect, ...]:
    """Of protection nobody on duty hears: its own officers do."""
    return tuple(_effects(scene)) if scene.ticket.urgent and scene.ticket.kind is not Kind.PROTECTION else ()


def _effects(scene: Scene) -> Iterable[Effect]:
    by = scene.change.actor.id if scene.change.actor.kind is ActorKind.STAFF else None
    if scene.has(E.DUTY_TAKEN):
        yield EndDuty(how=Ended.TAKEN, by=by)
        yield from _told_who(scene, by)
        yield from _relieved(scene)
    elif scene.change.before is not None and scene.has(*ACTED):
        yield EndDuty(how=Ended.TAKEN, by=scene.ticket.officer_id)
        if scene.has(E.ACCEPTED) and not scene.has(E.PROGRESSED, E.RESOLVED):
            yield from _told_who(scene, scene.ticket.officer_id)
    elif scene.ticket.state not in IN_WORK:
        yield EndDuty(how=Ended.OVER)
    elif _new_to_somebody(scene):
        yield RingDuty()
    if scene.has(E.DUTY_UNANSWERED):
        yield from _nobody(scene)


def _new_to_somebody(scene: Scene) -> bool:
    """It came in urgent, became urgent, another department must act now, or the danger is not over after all."""
    before = scene.change.before
    if before is None or not before.urgent:
        return True
    if scene.has(E.REOPENED):
        return not scene.has(E.FINAL_DUE)
    return scene.has(E.DISPATCHED) and before.handler != scene.ticket.handler


def _told_who(scene: Scene, by: str | None) -> Iterable[Effect]:
    """At any hour: whoever is in danger wants to know that somebody has it. By call where a text can't go."""
    reporter, person = scene.around.reporter, scene.rules.city.person(by)
    if reporter is None or person is None:
        return
    own = person.department is not None and person.department == scene.ticket.handler
    values: dict[str, object] = {
        "name": person.name, "department": scene.department(reporter.language) if own else None,
        "role": "officer" if person.role is Role.OFFICER else "head" if own else "desk",
    }
    if reporter.texts:
        yield TellReporter(template="duty_taken", values={"number": scene.ticket.number, **values}, purpose=Purpose.ANSWER)
    else:
        yield CallReporter(flow="status", values={"news": "duty_taken", **values}, purpose=Purpose.URGENT)


def _relieved(scene: Scene) -> Iterable[Effect]:
    """Whoever had the dispatch and did not take it need not act."""
    before = scene.change.before
    had = scene.rules.city.person(before.officer_id) if before is not None else None
    if had is not None and scene.ticket.officer_id != had.id:
        yield TellStaff(template="officer_moved", staff_id=had.id, values={"number": scene.ticket.number}, purpose=Purpose.DUTY)


def _nobody(scene: Scene) -> Iterable[Effect]:
    person = scene.rules.city.coordinator()
    if person is not None:
        values = {"number": scene.ticket.number, "category": scene.category(person.language), "place": scene.ticket.place}
        yield TellStaff(template="coordinator_duty", staff_id=person.id, values=values, purpose=Purpose.DUTY)
