"""An independent reader of what we answer a carrier: posts the voice webhooks itself, signed by its own hand, and
judges every document before it goes on. It shares no code with our adapter nor with the simulated carrier."""

import base64
import hashlib
import hmac
import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import requests

from tests.support.judge import HAN, Judged, Place, judge

__all__ = ["HAN", "Judged", "Place", "Walk", "judge", "sign"]
WAITS = ("Gather", "Record", "Enqueue", "Dial")
_sids = itertools.count(1)


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
    queue: ET.Element | None = None
    """The Enqueue this caller waits in; what is heard meanwhile may ask something of its own."""
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

    def wait_round(self, *, position: int = 1, seconds: int = 0, size: int = 0, **more: str) -> "Walk":
        """Once through what is heard in the queue: it ends waiting as before, at a question, or by leaving."""
        standing = {
            "QueueSid": self._queue_sid, "QueuePosition": str(position), "QueueTime": str(seconds),
            "AvgQueueTime": str(seconds), "CurrentQueueSize": str(size or position), "MaxQueueSize": "1000",
        }
        return self._fetch(self._queued().attrib["waitUrl"], standing | more, Place.WAIT)

    def bridged(self, seconds: int = 30) -> "Walk":
        """Somebody came, the two talked, and that one left."""
        return self.left("bridged", seconds)

    def left(self, result: str = "leave", seconds: int = 30) -> "Walk":
        """The queue is over; queue-full and error never were in it."""
        told = {"QueueResult": result}
        if result not in ("queue-full", "error"):
            told |= {"QueueSid": self._queue_sid, "QueueTime": str(seconds)}
        action = self._queued().attrib["action"]
        self.queue = None
        return self._fetch(action, told)

    def whisper(self, **more: str) -> str:
        """What the other one hears before the two are joined."""
        dial = self._dialled()
        noun, shown = dial[0], dial.get("callerId", self.caller)
        place, own = Place.CALLED, {"ParentCallSid": self.sid, "Direction": "outbound-dial", "From": shown, "To": noun.text or ""}
        if noun.tag == "Queue":
            place, own = Place.FETCHED, {"QueueSid": self._queue_sid, "QueueTime": "30", "DequeingCallSid": self.sid}
        own["CallSid"] = self._leg
        said = ET.fromstring(self.post(noun.attrib["url"], own | more, place)).iter("Say")
        return " ".join("".join(say.itertext()) for say in said)

    def dial_ended(self, status: str = "completed", seconds: int = 30, *, bridged: bool | None = None, **more: str) -> "Walk":
        """``bridged`` is what the status says where nothing else is said: a whisper that ends is completed, not bridged."""
        dial, talked = self._dialled(), status == "completed" if bridged is None else bridged
        told = {"DialCallStatus": status, "DialCallSid": self._leg, "DialBridged": str(talked).lower()}
        if talked:
            told["DialCallDuration"] = str(seconds)
        if talked and dial.get("record", "do-not-record") != "do-not-record":
            told |= {"RecordingUrl": f"http://127.0.0.1/Recordings/RE{self.sid[2:]}", "RecordingSid": f"RE{self.sid[2:]}"}
        if dial[0].tag == "Queue":
            told |= {"QueueSid": self._queue_sid, "QueueTime": "30"}
        return self._fetch(dial.attrib["action"], told | more)

    def again(self) -> bytes:
        """The last request once more, as a carrier repeats it; what came back, judged, without going on."""
        url, form = self.asked[-1]
        return self._judged(requests.post(url, data=form, headers=self._signed(url, form), timeout=20))

    def post(self, url: str, form: Mapping[str, str], place: Place = Place.CALL) -> bytes:
        """Any request of this call, at any time."""
        full = self._form() | dict(form)
        return self._judged(requests.post(url, data=full, headers=self._signed(url, full), timeout=20), place)

    def tell(self, url: str, form: Mapping[str, str]) -> int:
        """News of this call, which is answered with nothing but a status."""
        full = self._form() | dict(form)
        return requests.post(url, data=full, headers=self._signed(url, full), timeout=20).status_code

    def hang_up(self) -> "Walk":
        """In a queue or a talk its action hears of it before the call's end; what is answered nobody hears."""
        gone: dict[str, str] = {}
        if self.queue is not None:
            gone = {"QueueResult": "hangup", "QueueSid": self._queue_sid, "QueueTime": "30"}
            self.post(self.queue.attrib["action"], gone | {"CallStatus": "completed"})
        elif self.waiting is not None and self.waiting.tag == "Dial":
            gone = {"DialCallStatus": "canceled", "DialCallSid": self._leg, "DialBridged": "false"}
            self.post(self.waiting.attrib["action"], gone | {"CallStatus": "completed"})
        self.over, self.waiting, self.queue = True, None, None
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

    @property
    def _queue_sid(self) -> str:
        return f"QU{self.sid[2:]}"

    @property
    def _leg(self) -> str:
        return f"CAf{self.sid[3:]}"

    def _queued(self) -> ET.Element:
        if self.queue is None:
            raise Judged(f"the caller waits in no queue; heard {self.heard}")
        return self.queue

    def _dialled(self) -> ET.Element:
        if self.waiting is None or self.waiting.tag != "Dial":
            raise Judged(f"nobody is dialled; heard {self.heard}")
        return self.waiting

    def _asking(self, kind: str) -> ET.Element:
        if self.waiting is None:
            raise Judged(f"the call waits for nobody; heard {self.heard}")
        if self.waiting.tag == "Gather" and kind and kind not in self.waiting.get("input", "dtmf").split():
            raise Judged(f"{kind} is not listened to")
        if self.waiting.tag in ("Enqueue", "Dial"):
            raise Judged(f"nothing is asked in {self.waiting.tag}")
        return self.waiting

    def _form(self) -> dict[str, str]:
        return {
            "AccountSid": self.account, "ApiVersion": "2010-04-01", "CallSid": self.sid, "CallStatus": "in-progress",
            "Direction": self.direction, "From": self.caller, "To": self.hotline, "FromCity": "", "CallerCountry": "CN",
        }

    def _signed(self, url: str, form: Mapping[str, str]) -> dict[str, str]:
        return {"X-Twilio-Signature": sign(self.token, url, form)}

    def _fetch(self, url: str, form: Mapping[str, str], place: Place | None = None) -> "Walk":
        place = place or (Place.CALL if self.queue is None else Place.WAIT)
        full = self._form() | dict(form)
        self.asked.append((url, full))
        answer = requests.post(url, data=full, headers=self._signed(url, full), timeout=20)
        self.documents.append(self._judged(answer, place))
        self._rest = iter(ET.fromstring(self.documents[-1]))
        return self._play()

    def _play(self) -> "Walk":
        """Go through the verbs until one waits, leads elsewhere or ends the call; nothing left is the end too."""
        self.waiting = None
        for verb in self._rest:
            self.heard += ["".join(say.itertext()) for say in verb.iter("Say")]
            for sound in verb.iter("Play"):
                self._listen((sound.text or "").strip())
            if verb.tag in WAITS:
                self.waiting = verb
                self.queue = verb if verb.tag == "Enqueue" else self.queue
                return self
            if verb.tag == "Redirect":
                onward = (verb.text or "").strip()
                if self.queue is not None and onward == self.queue.attrib["waitUrl"]:
                    break  # the round begins anew, which is for the test to say
                return self._fetch(onward, {})
            if verb.tag == "Leave":
                return self.left()
            if verb.tag == "Hangup":
                return self.hang_up() if self.queue is not None else self._end()
        if self.queue is not None:
            self.waiting = self.queue
            return self
        return self._end()

    def _end(self) -> "Walk":
        self.over = True
        return self

    def _listen(self, url: str) -> None:
        sound = requests.get(url, timeout=20)
        if sound.status_code != 200 or not sound.headers["Content-Type"].startswith("audio/"):
            raise Judged(f"nothing to play: {sound.status_code}")
        self.sounds.append(sound.content)

    def _judged(self, answer: requests.Response, place: Place = Place.CALL) -> bytes:
        if answer.status_code != 200:
            raise Judged(f"status {answer.status_code}")
        if answer.headers["Content-Type"].replace(" ", "").lower() != "text/xml;charset=utf-8":
            raise Judged(f"content type {answer.headers['Content-Type']}")
        judge(answer.content, self.base, place)
        return answer.content
