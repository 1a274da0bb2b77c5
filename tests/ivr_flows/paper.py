"""Plays a call written on paper: what the caller does in, everything heard out.

flow: intake                 the head: flow, language, facts (caller_known: no, dropped: yes) and how the app is to answer
                             (chase: over; answer solved: closed; hear solved: 3)
> key 1 · > key #            a key, or several: keys 2641…
> says 井盖坏了              words, surely heard
> says 没修好 (0.4)          words with the carrier's confidence: below the voice's `sure` they are said back
> silence                    nothing until the time is over
> records 9 # · > records 1  a recording of so many seconds, ended by a key or by silence (records 9 hangup: by hanging up)
> waits 2                    in a queue: what is heard with two ahead; nothing advances
> left · > busy · > no answer · > gone · > failed
> talked 30                  how waiting or being joined ended
> hangs up

Indented lines are what no caller hears: waits, and what the app was asked and answered. `(to them)` is heard by the other.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from ivr_flows.engine import hold, resume, start
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Silence, Speech
from ivr_flows.model import Flow, Session, Turn
from ivr_flows.outputs import Dial, Enqueue, Finish, Gather, HangUp, Lookup, Output, Play, Record, Say
from tests.ivr_flows.city import KNOWN, answer, facts

DANGER = ("漏气", "gas")
SAID = re.compile(r"(.*?)(?: \((0?\.\d+|[01])\))?")
TRUTH = {"yes": True, "no": False}


def head(text: str) -> dict[str, str]:
    """The lines before the first blank one."""
    lines = text.split("\n\n", 1)[0].splitlines()
    return dict(line.split(": ", 1) for line in lines if not line.startswith("#"))  # type: ignore[misc]


def play(flows: Mapping[str, Flow], text: str, came: Callable[[Session, Input], None] = lambda _, __: None) -> str:
    """The whole call as it comes out now; `came` is told each answer, the app's too, and where the call stood."""
    situation = head(text)
    flow = flows[situation["flow"]]
    told = {name: TRUTH[value] for name, value in situation.items() if value in TRUTH}
    given = {name: KNOWN.get(name, True) if value else False for name, value in told.items()}
    turn = start(flow, facts(flow.name, language=situation["language"], **given))
    lines = [text.split("\n\n", 1)[0], ""]
    doings = [line[2:] for line in text.splitlines() if line.startswith("> ")]
    turn = _to_caller(flow, turn, situation, lines, came)
    for doing in doings:
        lines += ["", f"> {doing}"]
        if doing.startswith("waits "):
            lines += _waited(flow, turn.session, int(doing.removeprefix("waits ")))
            continue
        said = heard(doing)
        came(turn.session, said)
        turn = _to_caller(flow, resume(flow, _saved(turn.session), said), situation, lines, came)
    return "\n".join(lines) + "\n"


def _saved(session: Session) -> Session:
    return Session.from_json(session.to_json())


def heard(doing: str) -> Input:
    """A line of the caller's."""
    verb, _, rest = doing.partition(" ")
    match verb:
        case "key":
            return Keys(digits=rest)
        case "says":
            text, sure = SAID.fullmatch(rest).groups()  # type: ignore[union-attr]  # every line fits
            return Speech(text=text, confidence=float(sure or 0.9), danger=any(word in text for word in DANGER))
        case "silence":
            return Silence()
        case "hangs":
            return HungUp()
        case "records":
            seconds, _, key = rest.partition(" ")
            ended = "hangup" if key == "hangup" else "key" if key else "silence"
            return Recorded(recording_ref="tape", seconds=int(seconds), ended_by=ended, digits=key[:1] if key else "")
        case "talked" | "left" | "busy" | "no" | "gone" | "failed":
            return Joined(outcome="no_answer" if verb == "no" else verb, seconds=int(rest) if rest.isdigit() else 0)
    raise AssertionError(doing)


def _waited(flow: Flow, session: Session, ahead: int) -> list[str]:
    """A round in a queue."""
    says, _ = hold(flow, session, {"ahead": ahead})
    assert says, f"nobody waits at {session.step}"
    return [say.text for say in says]


def _to_caller(
    flow: Flow, turn: Turn, situation: Mapping[str, str], lines: list[str], came: Callable[[Session, Input], None],
) -> Turn:
    """Lets the app answer until it is the caller's turn."""
    while True:
        for output in turn.outputs:
            lines.extend(_heard(output))
        wait = turn.outputs[-1]
        if not isinstance(wait, Lookup | Finish) or turn.session.over:
            return turn
        result = answer(wait, situation)
        lines.append(f"    [{_asked(wait)} → {result.outcome}]")
        came(turn.session, result)
        turn = resume(flow, _saved(turn.session), result)


def _asked(wait: Lookup | Finish) -> str:
    values = {name: _short(value) for name, value in wait.values.items() if value}
    shown = ", ".join(f"{name} {value}" for name, value in values.items() if name != "confidence")
    return f"{'look up' if isinstance(wait, Lookup) else 'do'} {wait.name}{': ' + shown if shown else ''}"


def _short(value: object) -> object:
    """A category or ticket by its id or number; lists by their items."""
    if isinstance(value, Mapping):
        return value.get("id") or value.get("number") or "…"
    return [_short(item) for item in value] if isinstance(value, list) else value


def _heard(output: Output) -> Iterator[str]:
    match output:
        case Say():
            pause = f"({output.pause_before} s) " if output.pause_before else ""
            yield f"{pause}{output.text}"
        case Play():
            yield f"♪ {output.ref}"
        case Gather() | Record():
            for prompt in output.prompts:
                yield from _heard(prompt)
            yield f"    {_waits(output)}"
        case Enqueue():
            yield f"    [waits in queue {output.queue}]"
        case Dial():
            for whispered in output.whisper:
                yield f"(to them) {whispered.text}"
            to = f"rings {output.number}" if output.number else f"takes whoever waits in {output.queue}"
            yield f"    [{to}, {output.timeout} s]"
        case Finish() if output.last:
            yield f"    [{_asked(output)}, the end]"
        case HangUp():
            yield "    [hangs up]"


def _waits(output: Gather | Record) -> str:
    if isinstance(output, Record):
        return f"[records up to {output.max_seconds} s, ends on {output.finish_on_key}]"
    digits = "a key" if output.num_digits == 1 else f"up to {output.num_digits} digits and {output.finish_on_key}"
    return f"[waits {output.timeout} s for {digits}{' or words' if 'speech' in output.kinds else ''}]"
