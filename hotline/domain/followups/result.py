"""A result is told, and judged by whoever reported: one question at a time, one lock for all ways."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from hotline.domain.effects import (
    AskReporter,
    Effect,
    EndKnownEvent,
    EndQuestions,
    EndRequests,
    EndSurvey,
    StartSurvey,
    TellFollowers,
    TellMerged,
    TellReporter,
    survey_call,
)
from hotline.domain.event import Event, EventKind
from hotline.domain.followups.scene import Scene
from hotline.domain.followups.telling import named, sayable, tell, tell_or_call
from hotline.domain.message import Purpose
from hotline.domain.night import judged_at_night
from hotline.domain.survey import Question
from hotline.domain.ticket import Kind

E = EventKind


def of(scene: Scene, event: Event) -> Iterable[Effect]:
    """What follows from a result: told, asked, rung."""
    return ON.get(event.kind, _nothing)(scene, event)


def _nothing(scene: Scene, event: Event) -> Iterable[Effect]:
    return ()


def _resolved(scene: Scene, event: Event) -> Iterable[Effect]:
    """The department says it is done."""
    yield from _over()
    yield EndKnownEvent()
    yield TellFollowers(template="followed_done", news="followed_done", values={"number": scene.ticket.number})
    # What one reporter calls private is nothing the others are told.
    yield TellMerged(template="done_ask", values={"words": None if scene.ticket.sealed else event.words}, asks=True)
    outcome = event.facts.get("outcome")
    if outcome is not None:
        yield from asked(scene, event, "suggestion_ask", "suggestion_done", {"outcome": outcome})
    elif scene.ticket.kind is Kind.PRAISE:
        yield from tell(scene, "praise_passed_on")
    elif scene.ticket.kind is Kind.ENQUIRY:
        yield from asked(scene, event, "answered_ask", "answered", {})
    else:
        yield from asked(scene, event, "done_ask", "done", {})


def _answered_at_desk(scene: Scene, event: Event) -> Iterable[Effect]:
    """An enquiry has its answer; praise its thanks, and nothing is asked about that."""
    if event.facts.get("at_once"):
        yield from tell(scene, "enquiry_told", {"says": event.words})
        return
    if scene.ticket.kind is Kind.PRAISE:
        yield from _over()
        yield from tell(scene, "praise_passed_on")
    elif scene.ticket.kind is Kind.PROTECTION:
        # Nothing of the matter is written: the officer has told it by voice.
        yield from _over()
        yield from asked(scene, event, "protection_ask", "protection_done", {})
    else:
        yield from _over()
        yield from asked(scene, event, "answered_ask", "answered", {})


def _rejected(scene: Scene, event: Event) -> Iterable[Effect]:
    """Told why, with a way to object; and judged all the same (product: states)."""
    yield from _over()
    yield EndKnownEvent()
    why = {"reason": event.facts.get("reason"), "until": scene.object_by()}
    # Those whose reports were merged into it hear it as well, and may object for themselves.
    more = {**why, **sayable(scene, {"words": event.words})}
    yield TellMerged(template="rejected_ask", told="rejected", values=more, asks=True)
    yield from asked(scene, event, "rejected_ask", "rejected", why)


def _over() -> Iterable[Effect]:
    yield EndSurvey()
    yield EndQuestions()
    yield EndRequests()


def asked(scene: Scene, event: Event, ask: str, told: str, more: Mapping[str, object]) -> Iterable[Effect]:
    """Tell the result with the first question in it (``ask``), or alone (``told``) where the question comes later or is
    not wanted; a call with both where a text can't go."""
    rules, promises, survey_id = scene.rules, scene.rules.promises, scene.around.new_survey_id
    at = rules.due(scene.at, promises.survey_after)
    yield StartSurvey(
        id=survey_id, asked_at=at, call_at=rules.due(at, promises.survey_call_after),
        close_at=rules.due(at, promises.survey_close_after),
    )
    reporter = scene.around.reporter
    if reporter is None:
        return
    if reporter.news_by_call or not reporter.texts:
        yield from _by_call(scene, event, told)
        return
    names = named(scene, reporter)
    common = {"number": scene.ticket.number, **sayable(scene, {"words": event.words, **names}), **more}
    takes = reporter.takes(Purpose.SURVEY.value)
    together = takes and promises.survey_after.amount == 0
    template = ask if together else told
    purpose = Purpose.NIGHT if _at_night(scene, scene.at) else scene.purpose
    yield TellReporter(template=template, values=common, purpose=purpose, proves="result", survey_id=survey_id)
    if takes and not together:
        values = {"number": scene.ticket.number, **sayable(scene, {"category": names["category"]})}
        asks = Purpose.NIGHT if _at_night(scene, at) else Purpose.SURVEY
        yield TellReporter(template="ask_solved", values=values, purpose=asks, survey_id=survey_id, at=at)
    if takes:
        yield AskReporter(kind=Question.SOLVED.value, survey_id=survey_id)


def _at_night(scene: Scene, at: datetime) -> bool:
    category = scene.rules.city.categories.get(scene.ticket.category or "")
    return judged_at_night(category, scene.ticket.received_at, at, scene.rules.promises.quiet_hours)


def _by_call(scene: Scene, event: Event, told: str) -> Iterable[Effect]:
    """One call for result and survey; of what no department did a person tells."""
    if event.kind is E.RESOLVED:
        yield survey_call(None if scene.ticket.sealed else event.words, scene.around.new_survey_id)
    else:
        yield from tell_or_call(scene, told)


ON: dict[EventKind, Callable[[Scene, Event], Iterable[Effect]]] = {
    E.RESOLVED: _resolved, E.ANSWERED_AT_DESK: _answered_at_desk, E.REJECTED: _rejected,
}
