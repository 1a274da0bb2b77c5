"""Which clocks a change starts, meets and stops."""

from collections.abc import Iterable
from datetime import datetime

from hotline.domain.clock_row import ClockKind
from hotline.domain.deadline import at_fraction
from hotline.domain.duration import Duration
from hotline.domain.effects import Effect, MeetClocks, StartClock, StopClocks
from hotline.domain.event import EventKind
from hotline.domain.followups.scene import Rules, Scene
from hotline.domain.intake import needs_place
from hotline.domain.ticket import State

K = ClockKind
MEETS: dict[EventKind, tuple[ClockKind, ...]] = {
    EventKind.DISPATCHED: (K.PLACE,),
    EventKind.PLACED: (K.PLACE,),
    EventKind.ACCEPTED: (K.ACCEPT, K.RULING),  # who takes it on after all wants no ruling any more
    EventKind.PROGRESSED: (K.ACCEPT, K.CHASE),
    EventKind.RESOLVED: (K.ACCEPT, K.RESULT, K.CHASE, K.RULING),
    EventKind.RETURN_ASKED: (K.ACCEPT,),
    EventKind.RETURN_UPHELD: (K.RULING, K.ACCEPT),
    EventKind.RETURN_REFUSED: (K.RULING,),
    EventKind.RESPONDED: (K.RESPONSE,),
}


def start(rules: Rules, kind: ClockKind, at: datetime, duration: Duration) -> StartClock:
    """A clock with its rungs: warned at 75 %, late at 100 %, to the committee a day later."""
    due_at = rules.due(at, duration)
    promises = rules.promises
    return StartClock(
        kind=kind, started_at=at, due_at=due_at,
        warn_at=None if kind is K.PLACE else at_fraction(at, due_at, duration, promises.warn_at, rules.calendar),
        committee_at=None if kind is K.PLACE else rules.due(due_at, promises.committee_after),
    )


def effects(scene: Scene) -> tuple[Effect, ...]:
    return tuple(_effects(scene))


def _effects(scene: Scene) -> Iterable[Effect]:
    if scene.has(EventKind.REOPENED, EventKind.CLOSED, EventKind.WITHDRAWN):
        yield StopClocks()
    met = [kind for event in scene.change.events for kind in MEETS.get(event.kind, ())]
    if met and scene.change.before is not None:
        yield MeetClocks(kinds=tuple(dict.fromkeys(met)))
    yield from _starts(scene)


def _starts(scene: Scene) -> Iterable[Effect]:
    rules, promises, ticket, at = scene.rules, scene.rules.promises, scene.ticket, scene.at
    if scene.has(EventKind.RECEIVED):
        category = rules.city.categories.get(ticket.category or "")
        result = category.result if category and category.result else promises.result
        yield start(rules, K.RESPONSE, at, promises.response_urgent if ticket.urgent else promises.response)
        yield start(rules, K.RESULT, at, result)
        if ticket.state is State.RECEIVED and needs_place(ticket) and not scene.has(EventKind.UNROUTED):
            yield start(rules, K.PLACE, at, promises.place_wait)
    if scene.has(EventKind.ALARMED):
        yield start(rules, K.RESPONSE, at, promises.response_urgent)  # the slower one goes on: it was promised too
    if scene.has(EventKind.REOPENED):
        yield start(rules, K.RESPONSE, at, promises.response)
        yield start(rules, K.RESULT, at, promises.result_reopened)
    if scene.has(EventKind.DISPATCHED) or (scene.has(EventKind.RETURN_REFUSED) and ticket.state is State.DISPATCHED):
        yield start(rules, K.ACCEPT, at, promises.accept_within)
    if scene.has(EventKind.RETURN_ASKED):
        yield start(rules, K.RULING, at, promises.rule_within)
    if scene.has(EventKind.CHASED) and scene.due_of(K.CHASE) is None:
        yield start(rules, K.CHASE, at, promises.chase_answer)
