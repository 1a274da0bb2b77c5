"""What a document must be before any carrier gets it, judged apart from who writes and who runs it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from enum import StrEnum

LARGEST = 64 * 1024
VOICES = {"Polly.Zhiyu-Neural": "cmn-CN", "Polly.Joanna-Neural": "en-US", "Google.yue-HK-Standard-A": "yue-HK"}
SPEECH = {"cmn-CN": "cmn-Hans-CN", "en-US": "en-US", "yue-HK": "yue-Hant-HK"}
CHINESE = ("cmn-CN", "yue-HK")
E164 = re.compile(r"\+[1-9]\d{6,14}")
LONGEST_NAME = 64
RECORDED = ("record-from-answer", "record-from-answer-dual", "record-from-ringing", "record-from-ringing-dual")
HAN = re.compile(r"[\u4e00-\u9fff]")
# Verb -> the attributes the carrier knows (twilio.com/docs/voice/twiml), as far as we have any use for them.
KNOWN: Mapping[str, frozenset[str]] = {
    "Say": frozenset({"voice", "language", "loop"}),
    "Play": frozenset({"loop"}),
    "Pause": frozenset({"length"}),
    "Gather": frozenset({
        "input", "action", "method", "timeout", "speechTimeout", "finishOnKey", "numDigits", "hints", "language",
        "actionOnEmptyResult", "speechModel",
    }),
    "Record": frozenset({
        "action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "transcribe", "transcribeCallback",
        "recordingStatusCallback", "recordingStatusCallbackEvent",
    }),
    "Redirect": frozenset({"method"}),
    "Hangup": frozenset(),
    "Enqueue": frozenset({"action", "method", "waitUrl", "waitUrlMethod", "maxQueueSize"}),
    "Leave": frozenset(),
    "Dial": frozenset({
        "action", "method", "timeout", "timeLimit", "hangupOnStar", "callerId", "answerOnBridge", "record", "sequential",
        "recordingStatusCallback", "recordingStatusCallbackEvent",
    }),
    "Number": frozenset({"url", "method", "statusCallback", "statusCallbackEvent", "statusCallbackMethod"}),
    "Queue": frozenset({"url", "method"}),
}
SPOKEN = ("Say", "Play", "Pause")


class Place(StrEnum):
    """Whose document it is: each carrier allows fewer verbs in some."""

    CALL = "call"
    WAIT = "wait"  # heard by somebody in a queue, again and again
    CALLED = "called"  # heard by who was dialled, before the two are joined
    FETCHED = "fetched"  # heard by somebody who is taken out of a queue, before the two are joined


ALLOWED: Mapping[Place, tuple[str, ...]] = {
    Place.CALL: tuple(verb for verb in KNOWN if verb not in ("Leave", "Number", "Queue")),
    Place.WAIT: (*SPOKEN, "Gather", "Redirect", "Hangup", "Leave"),
    Place.CALLED: (*SPOKEN, "Gather", "Redirect", "Hangup"),
    Place.FETCHED: (*SPOKEN, "Redirect"),
}


class Judged(AssertionError):
    """A document no carrier should get."""


def judge(document: bytes, base: str, place: Place = Place.CALL) -> None:
    """Raises Judged with what is wrong."""
    if not document.startswith(b"<?xml"):
        raise Judged(f"begins with {document[:20]!r}")
    if len(document) >= LARGEST:
        raise Judged(f"{len(document)} bytes")
    root = ET.fromstring(document)
    # Nothing may be said to somebody before talking; a call or a wait without a word is a fault.
    if root.tag != "Response" or (len(root) == 0 and place in (Place.CALL, Place.WAIT)):
        raise Judged("no Response, or nothing in it")
    for verb in root:
        if verb.tag not in ALLOWED[place]:
            raise Judged(f"{verb.tag} in a document of {place}")
        _verb(verb, base)
    if place is Place.CALL and root[-1].tag in SPOKEN:
        raise Judged("the call falls silent at its end")
    if place is Place.CALL and any(verb.tag in ("Enqueue", "Dial") for verb in root[:-1]):
        raise Judged("what follows is never reached")
    if place is not Place.WAIT:
        for gather in root.iter("Gather"):
            if gather.get("actionOnEmptyResult") != "true":
                raise Judged("silence would be lost")


def _verb(verb: ET.Element, base: str) -> None:
    unknown = set(verb.attrib) - KNOWN[verb.tag]
    if unknown:
        raise Judged(f"{verb.tag} has {unknown}")
    if verb.get("method", "POST") != "POST":
        raise Judged("a GET carries what was keyed in its address")
    checks = {"Say": _say, "Gather": _gather, "Record": _record, "Play": _ours, "Redirect": _ours}
    (checks | {"Enqueue": _enqueue, "Dial": _dial}).get(verb.tag, _nothing)(verb, base)


def _nothing(verb: ET.Element, base: str) -> None:
    if len(verb) or (verb.text or "").strip():
        raise Judged(f"{verb.tag} holds something")


def _ours(verb: ET.Element, base: str) -> None:
    _address((verb.text or "").strip(), base)


def _address(url: str | None, base: str) -> None:
    if not (url or "").startswith(f"{base}/"):
        raise Judged("an address that is not ours")


def _between(verb: ET.Element, name: str, least: int, most: int) -> None:
    given = verb.get(name)
    if given is not None and not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        raise Judged(f"{verb.tag} {name} {given}")


def _one_of(verb: ET.Element, name: str, *values: str) -> None:
    if verb.get(name, values[0]) not in values:
        raise Judged(f"{verb.tag} {name} {verb.get(name)}")


def _say(say: ET.Element, base: str) -> None:
    text = "".join(say.itertext())
    if not text.strip() or len(text) > 3000:
        raise Judged("says nothing, or too much at once")
    language = say.get("language", "")
    if VOICES.get(say.get("voice", "")) != language:
        raise Judged(f"voice {say.get('voice')} speaks {language}")
    if (HAN.search(text) is not None) != (language in CHINESE):
        raise Judged(f"{language} can't say {text!r}")
    if re.search(r"[{}<>]|None|\bnull\b", text):
        raise Judged(f"a hole in {text!r}")


def _gather(gather: ET.Element, base: str) -> None:
    _address(gather.get("action"), base)
    kinds = gather.get("input", "").split()
    if not kinds or not set(kinds) <= {"dtmf", "speech"}:
        raise Judged(f"listens to {kinds}")
    for child in gather:
        if child.tag not in SPOKEN:
            raise Judged(f"{child.tag} in Gather")
        _verb(child, base)
    if "speech" in kinds:
        spoken = {SPEECH[say.get("language", "")] for say in gather.iter("Say")}
        if spoken and gather.get("language") not in spoken:
            raise Judged("listens in another language than it speaks")
    if not 1 <= int(gather.get("timeout", "5")) <= 30:
        raise Judged("waits too long or not at all")


def _record(record: ET.Element, base: str) -> None:
    for name in ("action", "recordingStatusCallback"):
        _address(record.get(name), base)
    if record.get("transcribe") == "true":
        _address(record.get("transcribeCallback"), base)
    if not set("#*0") <= set(record.get("finishOnKey", "")) or not 1 <= int(record.get("maxLength", "0")) <= 300:
        raise Judged("a recording that can't be ended, or that never ends")


def _enqueue(enqueue: ET.Element, base: str) -> None:
    for name in ("action", "waitUrl"):
        _address(enqueue.get(name), base)
    _one_of(enqueue, "waitUrlMethod", "POST")
    _between(enqueue, "maxQueueSize", 1, 5000)
    name = (enqueue.text or "").strip()
    if not 1 <= len(name) <= LONGEST_NAME or len(enqueue):
        raise Judged("a queue without a name of its own")
    # Names of queues are seen by everybody with the account.
    if E164.search(name):
        raise Judged("a number in a queue's name")


def _dial(dial: ET.Element, base: str) -> None:
    _address(dial.get("action"), base)
    _between(dial, "timeout", 5, 600)
    _between(dial, "timeLimit", 1, 14_400)
    for name in ("hangupOnStar", "answerOnBridge", "sequential"):
        _one_of(dial, name, "false", "true")
    if "callerId" in dial.attrib and not E164.fullmatch(dial.attrib["callerId"]):
        raise Judged("a number nobody could show")
    _one_of(dial, "record", "do-not-record", *RECORDED)
    if dial.get("record") in RECORDED:
        _address(dial.get("recordingStatusCallback"), base)
    elif dial.get("recordingStatusCallback"):
        raise Judged("tells of a recording nobody makes")
    tags = [noun.tag for noun in dial]
    if not tags or (set(tags) != {"Number"} and tags != ["Queue"]) or (dial.text or "").strip():
        raise Judged(f"dials {tags}")
    for noun in dial:
        _noun(noun, base)


def _noun(noun: ET.Element, base: str) -> None:
    unknown = set(noun.attrib) - KNOWN[noun.tag]
    if unknown or noun.get("method", "POST") != "POST":
        raise Judged(f"{noun.tag} has {unknown or 'method GET'}")
    for name in ("url", "statusCallback"):
        if name in noun.attrib:
            _address(noun.attrib[name], base)
    name = (noun.text or "").strip()
    if noun.tag == "Number" and not E164.fullmatch(name):
        raise Judged("not a number")
    if noun.tag == "Queue" and not 1 <= len(name) <= LONGEST_NAME:
        raise Judged("a queue without a name")
