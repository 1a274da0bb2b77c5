"""Random calls through every flow: nothing raises, each turn waits or ends, nothing empty is said, all end."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr_flows.engine import resume, start
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Result, Silence, Speech
from ivr_flows.load import load_flows
from ivr_flows.model import Flow, Session, Turn
from ivr_flows.outputs import Dial, Finish, Gather, HangUp, Lookup, Play, Record, Say
from ivr_flows.steps import AppStep, JoinStep
from tests.ivr_flows.city import CONSULTATION, COVER, OPTIONS, OWN, ROADS, TICKETS, TOMORROW, TOPICS, facts

FLOWS = load_flows()
WAITS = (Gather, Record, Lookup, Finish, Dial, HangUp)
VALUES: Mapping[str, Any] = {
    **OWN,
    "news": "已派人到场",
    "category": COVER,
    "tickets": TICKETS,
    "recordings": ["rec-1", "rec-2"],
    "code": "4071",
    "texting": True,
    "by": TOMORROW,
    "department": ROADS,
    "topics": TOPICS,
    "topic": TOPICS[0],
    "consultation": CONSULTATION,
    "consultations": [CONSULTATION | {"about": CONSULTATION["question"]}],
    "option": OPTIONS[0],
    "voted": OPTIONS[0]["name"],
    "until": TOMORROW,
    "place": "人民路12号",
    "heard": ["井盖坏了"],
    "draft": "draft-1",
}
words = st.text(max_size=40)
callers = st.one_of(
    st.text("0123456789*#", max_size=12).map(lambda digits: Keys(digits=digits)),
    st.sampled_from("0123456789*#").map(lambda digits: Keys(digits=digits)),
    words.map(lambda text: Keys(digits=text)),
    st.builds(Speech, text=words, confidence=st.none() | st.floats(0, 1)),
    st.just(Silence()),
    st.builds(
        Recorded,
        recording_ref=st.sampled_from(["", "tape"]),
        seconds=st.integers(0, 130),
        ended_by=st.sampled_from(["key", "hangup", "silence"]),
        digits=st.sampled_from(["", "#", "*", "0", "7"]),
    ),
)
strays = st.one_of(
    st.builds(
        Result,
        name=st.sampled_from(["ticket", "report", "callback", "x"]),
        outcome=words,
        values=st.dictionaries(st.sampled_from(["number", "by", "category", "x"]), st.none() | words | st.integers()),
    ),
    st.just(HungUp()),
)


def flow_and_facts(draw: st.DrawFn) -> tuple[Flow, dict[str, object]]:
    """A flow with everything it needs, in either language."""
    name = draw(st.sampled_from(sorted(FLOWS)))
    other = {
        "language": draw(st.sampled_from(["zh-CN", "en", "yue", None])),
        "slow": draw(st.booleans()),
        "caller_known": draw(st.booleans()),
        "staffed": draw(st.booleans()),
        "words": draw(st.none() | words),
    }
    return FLOWS[name], facts(name, **other)


def app_answers(draw: st.DrawFn, flow: Flow, session: Session) -> Input:
    """Mostly an outcome the flow knows, with its values; now and then anything at all."""
    step = flow.steps[session.step]
    assert isinstance(step, AppStep)
    outcome = draw(st.sampled_from([*step.outcomes, *step.outcomes, "failed"]))
    target = step.outcomes.get(outcome)
    names = (*target.gives, *target.may_give) if target else ()
    return Result(name=step.call, outcome=outcome, values={name: VALUES[name] for name in names})


def judge(turn: Turn) -> None:
    """What must hold for every turn."""
    *before, last = turn.outputs
    assert isinstance(last, WAITS)
    assert not any(isinstance(output, WAITS) for output in before)
    prompts = last.prompts if isinstance(last, Gather | Record) else ()
    says = [one for one in (*before, *prompts) if not isinstance(one, Play)]
    assert all(isinstance(say, Say) and say.text.strip() and len(say.text) <= 450 for say in says)
    if isinstance(last, Gather | Record):
        assert prompts or any(isinstance(one, Play) for one in before)
    if isinstance(last, Gather):
        assert (last.num_digits, last.finish_on_key) in ((1, ""), (10, "#"))
        assert last.timeout > 0
        assert len(last.hints) <= 500
    over = isinstance(last, HangUp) or (isinstance(last, Finish) and last.last)
    assert turn.session.over == over
    plain = json.loads(json.dumps(turn.session.to_json()))
    assert Session.from_json(plain) == Session.from_json(turn.session.to_json()) == turn.session


def leave(flow: Flow, turn: Turn) -> None:
    """Whoever falls silent is out within a few turns, whatever went before."""
    for _ in range(8):
        if turn.session.over:
            return
        wait = turn.outputs[-1]
        step = flow.steps[turn.session.step]
        if isinstance(wait, Lookup | Finish):
            assert isinstance(step, AppStep)
            outcome, target = next(iter(step.outcomes.items()))
            values = {name: VALUES[name] for name in target.gives}
            turn = resume(flow, turn.session, Result(name=wait.name, outcome=outcome, values=values))
        else:
            turn = resume(flow, turn.session, Joined(outcome="failed") if isinstance(step, JoinStep) else Silence())
        judge(turn)
    pytest.fail(f"no way out of {turn.session.step}")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_call_goes_well(data: st.DataObject) -> None:
    draw: Any = data.draw
    flow, given_facts = flow_and_facts(draw)
    turn = start(flow, given_facts)
    judge(turn)
    for _ in range(draw(st.integers(0, 25))):
        if turn.session.over:
            break
        asked = isinstance(turn.outputs[-1], Lookup | Finish)
        stray = draw(st.integers(0, 19)) == 0
        answer = draw(strays) if stray else app_answers(draw, flow, turn.session) if asked else draw(callers)
        before = json.dumps(turn.session.to_json(), sort_keys=True)
        session = turn.session
        turn = resume(flow, session, answer)
        assert json.dumps(session.to_json(), sort_keys=True) == before, "a turn may not touch the session it came from"
        assert turn == resume(flow, session, answer), "the same turn twice is the same"
        assert turn.session.turn == session.turn + 1
        judge(turn)
    leave(flow, turn)


@pytest.mark.parametrize("name", sorted(FLOWS))
@pytest.mark.parametrize("key", ["*", "8", "1"])
def test_a_key_that_sticks_ends_too(name: str, key: str) -> None:
    flow = FLOWS[name]
    turn = start(flow, facts(name))
    for _ in range(400):
        if turn.session.over:
            return
        step = flow.steps[turn.session.step]
        if isinstance(step, AppStep):
            outcome, target = next(iter(step.outcomes.items()))
            values = {one: VALUES[one] for one in target.gives}
            turn = resume(flow, turn.session, Result(name=step.call, outcome=outcome, values=values))
        else:
            turn = resume(flow, turn.session, Keys(digits=key))
        judge(turn)
    pytest.fail("the call went on for ever")
