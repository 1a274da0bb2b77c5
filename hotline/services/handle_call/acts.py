"""What a flow asks the app: lookups read, finishes change. Each answers with an outcome the flow knows."""

from collections.abc import Callable, Mapping

from hotline.domain.errors import NotFound
from hotline.services.handle_call import bridging, finishes, lookups, report, telling
from hotline.services.handle_call.line import Line
from ivr_flows.inputs import Result
from ivr_flows.outputs import Finish, Lookup

Act = Callable[[Line, Mapping[str, object]], tuple[str, Mapping[str, object]]]
ACTS: Mapping[str, Act] = {
    "understand": lookups.understand, "category": lookups.category, "own_tickets": lookups.own_tickets,
    "ticket": lookups.ticket, "officer_ticket": lookups.officer_ticket, "go_on": lookups.go_on, "topics": telling.topics,
    "topic": telling.which_topic, "consultations": telling.consultations, "consultation": telling.consultation,
    "option": telling.option, "vote": telling.vote, "follow": finishes.follow, "seal": finishes.seal,
    "answer_words": lookups.answer_words, "report": report.report, "chase": finishes.chase,
    "callback": finishes.callback, "answer": finishes.answer, "hang_up": finishes.hang_up,
    "bridged": bridging.bridged,
}


def act(line: Line, wait: Lookup | Finish) -> Result:
    """Carry out what the flow asks for. NotFound for a name nobody carries out."""
    # A survey's lookup reads words, its finish of the same name keeps the answer.
    name = "answer_words" if wait.name == "answer" and isinstance(wait, Lookup) else wait.name
    doer = ACTS.get(name)
    if doer is None:
        raise NotFound(f"act {name}")
    outcome, values = doer(line, wait.values)
    return Result(name=wait.name, outcome=outcome, values=values)
