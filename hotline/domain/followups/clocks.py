"""Which clocks a change starts, meets and stops."""

from collections.abc import Iterable
from datetime import datetime

from hotline.domain.clock_row import ClockKind
from hotline.domain.deadline import at_fraction
from hotline.domain.duration import Duration
from hotline.domain.effects import Effect, MeetClocks, StartClock, StopClocks
from hotline.domain.event import EventKind
from hotline.domain.followups.protection import promised
from hotline.domain.followups.scene import Rules, Scene
from hotline.domain.intake import needs_place
from hotline.domain.ticket import Kind, State

K = ClockKind
MEETS: dict[EventKind, tuple[ClockKind, ...]] = {
    EventKind.DISPATCHED: (K.PLACE, K.DESK),
    EventKind.HANDED_OVER: (K.DESK,),
    EventKind.PLACED: (K.PLACE,),
    EventKind.ACCEPTED: (K.ACCEPT, K.RULING, K.DISPUTE),  # who takes it on after all wants no ruling any more
    EventKind.STARTED: (K.RULING, K.DISPUTE),  # nor who begins with it
    EventKind.PROGRESSED: (K.ACCEPT, K.CHASE),
    EventKind.RESOLVED: (K.ACCEPT, K.RESULT, K.CHASE, K.RULING, K.DISPUTE, K.PLANNED, K.REQUEST),
    EventKind.ANSWERED_AT_DESK: (K.RESULT, K.CHASE, K.DESK),
    EventKind.FINAL_ANSWER: (K.FINAL, K.CHASE),
    EventKind.RETURN_ASKED: (K.ACCEPT,),
    EventKind.RETURN_UPHELD: (K.RULING, K.DISPUTE, K.ACCEPT),
    EventKind.RETURN_REFUSED: (K.RULING, K.DISPUTE),
    EventKind.EXTENDED: (K.REQUEST,),
    EventKind.EXTENSION_REFUSED: (K.REQUEST,),
    EventKind.PLANNED: (K.REQUEST, K.ACCEPT),
    EventKind.PLAN_REFUSED: (K.REQUEST,),
    EventKind.OBJECTION_UPHELD: (K.OBJECTION,),
    EventKind.OBJECTION_REFUSED: (K.OBJECTION,),
    EventKind.RESPONDED: (K.RESPONSE,),
}


TOLD_AGAIN = Duration.parse("1d")  # whether a final answer arrived
SILENT = frozenset({K.PLACE, K.PLANNED, K.TOLD})  # what is due then is done by itself: nobody is warned


def result_promise(scene: Scene) -> Duration:
    """How long the result may take: the category's own time, else the city's."""
    category = scene.rules.city.categories.get(scene.ticket.category or "")
    return category.result if category and category.result else scene.rules.promises.result


def start(rules: Rules, kind: ClockKind, at: datetime, duration: Duration) -> StartClock:
    """A clock with its rungs: warned at 75 %, late at 100 %, to the committee a day later."""
    due_at = rules.due(at, duration)
    promises = rules.promises
    return StartClock(
        kind=kind, started_at=at, due_at=due_at,
        warn_at=None if kind in SILENT else at_fraction(at, due_at, duration, promises.warn_at, rules.calendar),
        committee_at=None if kind in SILENT else rules.due(due_at, promises.committee_after),
    )


def effects(scene: Scene) -> tuple[Effect, ...]:
    return tuple(_effects(scene))


def _effects(scene: Scene) -> Iterable[Effect]:
    met = [kind for event in scene.change.events for kind in MEETS.get(event.kind, ())]
    if met and scene.change.before is not None:
        yield MeetClocks(kinds=tuple(dict.fromkeys(met)))
    if scene.has(*OVER):
        yield StopClocks()
    if scene.has(EventKind.EXTENDED, EventKind.PLANNED):
        yield StopClocks(kinds=(K.RESULT,))  # the first day told stays in the row; another is promised in its place
    if scene.has(EventKind.DISPATCHED) and scene.change.before is not None and scene.change.before.handler is not None:
        yield StopClocks(kinds=(K.ACCEPT,))  # whoever had it before owes nothing any more
    if scene.has(EventKind.TAKEN_AWAY):
        yield StopClocks(kinds=(K.ACCEPT, K.RULING, K.DISPUTE, K.REQUEST))
    if scene.has(EventKind.STARTED) and scene.change.before is not None and scene.change.before.planned_until is not None:
        yield StopClocks(kinds=(K.PLANNED,))
    yield from _starts(scene)
    yield from _asked(scene)
    yield from _later(scene)


OVER = (EventKind.REOPENED, EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.REJECTED, EventKind.MERGED)


def _asked(scene: Scene) -> Iterable[Effect]:
    """Whoever must decide has a time for it, too."""
    rules, promises, at = scene.rules, scene.rules.promises, scene.at
    returned = scene.event(EventKind.RETURN_ASKED)
    if returned is not None:
        second = scene.ticket.returns > 1
        yield start(rules, K.DISPUTE, at, promises.dispute_within) if second else start(rules, K.RULING, at, promises.rule_within)
    if scene.has(EventKind.EXTENSION_ASKED, EventKind.PLAN_ASKED):
        yield start(rules, K.REQUEST, at, promises.request_within)
    if scene.has(EventKind.OBJECTED):
        yield start(rules, K.OBJECTION, at, promises.objection_answer)
    if scene.has(EventKind.UNROUTED) and scene.due_of(K.DESK) is None:
        yield start(rules, K.DESK, at, promises.response_urgent if scene.ticket.urgent else promises.route_within)
    if scene.has(EventKind.FINAL_ANSWER) and not scene.has(EventKind.CLOSED):
        yield start(rules, K.TOLD, at, TOLD_AGAIN)
    if scene.has(EventKind.FINAL_DUE):
        yield start(rules, K.FINAL, at, promises.final_answer)


def _later(scene: Scene) -> Iterable[Effect]:
    """Another day for the result: the extended one, the planned one."""
    extended, planned = scene.event(EventKind.EXTENDED), scene.event(EventKind.PLANNED)
    if extended is not None:
        yield until(scene.rules, K.RESULT, scene.at, datetime.fromisoformat(str(extended.facts["until"])))
    if planned is not None:
        yield until(scene.rules, K.RESULT, scene.at, datetime.fromisoformat(str(planned.facts["until"])))
    if scene.has(EventKind.PLANNED, EventKind.STILL_PLANNED):
        yield start(scene.rules, K.PLANNED, scene.at, scene.rules.promises.planned_told_every)


def until(rules: Rules, kind: ClockKind, at: datetime, due_at: datetime) -> StartClock:
    """A clock for a day that was named rather than reckoned."""
    warn_at = at + (due_at - at) * (rules.promises.warn_at / 100)
    return StartClock(
        kind=kind, started_at=at, due_at=due_at, warn_at=warn_at, committee_at=rules.due(due_at, rules.promises.committee_after),
    )


def _accept(rules: Rules, at: datetime, *, urgent: bool) -> StartClock:
    """What is urgent is answered in two hours, at any hour: it is taken on no later than that."""
    usual = start(rules, K.ACCEPT, at, rules.promises.accept_within)
    soon = start(rules, K.ACCEPT, at, rules.promises.response_urgent)
    return min(usual, soon, key=lambda one: one.due_at) if urgent else usual


def _starts(scene: Scene) -> Iterable[Effect]:
    rules, promises, ticket, at = scene.rules, scene.rules.promises, scene.ticket, scene.at
    if scene.has(EventKind.RECEIVED) and not scene.has(EventKind.CLOSED):
        response = promises.response_urgent if ticket.urgent else promises.response
        yield start(rules, K.RESPONSE, at, promises.callback_reprisal if ticket.kind is Kind.PROTECTION else response)
        yield start(rules, K.RESULT, at, result_promise(scene))
        if ticket.state is State.RECEIVED and needs_place(ticket) and not scene.has(EventKind.UNROUTED):
            yield start(rules, K.PLACE, at, promises.place_wait)
    if scene.has(EventKind.ALARMED):
        yield start(rules, K.RESPONSE, at, promises.response_urgent)  # the slower one goes on: it was promised too
    final = scene.has(EventKind.FINAL_DUE)  # then the committee alone owes and promises, unless somebody is in danger
    if scene.has(EventKind.REOPENED) and (ticket.urgent or not final):
        yield start(rules, K.RESPONSE, at, promises.response_urgent if ticket.urgent else promises.response)
    if scene.has(EventKind.REOPENED) and not final:
        yield start(rules, K.RESULT, at, promises.result_reopened)
    if scene.has(EventKind.OBJECTION_UPHELD):
        yield start(rules, K.RESPONSE, at, promises.response_urgent if ticket.urgent else promises.response)
        yield start(rules, K.RESULT, at, result_promise(scene))
    given = scene.has(EventKind.DISPATCHED) and ticket.handler is not None and not final
    if given or (scene.has(EventKind.RETURN_REFUSED) and ticket.state is State.DISPATCHED):
        yield _accept(rules, at, urgent=ticket.urgent)
    if scene.has(EventKind.CHASED) and ticket.kind is Kind.PROTECTION:
        if promised(scene) is None:
            yield start(rules, K.RESPONSE, at, promises.callback_reprisal)  # a person speaks with them once more
    elif scene.has(EventKind.CHASED) and scene.due_of(K.CHASE) is None and scene.due_of(K.FINAL) is None:
        yield start(rules, K.CHASE, at, promises.chase_answer)
