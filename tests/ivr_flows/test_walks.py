"""Random calls through every flow and onto the wire: nothing raises, each turn waits or ends, nothing empty is said, every
document holds a way on, and every call one out. The app answers as its own table says.

HOTLINE_WALK_SEED=n plays a walk again: a failure names its own.
"""

import json
import os
import secrets
import xml.etree.ElementTree as ET
from random import Random

import pytest

from hotline.carrier.settings import DEFAULT_VOICES, Voice
from hotline.carrier.twiml import LARGEST, Documents
from ivr_flows.engine import hold, resume, start
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Result, Silence, Speech
from ivr_flows.load import load_flows
from ivr_flows.model import Flow, Session, Turn
from ivr_flows.outputs import Dial, Enqueue, Finish, Gather, HangUp, Lookup, Output, Play, Record, Say
from ivr_flows.steps import JOIN_OUTCOMES, AppStep, JoinKind, JoinStep, MenuStep, Question
from tests.ivr_flows.app import answers, known

FLOWS = load_flows()
YUE = Voice(say_voice="Google.yue-HK-Standard-A", say_language="yue-HK", speech_language="yue-Hant-HK")
DOCUMENTS = Documents("https://hotline.example/", {**DEFAULT_VOICES, "yue": YUE}, number="+8612345")
WAITS = (Gather, Record, Lookup, Finish, Enqueue, Dial, HangUp)
ALPHABET = "人工英文重听 没修好满意12漏气 abc!*#{}<&>\u0000\ud7ff\U0001f6b0"


def caller(flow: Flow, turn: Turn, dice: Random) -> Input:
    """What somebody may do now, sensible or not; what a carrier may make of it."""
    step, wait = flow.steps[turn.session.step], turn.outputs[-1]
    if isinstance(step, JoinStep):
        return Joined(outcome=dice.choice([*JOIN_OUTCOMES[step.how], "busy", "odd"]), seconds=dice.randrange(600))
    if isinstance(wait, Record):
        ended = dice.choice(("key", "key", "silence", "hangup"))
        ref, digits = dice.choice(("", "tape", "tape")), dice.choice("#*07") if ended == "key" else ""
        return Recorded(recording_ref=ref, seconds=dice.randrange(130), ended_by=ended, digits=digits)
    chance = dice.random()
    if chance < 0.4:
        return earnest(step, dice)
    if chance < 0.5:
        there = [*step.keys, *"123"] if isinstance(step, MenuStep) else ["26417301", "12345671", "123", "2641730199999"]
        return Keys(digits=dice.choice([*there, *there, *"0*#79", ""]))
    if chance < 0.9:
        return Speech(text=words(flow, turn.session, dice), confidence=dice.choice((None, 0.0, 0.29, 0.5, 0.9)),
                      danger=dice.random() < 0.03)  # fmt: skip
    if chance < 0.95:
        return Silence()
    return dice.choice((HungUp(), Recorded(recording_ref="tape", seconds=9, ended_by="key", digits="#"),
                        Joined(outcome="talked"), Result(name="ticket", outcome="own", values={"number": None}),
                        Keys(digits="".join(dice.choices(ALPHABET, k=5)))))  # fmt: skip


def earnest(step: object, dice: Random) -> Input:
    """What the question asked for, so that calls come far."""
    if isinstance(step, MenuStep):
        listed = step.choices.at_most if step.choices else 0
        return Keys(digits=dice.choice([*step.keys, *(str(n) for n in range(1, listed + 1)), "1"]))
    return Keys(digits="26417301")


def words(flow: Flow, session: Session, dice: Random) -> str:
    """Words of this menu, of every question, or none anybody knows."""
    voice = flow.voices[session.language]
    menu = [one for said in flow.words[session.language].get(session.step, {}).values() for one in said]
    everywhere = [one for said in voice.words.values() for one in said]
    nonsense = "".join(dice.choices(ALPHABET, k=dice.choice((0, 3, 20, 400))))
    return dice.choice(dice.choice([menu or everywhere, menu or everywhere, everywhere, ["井盖坏了", "gas", nonsense]]))


def stray(dice: Random) -> Result:
    """An answer of the app that does not fit: late, incomplete, or of nothing anybody asked."""
    name, value = dice.choice(("ticket", "report", "callback", "x")), dice.choice((None, "", 7, [], {}))
    return Result(name=name, outcome=dice.choice(("own", "failed", "")), values={"number": value, "by": value})


def judge(flow: Flow, turn: Turn) -> None:
    """What must hold for every turn."""
    *before, last = turn.outputs
    assert isinstance(last, WAITS)
    assert not any(isinstance(output, WAITS) for output in before)
    prompts = last.prompts if isinstance(last, Gather | Record) else last.whisper if isinstance(last, Dial) else ()
    says = [one for one in (*before, *prompts) if not isinstance(one, Play)]
    assert all(isinstance(say, Say) and say.text.strip() and len(say.text) <= 450 for say in says)
    if isinstance(last, Gather | Record):
        assert prompts or any(isinstance(one, Play) for one in before)
    if isinstance(last, Gather):
        assert (last.num_digits, last.finish_on_key) in ((1, ""), (10, "#"))
        assert last.timeout > 0
        assert len(last.hints) <= 500
    if isinstance(last, Enqueue):
        waiting, key = hold(flow, turn.session, {"ahead": 2})
        assert waiting
        assert all(say.text.strip() for say in waiting)
        assert key in {"", *"123456789#*"}
    over = isinstance(last, HangUp) or (isinstance(last, Finish) and last.last)
    assert turn.session.over == over
    plain = json.loads(json.dumps(turn.session.to_json()))
    assert Session.from_json(plain) == turn.session


def on_the_wire(spoken: tuple[Output, ...]) -> None:
    """What the carrier gets: one document it takes, that says what it should and leads on."""
    written = DOCUMENTS.turn(spoken, "0198f3c0-aaaa-7bbb-8ccc-0123456789ab", 7)
    assert len(written) <= LARGEST
    document = ET.fromstring(written)
    verbs = list(document)
    assert verbs
    assert [verb.tag for verb in verbs if verb.tag in ("Gather", "Record", "Enqueue", "Dial", "Hangup")] == [verbs[-1].tag]
    last = verbs[-1]
    assert last.tag == "Hangup" or last.attrib["action"].startswith("https://hotline.example/carrier/calls/")
    if last.tag == "Gather":
        assert last.attrib["actionOnEmptyResult"] == "true"
    for said in document.iter("Say"):
        assert "".join(said.itertext()).strip()


def app_acts(flow: Flow, turn: Turn, spoken: list[Output], dice: Random) -> tuple[Turn, list[Output]]:
    """Until it is the caller's turn: what is said on the way is one document."""
    for _ in range(20):
        judge(flow, turn)
        spoken += turn.outputs
        wait = turn.outputs[-1]
        if turn.session.over or not isinstance(wait, Lookup | Finish):
            return turn, spoken
        odd = dice.random() < 0.03
        turn = again_the_same(flow, turn.session, stray(dice) if odd else answers(flow, wait, dice))
    pytest.fail(f"the app is asked for ever at {turn.session.step}")


def again_the_same(flow: Flow, session: Session, heard: Input) -> Turn:
    """A turn touches nothing but itself, and is the same when it is made again."""
    before = json.dumps(session.to_json(), sort_keys=True)
    turn = resume(flow, session, heard)
    assert json.dumps(session.to_json(), sort_keys=True) == before
    assert turn == resume(flow, session, heard)
    assert turn.session.turn == session.turn + 1
    return turn


def document(spoken: list[Output]) -> tuple[Output, ...]:
    """As the app hands it to the carrier: the app's own waits are no part of it, and its last act hangs up."""
    said = tuple(output for output in spoken if not isinstance(output, Lookup | Finish))
    return said if said and isinstance(said[-1], WAITS) else (*said, HangUp())


def walk(flow: Flow, dice: Random) -> None:
    """One call from its greeting to its end."""
    language = dice.choice([*flow.languages, None, "fr"])
    turn, spoken = app_acts(flow, start(flow, {**known(flow, dice), "language": language}), [], dice)
    on_the_wire(document(spoken))
    for _ in range(dice.randrange(25)):
        if turn.session.over:
            return
        turn, spoken = app_acts(flow, again_the_same(flow, turn.session, caller(flow, turn, dice)), [], dice)
        on_the_wire(document(spoken))
    leave(flow, turn, dice)


def leave(flow: Flow, turn: Turn, dice: Random) -> None:
    """Whoever falls silent is out within a few turns, whatever went before."""
    for _ in range(10):
        if turn.session.over:
            return
        step = flow.steps[turn.session.step]
        waited = Joined(outcome="left" if step.how is JoinKind.QUEUE else "failed") if isinstance(step, JoinStep) else Silence()
        turn, spoken = app_acts(flow, resume(flow, turn.session, waited), [], dice)
        on_the_wire(document(spoken))
    pytest.fail(f"no way out of {turn.session.step}")


def walks(flow: Flow, count: int, seed: int) -> None:
    """So many calls; the one that fails names its seed."""
    for number in range(count):
        try:
            walk(flow, Random(f"{flow.name} {seed + number}"))
        except BaseException as fault:
            fault.add_note(f"HOTLINE_WALK_SEED={seed + number} plays this call of {flow.name} again")
            raise


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_any_call_goes_well(name: str) -> None:
    """A thousand calls, the same ones each time: a red test is red again."""
    asked = os.environ.get("HOTLINE_WALK_SEED")
    walks(FLOWS[name], 1 if asked else 1000 // len(FLOWS) + 1, int(asked or 1))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(FLOWS))
def test_any_call_goes_well_ten_thousand_times(name: str) -> None:
    """Other ones each time."""
    walks(FLOWS[name], 10_000 // len(FLOWS) + 1, secrets.randbelow(10**12))


@pytest.mark.parametrize("name", sorted(FLOWS))
@pytest.mark.parametrize("key", ["*", "#", "8", "1"])
def test_a_key_that_sticks_ends_too(name: str, key: str) -> None:
    flow, dice = FLOWS[name], Random(f"{name} {key}")
    turn, _ = app_acts(flow, start(flow, known(flow, dice)), [], dice)
    for _ in range(120):
        if turn.session.over:
            return
        step = flow.steps[turn.session.step]
        heard = Joined(outcome="talked") if isinstance(step, JoinStep) else Keys(digits=key)
        turn, _ = app_acts(flow, resume(flow, turn.session, heard), [], dice)
    pytest.fail("the call went on for ever")


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_every_step_is_walked(name: str) -> None:
    """The walks above come everywhere: what they say holds of every step."""
    flow, seen = FLOWS[name], set[str]()
    waiting = {step.name for step in flow.steps.values() if isinstance(step, AppStep | JoinStep | Question)}
    waiting -= {step.name for step in flow.steps.values() if isinstance(step, AppStep) and not step.outcomes}
    for number in range(3000):
        dice = Random(f"{name} {number} steps")
        turn = start(flow, {**known(flow, dice), "language": dice.choice(flow.languages)})
        for _ in range(60):
            seen.add(turn.session.step)
            if turn.session.over or waiting <= seen:
                break
            turn = min((onward(flow, turn, dice) for _ in range(5)), key=lambda one: (one.session.over, one.session.step in seen))
    assert waiting <= seen, waiting - seen


def onward(flow: Flow, turn: Turn, dice: Random) -> Turn:
    """One way the call may go from here."""
    wait = turn.outputs[-1]
    heard = answers(flow, wait, dice) if isinstance(wait, Lookup | Finish) else caller(flow, turn, dice)
    return resume(flow, turn.session, heard)
