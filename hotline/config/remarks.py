"""What a configuration without a fault is warned of: it can be run, and somebody may not have meant it so."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hotline.config import days
from hotline.config.models import Config, Promises
from hotline.config.rows import Fault
from hotline.domain.staff import Role


def remarks(config: Config, now: datetime) -> Iterator[Fault]:
    yield from days.remarks(config, now)
    yield from _order(config.promises)
    yield from _people(config)


def _order(promises: Promises) -> Iterator[Fault]:
    """Promises that overtake one another."""
    call, close = promises.survey_call_after, promises.survey_close_after
    if call.as_timedelta() >= close.as_timedelta():
        yield ("promises", "survey_call_after"), "a ticket is closed before anybody is rung about it", f"less than {close}"
    back, reopen = promises.lookback_after, promises.reopen_within
    if back.as_timedelta() > reopen.as_timedelta() > timedelta(0):
        yield ("promises", "lookback_after"), "what is back then can't be reopened any more", f"at most {reopen}"
    if promises.close_days > promises.close_attempts:
        what = "more days than tries: it is tried on so many days all the same"
        yield ("promises", "close_days"), what, f"at most {promises.close_attempts}, or more tries"


def _people(config: Config) -> Iterator[Fault]:
    """Who must be there for what the city promises."""
    roles = {person.role for person in config.people}
    for role, what in (
        (Role.SUPERVISOR, "nobody decides for the committee: the coordinator must"),
        (Role.PROTECTION, "nobody is named for reprisals: the supervisor hears of them"),
    ):
        if config.people and role not in roles:
            yield ("people",), what, f"somebody whose role is {role.value}"
