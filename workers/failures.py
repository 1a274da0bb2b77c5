"""A job that fails: said once, in our log and in RQ's list, without what a fault's text may hold."""

import functools
import logging
from collections.abc import Callable

from hotline.faults import kind_and_place

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
    log.error("%s failed: %s", name, kind_and_place(error))
