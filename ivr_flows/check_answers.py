"""Counts the answers from the greeting to a report: three are promised, on the longest way."""

from collections.abc import Iterator

from ivr_flows.model import Flow, Problem
from ivr_flows.steps import AppStep, EdgeKind, Question, edges, reached

MOST_ANSWERS = 3


def check_answers(flow: Flow) -> Iterator[Problem]:
    """The longest way to a report, in answers. Corrections and a change of language are not on it."""
    first = frozenset(reached([flow.start], lambda name: _unanswered(flow, name)))
    longest = _longest(flow, flow.start, first)
    if len(longest) > MOST_ANSWERS:
        place = flow.steps[longest[-1]].place
        what = f"a report takes {len(longest)} answers: {', '.join(longest)}"
        mend = f"At most {MOST_ANSWERS} from the greeting: merge two questions, or ask later"
        yield Problem(file=place.file, line=place.line, what=what, mend=mend)


def _unanswered(flow: Flow, name: str) -> list[str]:
    """Where a call comes from here while nobody has answered anything yet."""
    silent = [edge for edge in edges(flow.steps[name]) if edge.kind is EdgeKind.ON or edge.label == "silence"]
    return [edge.target.to for edge in silent]


def _longest(flow: Flow, name: str, first: frozenset[str], passed: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """`first`: the steps at which a call begins. Who comes back to one of them begins anew."""
    step = flow.steps[name]
    if isinstance(step, AppStep) and not step.lookup and step.call == "report":
        return ()
    best: tuple[str, ...] = ()
    for edge in edges(step):
        to = edge.target.to
        if edge.kind in (EdgeKind.BACK, EdgeKind.FALLBACK) or to in passed or not _reports(flow, to, passed | {name}):
            continue
        if to in first and name not in first:
            continue
        way = _longest(flow, to, first, passed | {name})
        if isinstance(step, Question):
            way = (name, *way)
        best = max(best, way, key=len)
    return best


def _reports(flow: Flow, name: str, passed: frozenset[str]) -> bool:
    def follow(at: str) -> list[str]:
        return [
            edge.target.to
            for edge in edges(flow.steps[at])
            if edge.kind not in (EdgeKind.BACK, EdgeKind.FALLBACK) and edge.target.to not in passed
        ]

    steps = (flow.steps[at] for at in reached([name], follow))
    return any(isinstance(step, AppStep) and not step.lookup and step.call == "report" for step in steps)
