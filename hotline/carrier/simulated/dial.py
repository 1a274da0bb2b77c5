"""Dial: rings simulated numbers, joins the first that answers, and says how it ended."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable

from hotline.carrier.simulated.call import Call, Ended, Fetch, Redirected
from hotline.carrier.simulated.problems import BadTwiml
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.twiml import Document, method_of, target, whole

PATIENCE_AFTER_RINGING = 30.0
Leg = Callable[[Call, str, str, int, Fetch | None, tuple[str, Iterable[str]]], Call]


class Dialler:
    def __init__(self, leg: Leg) -> None:
        self._leg = leg

    def verb(self, run: Run, verb: ET.Element, document: Document) -> Fetch | None:
        call = run.call
        action = target(document, verb.get("action", "")) if verb.get("action") else ""
        timeout = whole(verb, "timeout", 30)
        nouns = list(verb) or [verb]
        if not any((noun.text or "").strip() for noun in nouns):
            raise BadTwiml(13224, document.url, "no number to dial")
        caller = verb.get("callerId", call.sender)
        legs = [
            self._leg(call, caller, (noun.text or "").strip(), timeout, _whisper(noun, document), _callback(noun, document))
            for noun in nouns
        ]
        try:
            joined = _first_answered(call, legs, timeout)
            if joined is not None:
                _talk(call, joined, whole(verb, "timeLimit", 14400))
        finally:
            call.peer = None
            for leg in legs:
                leg.hang_up()
        return Fetch(url=action, method=method_of(verb), form=_result(legs, joined)) if action else None


def _whisper(noun: ET.Element, document: Document) -> Fetch | None:
    return Fetch(url=target(document, noun.get("url", "")), method=method_of(noun)) if noun.get("url") else None


def _callback(noun: ET.Element, document: Document) -> tuple[str, tuple[str, ...]]:
    url = target(document, noun.get("statusCallback", "")) if noun.get("statusCallback") else ""
    return url, tuple(noun.get("statusCallbackEvent", "completed").split())


def _first_answered(call: Call, legs: list[Call], timeout: int) -> Call | None:
    call.until(lambda: any(leg.talking for leg in legs) or all(leg.over for leg in legs), timeout + PATIENCE_AFTER_RINGING)
    joined = next((leg for leg in legs if leg.talking), None)
    for leg in legs:
        if leg is not joined:
            leg.hang_up()
            call.until(lambda other=leg: other.over, 1)  # type: ignore[misc]
    return joined


def _talk(call: Call, leg: Call, seconds: int) -> None:
    call.peer, leg.peer = leg, call
    for one in (call, leg):
        one.expect("bridge")
        one.emit("bridge")
    try:
        call.until(lambda: leg.over, seconds)
    except (Ended, Redirected):
        leg.hang_up()
        raise
    finally:
        call.peer = leg.peer = None
        call.expect("")
        call.forget_inputs()


def _result(legs: list[Call], joined: Call | None) -> dict[str, str]:
    leg = joined or legs[0]
    form = {"DialCallSid": leg.sid, "DialBridged": str(joined is not None).lower()}
    if joined is None:
        return form | {"DialCallStatus": leg.status if leg.over else "no-answer"}
    spent = (leg.ended - leg.started).total_seconds() if leg.ended and leg.started else 0
    return form | {"DialCallStatus": "completed", "DialCallDuration": str(int(spent))}
