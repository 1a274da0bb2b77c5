"""A job that fails: said once, in our log and in RQ's list, without what a fault's text may hold."""

import functools
import logging
import traceback
from collections.abc import Callable
from types import TracebackType

log = logging.getLogger(__name__)


class JobFailed(Exception):
    """Names the job and the kind of fault. The rows it worked on are unchanged or found by the next sweep."""


def contained(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """For a job: whatever it raises is logged by its kind and place and raised anew without its text. Never tried
    again by RQ, because the rows say what there is to do."""

    def wrap(job: Callable[[], None]) -> Callable[[], None]:
        @functools.wraps(job)
        def run() -> None:
            try:
                job()
            except Exception as error:  # noqa: BLE001 - the border of a job: every kind of fault ends here
                say(name, error)
                raise JobFailed(f"{name}: {type(error).__name__}") from None

        return run

    return wrap


def say(name: str, error: Exception) -> None:
    log.error("%s failed: %s at %s", name, type(error).__name__, _place(error.__traceback__))


def _place(trace: TracebackType | None) -> str:
    """Where, innermost last; file and line only."""
    frames = traceback.extract_tb(trace)[-3:]
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
