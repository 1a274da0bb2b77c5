"""An independent reader of what we answer a carrier: posts the voice webhooks itself, signed by its own hand, and
judges every document before it goes on. It shares no code with our adapter nor with the simulated carrier."""

import base64
import hashlib
import hmac
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import requests

LARGEST = 64 * 1024
VOICES = {"Polly.Zhiyu-Neural": "cmn-CN", "Polly.Joanna-Neural": "en-US"}
SPEECH = {"cmn-CN": "cmn-Hans-CN", "en-US": "en-US"}
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
}
WAITS = ("Gather", "Record")
_sids = itertools.count(1)


class Judged(AssertionError):
    """A document no carrier should get."""


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """As the carrier documents it: the address, then every name and value in the order of the names, HMAC-SHA1."""
    text = url + "".join(f"{name}{value}" for name, value in sorted(form.items()))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


@dataclass
class Walk:
    """One call. ``heard`` is all that was said, ``documents`` the bytes of every answer, ``asked`` every request."""

    base: str
    token: str
    account: str
    hotline: str
    caller: str
    sid: str = field(default_factory=lambda: f"CA{next(_sids):032x}")
    direction: str = "inbound"
    heard: list[str] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sounds: list[bytes] = field(default_factory=list)
    over: bool = False
    waiting: ET.Element | None = None
    _rest: Iterator[ET.Element] = field(default_factory=lambda: iter(()))

    def dial(self, path: str = "/voice", **more: str) -> "Walk":
        return self._fetch(self.base + path, more)

    def press(self, keys: str) -> "Walk":
        """Keys on a question; on a recording the key that ends it."""
        asks = self._asking("dtmf")
        if asks.tag == "Record":
            return self.record(0, keys)
        finish, digits, most = asks.get("finishOnKey", "#"), "", int(asks.get("numDigits", "0"))
        for key in keys:
            if key in finish:
                break
            digits += key
            if len(digits) == most:
                break
        return self._fetch(asks.attrib["action"], {"Digits": digits, "msg": "Gather End"})

    def speak(self, words: str, confidence: float = 0.9) -> "Walk":
        asks = self._asking("speech")
        return self._fetch(asks.attrib["action"], {"SpeechResult": words, "Confidence": str(confidence)})

    def record(self, seconds: int = 7, key: str = "") -> "Walk":
        asks = self._asking("")
        if asks.tag != "Record":
            raise Judged(f"nothing records here: {asks.tag}")
        form = {"RecordingUrl": f"http://127.0.0.1/Recordings/RE{self.sid[2:]}", "RecordingSid": f"RE{self.sid[2:]}"}
        digits = {"Digits": key} if key else {}
        return self._fetch(asks.attrib["action"], form | {"RecordingDuration": str(seconds)} | digits)

    def silence(self) -> "Walk":
        asks = self._asking("")
        if asks.tag == "Record":
            return self.record(0)
        if asks.get("actionOnEmptyResult") != "true":
            return self._play()
        return self._fetch(asks.attrib["action"], {"Digits": "", "msg": "Gather End"})

    def again(self) -> bytes:
        """The last request once more, as a carrier repeats it; what came back, judged, without going on."""
        url, form = self.asked[-1]
        return self._judged(requests.post(url, data=form, headers=self._signed(url, form), timeout=20))

    def post(self, url: str, form: Mapping[str, str]) -> bytes:
        """Any request of this call, at any time."""
        full = self._form() | dict(form)
        return self._judged(requests.post(url, data=full, headers=self._signed(url, full), timeout=20))

    def tell(self, url: str, form: Mapping[str, str]) -> int:
        """News of this call, which is answered with nothing but a status."""
        full = self._form() | dict(form)
        return requests.post(url, data=full, headers=self._signed(url, full), timeout=20).status_code

    def hang_up(self) -> "Walk":
        self.over, self.waiting = True, None
        assert self.tell(f"{self.base}/carrier/status", {"CallStatus": "completed", "CallDuration": "20"}) in (200, 204)
        return self

    def callback(self, name: str) -> str:
        """Where the recording asked for now sends this news."""
        return self._asking("").attrib[name]

    @property
    def action(self) -> str:
        return self._asking("").attrib["action"]

    @property
    def last(self) -> str:
        """What was said since the last thing the caller did."""
        said = ET.fromstring(self.documents[-1]).iter("Say")
        return " ".join("".join(say.itertext()) for say in said)

    def _asking(self, kind: str) -> ET.Element:
        if self.waiting is None:
            raise Judged(f"the call waits for nobody; heard {self.heard}")
        if self.waiting.tag == "Gather" and kind and kind not in self.waiting.get("input", "dtmf").split():
            raise Judged(f"{kind} is not listened to")
        return self.waiting

    def _form(self) -> dict[str, str]:
        return {
            "AccountSid": self.account, "ApiVersion": "2010-04-01", "CallSid": self.sid, "CallStatus": "in-progress",
            "Direction": self.direction, "From": self.caller, "To": self.hotline, "FromCity": "", "CallerCountry": "CN",
        }

    def _signed(self, url: str, form: Mapping[str, str]) -> dict[str, str]:
        return {"X-Twilio-Signature": sign(self.token, url, form)}

    def _fetch(self, url: str, form: Mapping[str, str]) -> "Walk":
        full = self._form() | dict(form)
        self.asked.append((url, full))
        self.documents.append(self._judged(requests.post(url, data=full, headers=self._signed(url, full), timeout=20)))
        self._rest = iter(ET.fromstring(self.documents[-1]))
        return self._play()

    def _play(self) -> "Walk":
        """Go through the verbs until one waits, leads elsewhere or ends the call; nothing left is the end too."""
        self.waiting = None
        for verb in self._rest:
            self.heard += ["".join(say.itertext()) for say in verb.iter("Say")]
            if verb.tag == "Play":
                self._listen((verb.text or "").strip())
            if verb.tag in WAITS:
                self.waiting = verb
                return self
            if verb.tag == "Redirect":
                return self._fetch((verb.text or "").strip(), {})
            if verb.tag == "Hangup":
                break
        self.over = True
        return self

    def _listen(self, url: str) -> None:
        sound = requests.get(url, timeout=20)
        if sound.status_code != 200 or not sound.headers["Content-Type"].startswith("audio/"):
            raise Judged(f"nothing to play: {sound.status_code}")
        self.sounds.append(sound.content)

    def _judged(self, answer: requests.Response) -> bytes:
        if answer.status_code != 200:
            raise Judged(f"status {answer.status_code}")
        if answer.headers["Content-Type"].replace(" ", "").lower() != "text/xml;charset=utf-8":
            raise Judged(f"content type {answer.headers['Content-Type']}")
        judge(answer.content, self.base)
        return answer.content


def judge(document: bytes, base: str) -> None:
    """Raises Judged with what is wrong."""
    if not document.startswith(b"<?xml"):
        raise Judged(f"begins with {document[:20]!r}")
    if len(document) >= LARGEST:
        raise Judged(f"{len(document)} bytes")
    root = ET.fromstring(document)
    if root.tag != "Response" or len(root) == 0:
        raise Judged("no Response, or nothing in it")
    for verb in root:
        _verb(verb, base, inside="")
    if root[-1].tag in ("Say", "Play", "Pause"):
        raise Judged("the call falls silent at its end")


def _verb(verb: ET.Element, base: str, inside: str) -> None:
    allowed = ("Say", "Play", "Pause") if inside else tuple(KNOWN)
    if verb.tag not in allowed:
        raise Judged(f"{verb.tag} in {inside or 'Response'}")
    unknown = set(verb.attrib) - KNOWN[verb.tag]
    if unknown:
        raise Judged(f"{verb.tag} has {unknown}")
    {"Say": _say, "Gather": _gather, "Record": _record, "Play": _ours, "Redirect": _ours}.get(verb.tag, _nothing)(verb, base)


def _nothing(verb: ET.Element, base: str) -> None:
    pass


def _ours(verb: ET.Element, base: str) -> None:
    _address((verb.text or "").strip(), base)


def _address(url: str | None, base: str) -> None:
    if not (url or "").startswith(f"{base}/"):
        raise Judged("an address that is not ours")


def _say(say: ET.Element, base: str) -> None:
    text = "".join(say.itertext())
    if not text.strip() or len(text) > 3000:
        raise Judged("says nothing, or too much at once")
    language = say.get("language", "")
    if VOICES.get(say.get("voice", "")) != language:
        raise Judged(f"voice {say.get('voice')} speaks {language}")
    if (HAN.search(text) is not None) != (language == "cmn-CN"):
        raise Judged(f"{language} can't say {text!r}")
    if re.search(r"[{}<>]|None|\bnull\b", text):
        raise Judged(f"a hole in {text!r}")


def _gather(gather: ET.Element, base: str) -> None:
    _address(gather.get("action"), base)
    if gather.get("actionOnEmptyResult") != "true" or gather.get("method", "POST") != "POST":
        raise Judged("silence would be lost")
    kinds = gather.get("input", "").split()
    if not kinds or not set(kinds) <= {"dtmf", "speech"}:
        raise Judged(f"listens to {kinds}")
    for child in gather:
        _verb(child, base, inside="Gather")
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
