"""Counts the answers from the greeting to a report: three are promised, on the longest way."""

from collections.abc import Iterator

from ivr_flows.model import Flow, Problem
from ivr_flows.steps import AppStep, EdgeKind, EndStep, JoinStep, Question, Step, edges, reached

MOST_ANSWERS = 3
DANGER_MEND = "Lead it to 'finish: report' first: what is asked later may stay unanswered"


def check_danger(flow: Flow) -> Iterator[Problem]:
    """Danger ends in a report on every way, whatever is answered or not answered there."""
    if flow.danger is None:
        return
    place = flow.danger.place
    on_the_way = reached([flow.danger.to], lambda name: _before_report(flow, name))
    if not any(_is_report(flow.steps[name]) for name in on_the_way):
        yield Problem(file=place.file, line=place.line, what="danger never comes to a report", mend=DANGER_MEND)
        return
    for name in sorted(on_the_way):
        step = flow.steps[name]
        if isinstance(step, EndStep) or (isinstance(step, AppStep) and not step.outcomes and not _is_report(step)):
            what = f"danger may end at '{name}' with nothing registered"
            yield Problem(file=place.file, line=place.line, what=what, mend=DANGER_MEND)


def _before_report(flow: Flow, name: str) -> list[str]:
    step = flow.steps[name]
    return [] if _is_report(step) else [edge.target.to for edge in edges(step)]


def _is_report(step: Step) -> bool:
    return isinstance(step, AppStep) and not step.lookup and step.call == "report"


def check_answers(flow: Flow) -> Iterator[Problem]:
    """The longest way to a report, in answers. Corrections and a change of language are not on it."""
    first = frozenset(reached([flow.start], lambda name: _unanswered(flow, name)))
    ways = [_longest(flow, flow.start, first)]
    if flow.danger:
        # Whatever was asked before, it was no step towards this report: the words that told of danger are the first.
        ways.append(("words of danger", *_longest(flow, flow.danger.to, frozenset([flow.danger.to]))))
    longest = max(ways, key=len)
    if len(longest) > MOST_ANSWERS:
        place = flow.steps[longest[-1]].place
        what = f"a report takes {len(longest)} answers: {', '.join(longest)}"
        mend = f"At most {MOST_ANSWERS} from the greeting: merge two questions, or ask later"
        yield Problem(file=place.file, line=place.line, what=what, mend=mend)


def _unanswered(flow: Flow, name: str) -> list[str]:
    """Where a call comes from here while nobody has answered anything yet."""
    step = flow.steps[name]
    if isinstance(step, JoinStep):
        # Nobody came in time: the caller has waited, not answered.
        return [edge.target.to for edge in edges(step) if edge.label != "talked"]
    return [edge.target.to for edge in edges(step) if edge.kind is EdgeKind.ON or edge.label == "silence"]


def _longest(flow: Flow, name: str, first: frozenset[str], passed: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """`first`: the steps at which a call begins. Who comes back to one of them begins anew."""
    step = flow.steps[name]
    if _is_report(step):
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

    return any(_is_report(flow.steps[at]) for at in reached([name], follow))
