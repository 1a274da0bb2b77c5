"""What is noticed once the work is said to be done: does it hold, did it come back, does a figure look too good."""

from collections.abc import Callable, Iterable

from hotline.domain.aftermath import NoticedBy, recurs
from hotline.domain.effects import (
    AskReporter,
    DropLookbacks,
    DueCallBack,
    Effect,
    NoteClosing,
    NoteRecurrence,
    PlanLookback,
    RaiseFlag,
)
from hotline.domain.event import Event, EventKind
from hotline.domain.flag import FlagKind
from hotline.domain.followups.scene import Scene
from hotline.domain.followups.telling import names, tell
from hotline.domain.ticket import ClosedAs, Kind, State

E, F = EventKind, FlagKind
QUICK = 5  # minutes from the result to a good verdict within which the officer may still stand there
LOOKED_AT = frozenset({ClosedAs.VERDICT.value, ClosedAs.SILENCE.value})


def effects(scene: Scene) -> tuple[Effect, ...]:
    found = tuple(effect for event in scene.change.events for effect in ON.get(event.kind, _nothing)(scene, event))
    return (*found, *_came_back(scene))


def _nothing(scene: Scene, event: Event) -> Iterable[Effect]:
    return ()


def _closed(scene: Scene, event: Event) -> Iterable[Effect]:
    """It is counted; what a department mended is looked at again."""
    yield NoteClosing(how=str(event.facts["as"]))
    mended = scene.ticket.owner is not None and scene.ticket.kind in (Kind.REPORT, Kind.COMPLAINT)
    if mended and event.facts.get("as") in LOOKED_AT:
        yield PlanLookback(due_at=scene.rules.due(scene.at, scene.rules.promises.lookback_after))


def _reopened(scene: Scene, event: Event) -> Iterable[Effect]:
    """A closing that did not last; a bad verdict on a result is none, for it closed nothing."""
    yield DropLookbacks()
    before = scene.change.before
    why = event.facts.get("why")
    if before is not None and before.state is State.CLOSED and why in (NoticedBy.AGAIN.value, NoticedBy.LOOKBACK.value):
        yield NoteRecurrence(ticket_id=before.id, round=before.round, noticed_by=NoticedBy(str(why)))


def _came_back(scene: Scene) -> Iterable[Effect]:
    """A new report about what was closed lately, at the same address or within 150 m."""
    if not scene.around.past:
        return
    found = recurs(scene.around.past, scene.ticket.lat, scene.ticket.lon, scene.at)
    if found is not None:
        past, how = found
        yield NoteRecurrence(ticket_id=past.ticket_id, round=past.round, noticed_by=how, again_id=scene.ticket.id)


def _looked_back(scene: Scene, event: Event) -> Iterable[Effect]:
    reporter = scene.around.reporter
    if event.facts.get("asked") and reporter is not None and (reporter.news_by_call or not reporter.texts):
        yield DueCallBack(reason="lookback", due_at=scene.rules.callback_due(scene.at))  # a person asks, where no text can go
    elif event.facts.get("asked"):
        yield AskReporter(kind="lookback")
        yield from tell(scene, "lookback_ask", names(scene, "category"))
    elif event.facts.get("holds"):
        yield from tell(scene, "lookback_thanks")


def _resolved(scene: Scene, event: Event) -> Iterable[Effect]:
    ticket, by = scene.ticket, scene.change.actor.id
    if event.facts.get("proof") is False:
        yield _flag(scene, F.NO_PHOTO, staff_id=by)
    if event.facts.get("promises"):
        yield _flag(scene, F.PROMISE_ONLY, staff_id=by)
    if ticket.returns > 1 and ticket.misrouted > 1:
        yield _flag(scene, F.TO_AND_FRO)


def _withdrawn(scene: Scene, event: Event) -> Iterable[Effect]:
    if event.facts.get("soon_after_contact"):
        yield _flag(scene, F.WITHDRAWN_SOON, staff_id=scene.ticket.officer_id)


def _answered(scene: Scene, event: Event) -> Iterable[Effect]:
    """Who voted how stands nowhere: only that this verdict is to be looked at."""
    if event.facts.get("staff"):
        yield _flag(scene, F.STAFF_VERDICT)
    minutes = event.facts.get("minutes")
    good = event.facts.get("question") == "solved" and event.facts.get("solved") == 1
    if good and isinstance(minutes, int) and minutes < QUICK:
        yield _flag(scene, F.QUICK_VERDICT, staff_id=scene.ticket.officer_id, minutes=minutes)


def _returned(scene: Scene, event: Event) -> Iterable[Effect]:
    if scene.ticket.returns > 1:
        yield _flag(scene, F.TO_AND_FRO, returns=scene.ticket.returns)


def _flag(scene: Scene, kind: FlagKind, staff_id: str | None = None, **facts: int) -> RaiseFlag:
    ticket = scene.ticket
    return RaiseFlag(
        kind=kind, key=f"{kind}:{ticket.id}:{ticket.round}", staff_id=staff_id, department=ticket.handler, facts=facts,
    )


ON: dict[EventKind, Callable[[Scene, Event], Iterable[Effect]]] = {
    E.CLOSED: _closed, E.REOPENED: _reopened, E.LOOKED_BACK: _looked_back, E.RESOLVED: _resolved, E.WITHDRAWN: _withdrawn,
    E.ANSWERED: _answered, E.RETURN_ASKED: _returned,
}
