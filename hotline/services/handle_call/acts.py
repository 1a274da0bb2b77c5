"""What a flow asks the app: lookups read, finishes change. Each answers with an outcome the flow knows."""

from collections.abc import Mapping
from functools import cache

from hotline.domain.errors import NotFound
from hotline.services.handle_call import bridging, duty, finishes, lookups, queueing, report, reprisal, telling
from hotline.services.handle_call.doing import Doing
from hotline.services.handle_call.facts import FACTS
from hotline.services.handle_call.line import Line
from ivr_flows.acts import Act, App, Names, names
from ivr_flows.inputs import Result
from ivr_flows.outputs import Finish, Lookup

ACTS: Mapping[str, Doing] = {
    "understand": lookups.understand, "category": lookups.category, "own_tickets": lookups.own_tickets,
    "ticket": lookups.ticket, "officer_ticket": lookups.officer_ticket, "go_on": lookups.go_on, "topics": telling.topics,
    "topic": telling.which_topic, "consultations": telling.consultations, "consultation": telling.consultation,
    "option": telling.option, "vote": telling.vote, "follow": finishes.follow, "seal": finishes.seal,
    "answer_words": lookups.answer_words, "report": report.report, "reprisal": reprisal.reprisal, "chase": finishes.chase,
    "person": queueing.person, "leave_queue": queueing.leave_queue,
    "person_first": queueing.person_first, "leave_for_menu": queueing.leave_for_menu,
    "voice_message": queueing.voice_message,
    "take_caller": queueing.take_caller, "missed_caller": queueing.missed_caller,
    "answer": finishes.answer, "age": finishes.age, "hang_up": finishes.hang_up,
    "duty_take": duty.take, "duty_decline": duty.decline, "duty_recordings": duty.recordings,
    "bridged": bridging.bridged,
}

# A survey's lookup reads words, its finish of the same name keeps the answer.
LOOKUP_OF = {"answer_words": "answer"}
# The engine's own: no flow asks for it.
UNASKED = frozenset({"hang_up"})
# Carried out where the turn is made (handle_call): another flow takes over.
TAKEN_OVER = {"as_resident": Act(lookup=False, reads=Names(), outcomes={})}


@cache
def published() -> App:
    """What flows may ask, for their checker."""
    asked = {name: doing.act for name, doing in ACTS.items() if name not in UNASKED}
    return App(
        lookups={LOOKUP_OF.get(name, name): act for name, act in asked.items() if act.lookup},
        finishes={name: act for name, act in asked.items() if not act.lookup} | TAKEN_OVER,
        facts={flow: names(written) for flow, written in FACTS.items()},
    )


def act(line: Line, wait: Lookup | Finish) -> Result:
    """Carry out what the flow asks for. NotFound for a name nobody carries out."""
    spoken = {name: key for key, name in LOOKUP_OF.items()} if isinstance(wait, Lookup) else {}
    name = spoken.get(wait.name, wait.name)
    doer = ACTS.get(name)
    if doer is None:
        raise NotFound(f"act {name}")
    outcome, values = doer(line, wait.values)
    broken = tuple(doer.act.broken(outcome, values))
    assert not broken, f"act {name} answers otherwise than it publishes: {', '.join(broken)}"
    return Result(name=wait.name, outcome=outcome, values=values)
