"""Gather: keys, speech or both; without input it falls through to the next verb, as the real one does silently."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from hotline.carrier.simulated.call import MACHINE_WAITS, Act, Fetch
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.twiml import Document, method_of, target, true, whole
from hotline.carrier.simulated.verbs import prompt

KEYS = frozenset("0123456789*#")
CONFIDENCE = "0.92"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    keys: bool
    speech: bool
    digits: int
    finish: str
    timeout: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    digits: str = ""
    speech: str = ""
    finished_on: str = ""


def gather(run: Run, verb: ET.Element, document: Document) -> Fetch | None:
    kinds = verb.get("input", "dtmf").split()
    wanted = Wanted(
        keys="dtmf" in kinds,
        speech="speech" in kinds,
        digits=whole(verb, "numDigits", 0),
        finish=verb.get("finishOnKey", "#"),
        timeout=whole(verb, "timeout", 5),
    )
    action = target(document, verb.get("action", ""))
    call = run.call
    call.forget_inputs()
    for child in verb:
        if prompt(run, child, document, until_key=True):
            break
    call.expect("gather")
    call.emit("gather", input=" ".join(kinds), digits=wanted.digits or None, finish=wanted.finish, seconds=wanted.timeout)
    heard = _listen(run, wanted)
    call.expect("")
    if not (heard.digits or heard.speech) and not true(verb, "actionOnEmptyResult", default=False):
        return None
    if heard.speech:
        form = {"SpeechResult": heard.speech, "Confidence": CONFIDENCE}
    else:
        form = {"msg": "Gather End", "Digits": heard.digits, "FinishedOnKey": heard.finished_on}
    return Fetch(url=action, method=method_of(verb), form=form)


def _listen(run: Run, wanted: Wanted) -> Heard:
    call, digits, patience = run.call, "", None if run.call.pace == 0 else wanted.timeout * run.call.pace
    if call.machine and call.pace == 0:
        call.listened_to.wait(MACHINE_WAITS)
        call.take(0)  # led on or put down meanwhile
        return Heard()
    while (given := call.take(patience)) is not None and given.act is not Act.SILENCE:
        # A person with all the time in the world still has only the prompt's timeout between two keys.
        patience = wanted.timeout * (call.pace or 1)
        if given.act is Act.SPEAK and wanted.speech and not digits:
            return Heard(speech=given.text)
        if given.act is Act.PRESS and wanted.keys:
            for key in given.text:
                if key in wanted.finish:
                    return Heard(digits=digits, finished_on=key)
                digits += key
                if len(digits) == wanted.digits:
                    return Heard(digits=digits)
        if not given.more and call.pace == 0:
            break
    return Heard(digits=digits)
