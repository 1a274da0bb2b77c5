"""What one worker process works with: parts built once and kept for every job. A job's arguments are ids alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotline.queue import Queue
from hotline.services.deliver import OnFinal, Parts
from hotline.services.steps.home import Media
from hotline.services.steps.sending import Carrier, Sender


@dataclass
class Session:
    """``sweep``, ``drain`` (spooled texts), ``ask_calls`` (whose end was missed), ``mend_queue`` (who waits for a person)
    and ``fetch_photos`` are use cases with their parts in hand; so are ``chores``: a name, every how many seconds, and
    what is done. ``stopping`` is set by a signal: jobs come to an early end."""

    parts: Parts
    queue: Queue
    sender: Sender
    media: Media
    on_final: OnFinal
    sweep: Callable[[], object]
    drain: Callable[[], object]
    ask_calls: Callable[[], object]
    mend_queue: Callable[[], object]
    anchors: Path
    fetch_photos: Callable[[], object] = field(default=lambda: 0)
    sweep_every: float = 60.0
    budget: float = 20.0
    chores: Sequence[tuple[str, float, Callable[[], object]]] = ()
    stopping: bool = False

    @property
    def carrier(self) -> Carrier:
        return self.sender.carrier

    def close(self) -> None:
        self.sender.close()
        self.queue.close()


class NoSession(Exception):
    """A job was started outside a worker process."""


_kept: list[Session] = []


def use(session: Session) -> Session:
    """Every job of this process works with this one from now on."""
    _kept[:] = [session]
    return session


def current() -> Session:
    if not _kept:
        raise NoSession("jobs run inside `python -m hotline worker`")
    return _kept[0]
