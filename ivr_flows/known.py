"""What a call surely knows, and what it may know, when it comes to a step: so that no prompt speaks of nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr_flows.model import Flow
from ivr_flows.steps import AppStep, BranchStep, Edge, MenuStep, NumberStep, RecordStep, edges

# The engine itself keeps these; none is there before a caller spoke or failed.
ENGINE = frozenset({"speech", "confidence", "heard", "reason", "at", "seconds", "unsure", "understood", "slow", "talked"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Knowledge:
    """Names by step."""

    surely: Mapping[str, frozenset[str]]
    maybe: frozenset[str]


def knowledge(flow: Flow) -> Knowledge:
    """Walks all arrows until nothing changes: sure is what every way brings along."""
    facts = frozenset(flow.facts)
    surely: dict[str, frozenset[str]] = {flow.start: facts, flow.trouble.to: facts}
    waiting = [flow.start, flow.trouble.to]
    if flow.danger:
        # From any question: only what the whole call knows is sure.
        surely[flow.danger.to] = facts
        waiting.append(flow.danger.to)
    maybe = set(facts | ENGINE | set(flow.may_have))
    maybe |= set(flow.danger.put) if flow.danger else set()
    while waiting:
        name = waiting.pop()
        step = flow.steps.get(name)
        for edge in edges(step) if step else ():
            gained, lost, offered = _gain(flow, edge)
            if not isinstance(step, BranchStep):  # it asks for what must come from elsewhere
                maybe |= gained | offered
            after = (surely[name] - lost) | gained
            to = edge.target.to
            before = surely.get(to)
            merged = after if before is None else before & after
            if merged != before:
                surely[to] = merged
                waiting.append(to)
    return Knowledge(surely=surely, maybe=frozenset(maybe))


def _gain(flow: Flow, edge: Edge) -> tuple[set[str], set[str], set[str]]:
    """Names an arrow surely brings, surely takes away, and may bring."""
    target = edge.target
    gained = set(target.gives) | {name for name, value in target.put.items() if value is not None}
    lost = {name for name, value in target.put.items() if value is None} | set(target.may_give)
    offered = set(target.may_give) | set(target.put)
    step = flow.steps[edge.source]
    match step:
        case MenuStep(choices=choices) if choices and target is choices.to:
            gained.add(choices.keep)
        case MenuStep() if step.keep and edge.label in step.keys:
            gained.add(step.keep)
        case NumberStep() if target is step.to:
            gained.add(step.keep)
        case NumberStep() if edge.label == "speech":
            lost.add(step.keep)
        case RecordStep():
            if target is step.to:
                gained.add(step.keep)
            offered.add(step.keep)
        case AppStep() if step.keep:
            gained.add(step.keep)
        case BranchStep() if target is step.yes:
            gained.add(step.on.split(".")[0])
    return gained, lost, offered
