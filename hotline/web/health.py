"""Alive, ready, and counted."""

from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from hotline.domain.deadline import unpublished_years
from hotline.domain.errors import Unavailable
from hotline.domain.waiting import WaitState
from hotline.web.guard import hotline
from hotline.wiring import Hotline

health = Blueprint("health", __name__)
WITHOUT = frozenset({"redis", "recordings"})  # calls and texts go on without them
EVER = datetime(2000, 1, 1, tzinfo=UTC)
LATE_AFTER = 120.0  # seconds a message that is due may wait before the hotline no longer counts as ready


@health.get("/healthz")
def alive() -> Response:
    return jsonify(status="alive")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """503 with the reasons when a part is missing. With Redis alone away the status is "degraded": everything still works,
    slower; with the store of recordings away they wait at the carrier. ``warnings`` fail nothing. So a load balancer should
    ask /healthz; this is what an alarm asks."""
    here = hotline()
    database, age = True, 0.0
    try:
        with here.database.reading() as store:
            age = store.outbox.queue_age(here.parts.clock.now())
    except Unavailable:
        database = False
    redis, recordings = here.queue.ping(), here.media.ready()
    wrong = {"database": not database, "redis": not redis, "queue": age > LATE_AFTER, "recordings": not recordings}
    reasons = [name for name, is_wrong in wrong.items() if is_wrong]
    body = {
        "status": _status(reasons), "database": database, "redis": redis, "recordings": recordings,
        "queue_age_seconds": round(age, 1), "spooled": here.spool.waiting(), "aside": here.spool.aside(),
        "reasons": reasons, "warnings": _warnings(here),
    }
    return jsonify(body), 503 if reasons else 200


def _warnings(here: Hotline) -> list[str]:
    """Nothing is wrong yet: `config check` says what to enter before it is."""
    parts = here.parts
    results = {parts.promises.result, *(row.result for row in parts.categories if row.result is not None)}
    years = unpublished_years(parts.clock.now(), results, parts.promises.extension, parts.calendar)
    return [f"calendar_{year}" for year in years]


def _status(reasons: list[str]) -> str:
    if not reasons:
        return "ready"
    return "degraded" if {*reasons} <= WITHOUT else "not ready"


@health.get("/metrics")
def metrics() -> Response:
    """Prometheus. Gauges read from the database at the moment of asking; never a number or a name."""
    here, registry = hotline(), CollectorRegistry()
    tickets = Gauge("hotline_tickets", "Tickets by state", ["state"], registry=registry)
    outbox = Gauge("hotline_outbox_messages", "Messages by delivery state", ["state"], registry=registry)
    age = Gauge("hotline_queue_age_seconds", "Age of the oldest message that is due", registry=registry)
    spooled = Gauge("hotline_spooled_texts", "Texts kept on the disk while the database was away", registry=registry)
    aside = Gauge("hotline_texts_aside", "Texts kept on the disk that could not be taken in", registry=registry)
    waiting = Gauge("hotline_callers_waiting", "Callers who wait for a person", registry=registry)
    hung = Gauge("hotline_calls_hung", "Calls that had to be ended because they hung", registry=registry)
    up = Gauge("hotline_database_up", "1 while the database answers", registry=registry)
    try:
        with here.database.reading() as store:
            for state, count in store.tickets.counts().items():
                tickets.labels(state.value).set(count)
            for delivery, count in store.outbox.counts().items():
                outbox.labels(delivery.value).set(count)
            waiting.set(sum(one.state is not WaitState.TALKING for one in store.waits.open()))
            hung.set(store.calls.hung_since(EVER))
            age.set(store.outbox.queue_age(here.parts.clock.now()))
        up.set(1)
    except Unavailable:
        up.set(0)
    spooled.set(here.spool.waiting())
    aside.set(here.spool.aside())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
