"""Dial: rings numbers or fetches whoever is first in a queue, joins the two, and says how it ended."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hotline.carrier.simulated.bridge import Bridge
from hotline.carrier.simulated.call import Call, Ended, Fetch, Redirected
from hotline.carrier.simulated.dial_queue import FromQueue
from hotline.carrier.simulated.fates import dialable
from hotline.carrier.simulated.legs import Leg, LegOrder
from hotline.carrier.simulated.problems import BadTwiml
from hotline.carrier.simulated.recordings import Recordings
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.twiml import Document, method_of, spoken, target, true, whole

LONGEST_TALK = 14_400
LONGEST_UNTIL_OVER = 2.0
_RECORDED = {
    "true": 1,
    "record-from-answer": 1,
    "record-from-ringing": 1,
    "record-from-answer-dual": 2,
    "record-from-ringing-dual": 2,
}


@dataclass(kw_only=True, slots=True)
class _Outcome:
    """Filled while it happens, so that what was reached is known even if the caller goes away in between."""

    form: dict[str, str] = field(default_factory=lambda: {"DialCallStatus": "no-answer", "DialBridged": "false"})
    bridge: Bridge | None = None


class Dialler:
    def __init__(
        self, settings: Settings, leg: Callable[[Call, LegOrder], Leg], from_queue: FromQueue, recordings: Recordings
    ) -> None:
        self._settings, self._leg, self._from_queue, self._recordings = settings, leg, from_queue, recordings

    def verb(self, run: Run, verb: ET.Element, document: Document) -> Fetch | None:
        call = run.call
        action = target(document, verb.get("action", "")) if verb.get("action") else ""
        nouns = list(verb) or [verb]
        if not any(spoken(noun) for noun in nouns):
            raise BadTwiml(13224, document.url, "no number to dial")
        outcome = _Outcome()
        with self._told(run, verb, document, action, outcome):
            if problem := self._refusal(call, verb, nouns):
                call.warnings.append(problem)
                outcome.form["DialCallStatus"] = "failed"
            elif nouns[0].tag == "Queue":
                self._queue(run, verb, nouns[0], document, outcome)
            else:
                self._numbers(run, verb, nouns, document, outcome)
        return Fetch(url=action, method=method_of(verb), form=outcome.form) if action else None

    @contextmanager
    def _told(self, run: Run, verb: ET.Element, document: Document, action: str, outcome: _Outcome) -> Iterator[None]:
        """Keeps the talk where that was asked; and a caller who hangs up first leaves the action to be told of it."""
        try:
            yield
        except Ended:
            run.call.status = "completed"
            self._keep(run, verb, document, outcome)
            if action:
                run.tell(action, outcome.form, method=method_of(verb))
            raise
        except Redirected:
            self._keep(run, verb, document, outcome)
            raise
        self._keep(run, verb, document, outcome)

    def _keep(self, run: Run, verb: ET.Element, document: Document, outcome: _Outcome) -> None:
        channels, bridge = _RECORDED.get(verb.get("record", ""), 0), outcome.bridge
        if not channels or bridge is None or not bridge.joined:
            return
        words = " ".join(bridge.words)
        kept = self._recordings.keep(
            run.call, words, source="DialVerb", longest=LONGEST_TALK, least=min(bridge.seconds, 1), channels=channels
        )
        outcome.form |= {"RecordingUrl": kept.url, "RecordingSid": kept.sid, "RecordingDuration": str(kept.seconds)}
        told = verb.get("recordingStatusCallback", "")
        self._recordings.ready(
            run,
            target(document, told) if told else "",
            kept,
            method=method_of(verb, "recordingStatusCallbackMethod"),
            events=verb.get("recordingStatusCallbackEvent", "completed"),
        )

    def _refusal(self, call: Call, verb: ET.Element, nouns: list[ET.Element]) -> str:
        """What the real one warns of, and then doesn't dial."""
        shown = verb.get("callerId")
        if shown is not None and shown not in (self._settings.number, call.sender, call.recipient):
            return "13214: callerId is neither the account's number nor one of the call's"
        tags = {noun.tag for noun in nouns}
        if "Queue" in tags:
            return "13233: a queue is dialled alone" if len(nouns) > 1 else ""
        if not all(dialable(spoken(noun)) for noun in nouns):
            return "13223: a number that isn't + and digits"
        if any(spoken(noun) == self._settings.number for noun in nouns):
            return "13225: the line can't dial itself"
        return ""

    def _queue(self, run: Run, verb: ET.Element, noun: ET.Element, document: Document, outcome: _Outcome) -> None:
        announcement = Fetch(url=target(document, noun.get("url", "")), method=method_of(noun)) if noun.get("url") else None
        star, seconds = true(verb, "hangupOnStar", default=False), whole(verb, "timeout", 30)
        met = self._from_queue.meet(run.call, spoken(noun), seconds, announcement, outcome.form, star=star)
        if met is None:
            return
        outcome.bridge = met
        try:
            run.answer()
            self._talk(run.call, met, verb)
        finally:
            if met.joined:
                outcome.form |= {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": str(met.seconds)}

    def _numbers(self, run: Run, verb: ET.Element, nouns: list[ET.Element], document: Document, outcome: _Outcome) -> None:
        call, timeout, star = run.call, whole(verb, "timeout", 30), true(verb, "hangupOnStar", default=False)
        orders = [_order(call, verb, noun, document, timeout) for noun in nouns]
        for together in [[order] for order in orders] if true(verb, "sequential", default=False) else [orders]:
            call.emit("transfer")
            legs = [self._leg(call, order) for order in together]
            try:
                joined = _first_ready(call, legs)
                if joined is not None:
                    outcome.bridge = Bridge(call, joined.call, self._settings.clock, star=star)
                    joined.meet(outcome.bridge)
                    run.answer()
                    self._talk(call, outcome.bridge, verb)
            finally:
                for leg in legs:
                    leg.end()
                _settle(legs)
                outcome.form |= _result(legs, outcome.bridge)
            if joined is not None:
                return

    def _talk(self, call: Call, bridge: Bridge, verb: ET.Element) -> None:
        bridge.open()
        bridge.hold(call, whole(verb, "timeLimit", LONGEST_TALK) * (call.pace or 1))


def _order(call: Call, verb: ET.Element, noun: ET.Element, document: Document, timeout: int) -> LegOrder:
    told = noun.get("statusCallback", "")
    return LegOrder(
        caller=verb.get("callerId", call.sender),
        number=spoken(noun),
        timeout=timeout,
        whisper=Fetch(url=target(document, noun.get("url", "")), method=method_of(noun)) if noun.get("url") else None,
        callback=target(document, told) if told else "",
        callback_events=tuple(noun.get("statusCallbackEvent", "completed").split()),
    )


def _first_ready(call: Call, legs: list[Leg]) -> Leg | None:
    """Who answered and heard the whisper to its end first; a leg counts its own time and ends by itself."""
    call.until(lambda: any(leg.ready for leg in legs) or all(leg.call.over for leg in legs), call.idle_limit)
    joined = next((leg for leg in legs if leg.ready), None)
    for leg in legs:
        if leg is not joined:
            leg.end()
    return joined


def _settle(legs: list[Leg]) -> None:
    for leg in legs:
        if not leg.elsewhere:
            leg.call.until_over(LONGEST_UNTIL_OVER)


def _result(legs: list[Leg], bridge: Bridge | None) -> dict[str, str]:
    leg = next((leg for leg in legs if leg.bridge is bridge and bridge is not None), legs[0])
    bridged = bridge is not None and bridge.joined
    form = {"DialCallSid": leg.call.sid, "DialBridged": str(bridged).lower()}
    status = leg.call.status if leg.call.over else "no-answer"
    form["DialCallStatus"] = "completed" if bridged else status
    spoke = leg.call
    if spoke.started and spoke.ended and not leg.elsewhere:
        form["DialCallDuration"] = str(int((spoke.ended - spoke.started).total_seconds()))
    return form
