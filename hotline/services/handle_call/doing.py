"""Beside each act stands what flows may count on: the values it reads, its outcomes and what each gives.

Written as a decorator, so that an act without its table is no act (mypy), and one that answers otherwise fails in its tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hotline.services.handle_call.line import Line
from ivr_flows.acts import Act, Outcome, names, outcomes

type_done = tuple[str, Mapping[str, object]]
type_run = Callable[[Line, Mapping[str, object]], type_done]


@dataclass(frozen=True, slots=True)
class Doing:
    """An act with what it publishes; called like the function it is."""

    run: type_run
    act: Act

    def __call__(self, line: Line, said: Mapping[str, object]) -> type_done:
        return self.run(line, said)


def lookup(reads: str, given: Mapping[str, str | Outcome]) -> Callable[[type_run], Doing]:
    """An act that only reads."""
    return lambda run: Doing(run, Act(lookup=True, reads=names(reads), outcomes=outcomes(given)))


def finish(reads: str, given: Mapping[str, str | Outcome]) -> Callable[[type_run], Doing]:
    """An act that changes something."""
    return lambda run: Doing(run, Act(lookup=False, reads=names(reads), outcomes=outcomes(given)))
