"""What repeats, as data: a name, how often, and what is done."""

from collections.abc import Callable
from dataclasses import dataclass

from hotline.domain.message import Means
from hotline.queue import Lane
from hotline.services.anchor_audit import anchor_audit
from hotline.services.deliver import deliver
from hotline.services.fetch_recordings import fetch_recordings
from workers.kept import Session

LOOK_EVERY = 5.0
RING_EVERY = 1.0
ANCHOR_EVERY = 3600.0
CALLS_EVERY = 60.0
# Due for this long although a worker was told: there is no worker, or it is stuck.
OVERDUE = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeated:
    """``every`` in seconds. Of several cron processes one does it, under a lease of this name, unless it only reads and may
    be done by ``all``."""

    name: str
    every: float
    act: Callable[[Session], object]
    all: bool = False


def schedule(session: Session) -> tuple[Repeated, ...]:
    return (
        Repeated(name="ring", every=RING_EVERY, act=ring, all=True),
        Repeated(name="look", every=LOOK_EVERY, act=look),
        Repeated(name="sweep", every=session.sweep_every, act=lambda s: s.sweep()),
        Repeated(name="drain", every=LOOK_EVERY, act=lambda s: s.drain()),
        Repeated(name="queue", every=LOOK_EVERY, act=lambda s: s.mend_queue()),
        Repeated(name="calls", every=CALLS_EVERY, act=lambda s: s.ask_calls()),
        Repeated(name="anchor", every=ANCHOR_EVERY, act=lambda s: anchor_audit(s.parts, s.anchors)),
        *(Repeated(name=name, every=every, act=_chore(act)) for name, every, act in session.chores),
    )


def _chore(act: Callable[[], object]) -> Callable[[Session], object]:
    return lambda _: act()


def ring(session: Session) -> None:
    """Whoever is on duty is rung to the second: the next of the rota waits for nobody's nudge."""
    parts = session.parts
    with parts.database.reading() as store:
        due_now = store.outbox.duty_due(parts.clock.now())
    if due_now and not session.queue.nudge(Lane.CALL):
        work_off(session, {Lane.CALL})


def look(session: Session) -> None:
    """What became due since, and what a lost nudge forgot. Where nobody can be told, or nobody does it: done here."""
    lanes, overdue = due(session)
    told = [session.queue.nudge(lane) for lane in sorted(lanes)]
    if overdue or not all(told):
        work_off(session, lanes)


def due(session: Session) -> tuple[set[Lane], bool]:
    """The lanes with something to do, and whether it has waited too long."""
    now = session.parts.clock.now()
    with session.parts.database.writing() as store:
        store.outbox.expire(now)  # whoever held these is gone; without it nobody would ask about them
        age = store.outbox.queue_age(now)
        unknown = store.outbox.uncertain(now, 1)
        recordings = store.recordings.due(now, 1) or store.photos.due(now, 1)
    lanes = {Lane.TEXT, Lane.CALL} if age > 0 or unknown else set()
    return lanes | ({Lane.RECORDING} if recordings else set()), age > OVERDUE


def work_off(session: Session, lanes: set[Lane]) -> None:
    """Delivery without Redis: slower, and nothing is lost."""
    parts, stop = session.parts, lambda: session.stopping
    for lane, means in ((Lane.TEXT, Means.TEXT), (Lane.CALL, Means.CALL)):
        if lane in lanes:
            deliver(parts, session.sender, means, session.on_final, session.budget, stop)
    if Lane.RECORDING in lanes:
        fetch_recordings(parts, session.carrier, session.media)
        session.fetch_photos()
