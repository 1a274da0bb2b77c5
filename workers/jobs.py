"""The jobs, named by hotline/queue.py. Each deletes its nudge before its first look, so that a change committed
after that look brings a new one."""

from hotline.domain.message import Means
from hotline.queue import Lane
from hotline.services.deliver import deliver
from hotline.services.fetch_recordings import fetch_recordings as fetch
from workers.failures import contained
from workers.kept import current


@contained("deliver_texts")
def deliver_texts() -> None:
    _deliver(Lane.TEXT, Means.TEXT)


@contained("deliver_calls")
def deliver_calls() -> None:
    _deliver(Lane.CALL, Means.CALL)


@contained("fetch_recordings")
def fetch_recordings() -> None:
    session = current()
    session.queue.looking(Lane.RECORDING)
    fetch(session.parts, session.carrier, session.media)
    session.fetch_photos()


def _deliver(lane: Lane, means: Means) -> None:
    session = current()
    session.queue.looking(lane)
    done = deliver(
        session.parts, session.sender, means, session.on_final, session.budget, lambda: session.stopping
    )  # fmt: skip
    if done.more:
        # The others have their turn, then this lane goes on.
        session.queue.nudge(lane)
