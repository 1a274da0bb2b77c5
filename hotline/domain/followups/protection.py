"""What happens to a protection ticket: told to its officers and to nobody else. Its reporter hears no number and no matter of
it, for whoever holds their phone is to learn nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime

from hotline.domain.actor import ActorKind
from hotline.domain.clock_row import ClockKind
from hotline.domain.effects import DueCallBack, Effect, TellStaff
from hotline.domain.event import Event, EventKind
from hotline.domain.followups.scene import Scene
from hotline.domain.followups.telling import answered_by_person, tell
from hotline.domain.message import Purpose

E, K = EventKind, ClockKind


def effects(scene: Scene) -> tuple[Effect, ...]:
    return tuple(effect for event in scene.change.events for effect in ON.get(event.kind, _nothing)(scene, event))


def promised(scene: Scene) -> datetime | None:
    """The first time that lies ahead by which a person speaks with them; None: it has passed, or was kept."""
    mine = (c for c in scene.around.clocks if c.kind is K.RESPONSE and c.round == scene.ticket.round and c.met_at is None)
    return min((c.due_at for c in mine if c.due_at > scene.at), default=None)


def _nothing(scene: Scene, event: Event) -> Iterable[Effect]:
    return ()


def _officers(scene: Scene, template: str, **values: object) -> Iterable[Effect]:
    for person in scene.rules.city.protectors():
        told = {"number": scene.ticket.number, **values}
        yield TellStaff(template=template, staff_id=person.id, values=told, purpose=Purpose.DUTY)


def _when(scene: Scene) -> datetime:
    """A time that lies ahead: what was promised, else what this change promises."""
    return promised(scene) or datetime.fromisoformat(scene.by(K.RESPONSE))


def _answered(scene: Scene, event: Event, template: str, **values: object) -> Iterable[Effect]:
    """The reporter's own text is answered, unless its answer is to give nothing away (``quiet``)."""
    if scene.change.actor.kind is ActorKind.RESIDENT and not event.facts.get("quiet"):
        yield from tell(scene, template, values)


def _received(scene: Scene, event: Event) -> Iterable[Effect]:
    """A person speaks with the reporter within two hours."""
    by = scene.due_of(K.RESPONSE) or scene.rules.due(scene.at, scene.rules.promises.callback_reprisal)
    yield DueCallBack(reason="reprisal", due_at=by)
    yield from _officers(scene, "protection_new", by=by.isoformat())
    yield from _answered(scene, event, "reprisal", **answered_by_person(scene, _when(scene)))


def _again(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _officers(scene, "protection_again", by=_when(scene).isoformat())
    yield from _answered(scene, event, "reprisal", **answered_by_person(scene, _when(scene)))


def _added(scene: Scene, event: Event) -> Iterable[Effect]:
    if scene.change.actor.kind is ActorKind.RESIDENT and not scene.has(E.CHASED):
        yield from () if event.facts.get("untold") else _officers(scene, "protection_added")
        yield from _answered(scene, event, "protection_noted")


def _worded(scene: Scene, event: Event) -> Iterable[Effect]:
    """What they recorded, written down."""
    yield from _officers(scene, "protection_added")


def _reopened(scene: Scene, event: Event) -> Iterable[Effect]:
    yield from _officers(scene, "protection_new", by=_when(scene).isoformat())


def _reminded(scene: Scene, event: Event) -> Iterable[Effect]:
    """Of the time that was promised, also when it has passed."""
    kind = "response" if event.facts.get("clock") == K.RESPONSE.value else "result"
    template = "protection_warn" if event.kind is E.WARNED else "protection_late"
    yield from _officers(scene, template, kind=kind, by=event.facts.get("due"))


ON: dict[EventKind, Callable[[Scene, Event], Iterable[Effect]]] = {
    E.RECEIVED: _received, E.CHASED: _again, E.ADDED: _added, E.WORDED: _worded, E.REOPENED: _reopened,
    E.WARNED: _reminded, E.LATE: _reminded, E.COMMITTEE: _reminded,
}
