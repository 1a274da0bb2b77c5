"""How a resident is told: by text where one can go, the names in their own language, nothing of what is sealed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from hotline.domain.effects import DueCallBack, Effect, TellMerged, TellReporter
from hotline.domain.followups.scene import Scene
from hotline.domain.reporter import Reporter

MATTER = ("category", "place", "words")
type_values = Mapping[str, object]


def tell(scene: Scene, template: str, values: type_values | None = None, proves: str = "") -> Iterable[Effect]:
    """A text, to somebody who can be texted."""
    reporter = scene.around.reporter
    if reporter is not None and reporter.texts:
        full = {"number": scene.ticket.number, **sayable(scene, values or {})}
        yield TellReporter(template=template, values=full, purpose=scene.purpose, proves=proves)


def tell_all(scene: Scene, template: str, values: type_values | None = None, proves: str = "") -> Iterable[Effect]:
    """A step on the way: a text to its reporter and to all whose report was merged into it."""
    yield from tell(scene, template, values, proves)
    shared = {name: value for name, value in sayable(scene, values or {}).items() if name not in ("department", "category")}
    yield TellMerged(template=template, values=shared, step=True)


def sayable(scene: Scene, values: type_values) -> type_values:
    """Of a sealed report our texts say neither where nor what (product: Privacy): who sees the phone learns nothing."""
    return {name: None if scene.ticket.sealed and name in MATTER else value for name, value in values.items()}


def named(scene: Scene, reporter: Reporter) -> dict[str, object]:
    """The names in the reporter's own language."""
    return {"category": scene.category(reporter.language), "department": scene.department(reporter.language)}


def names(scene: Scene, *wanted: str, **more: object) -> type_values:
    reporter = scene.around.reporter
    known = named(scene, reporter) if reporter else {}
    return {key: known.get(key) for key in wanted} | more


def answered_by_person(scene: Scene, by: datetime) -> type_values:
    """When a person turns to the reporter, and how: whoever is text-only is never called."""
    reporter = scene.around.reporter
    return {"by": by.isoformat(), "text": None if reporter is None or reporter.called else True}


def tell_or_call(scene: Scene, template: str, values: type_values | None = None, proves: str = "") -> Iterable[Effect]:
    """News that must reach somebody: where no text can go, a person rings."""
    reporter = scene.around.reporter
    if reporter is not None and not reporter.texts:
        yield DueCallBack(reason="news", due_at=scene.rules.callback_due(scene.at))
        return
    yield from tell(scene, template, values, proves)
