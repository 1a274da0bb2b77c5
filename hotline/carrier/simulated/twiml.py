"""Reads a TwiML document as strictly as the real carrier, and notes what that one would only warn about."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from hotline.carrier.simulated.problems import BadTwiml
from hotline.carrier.simulated.webhook import Reply

LONGEST = 64 * 1024
TWIML_TYPES = ("text/xml", "application/xml", "text/html")
PROMPTS = frozenset({"Say", "Play", "Pause"})
CALLBACKS = frozenset({"recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent"})
_STATUS = {"statusCallback", "statusCallbackMethod", "statusCallbackEvent"}

# Verb -> attributes it knows. Another attribute is a warning, another verb ends the call.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "Say": frozenset({"voice", "language", "loop"}),
    "Play": frozenset({"loop", "digits"}),
    "Pause": frozenset({"length"}),
    "Gather": frozenset(
        {
            "input",
            "action",
            "method",
            "timeout",
            "speechTimeout",
            "maxSpeechTime",
            "profanityFilter",
            "finishOnKey",
            "numDigits",
            "hints",
        }
        | {
            "partialResultCallback",
            "partialResultCallbackMethod",
            "language",
            "bargeIn",
            "actionOnEmptyResult",
            "speechModel",
            "enhanced",
        }
    ),
    "Record": frozenset(
        {
            "action",
            "method",
            "timeout",
            "finishOnKey",
            "maxLength",
            "playBeep",
            "trim",
            "transcribe",
            "transcribeCallback",
        }
    )
    | CALLBACKS,
    "Redirect": frozenset({"method"}),
    "Hangup": frozenset(),
    "Reject": frozenset({"reason"}),
    "Dial": frozenset(
        {
            "action",
            "method",
            "timeout",
            "hangupOnStar",
            "timeLimit",
            "callerId",
            "record",
            "trim",
            "answerOnBridge",
            "ringTone",
            "recordingTrack",
            "sequential",
        }
    )
    | CALLBACKS,
    "Enqueue": frozenset({"action", "method", "maxQueueSize", "waitUrl", "waitUrlMethod", "workflowSid"}),
    "Leave": frozenset(),
    "Queue": frozenset({"url", "method", "reservationSid", "postWorkActivitySid"}),
    "Number": frozenset({"url", "method", "sendDigits"} | _STATUS),
    "Message": frozenset({"to", "from", "action", "method"} | _STATUS),
}
SSML = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
NESTED: dict[str, frozenset[str]] = {
    "Say": SSML,
    "Gather": PROMPTS,
    "Dial": frozenset({"Number", "Queue"}),
    "Message": frozenset({"Body", "Media"}),
}
VOICE_VERBS = frozenset(ATTRIBUTES) - {"Number", "Queue", "Message"}
MESSAGE_VERBS = frozenset({"Message", "Redirect"})
_PROVIDER_LIMIT = (("Polly.", 3000), ("Google.", 5000), ("", 4096))
_URL_ENCODED_LIMIT = 4500


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    url: str
    verbs: tuple[ET.Element, ...]
    warnings: tuple[str, ...] = ()


def read(reply: Reply) -> Document:
    """A voice document out of an answer, whatever content type it came with."""
    if reply.error is not None:
        raise BadTwiml(reply.error, reply.url, "no usable answer")
    if reply.content_type.startswith("audio/"):
        play = ET.Element("Play")
        play.text = reply.url
        return Document(url=reply.url, verbs=(play,))
    if reply.content_type == "text/plain":
        try:
            return parse(reply.body, reply.url)
        except BadTwiml:
            say = ET.Element("Say")
            say.text = reply.body.decode("utf-8", "replace")
            return Document(url=reply.url, verbs=(say,))
    if reply.content_type not in TWIML_TYPES:
        raise BadTwiml(12300, reply.url, "content type")
    return parse(reply.body, reply.url)


def parse(body: bytes, url: str, verbs: frozenset[str] = VOICE_VERBS) -> Document:
    if len(body) > LONGEST:
        raise BadTwiml(11750, url, "longer than 64 KB")
    if b"<!DOCTYPE" in body:
        raise BadTwiml(12100, url, "document type")
    try:
        # Document types are refused above and the length is bounded.
        root = ET.fromstring(body)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise BadTwiml(12100, url, "not XML") from error
    if root.tag != "Response":
        raise BadTwiml(12102, url, "root element")
    warnings: list[str] = []
    for verb in root:
        _check(verb, verbs, url, warnings)
    return Document(url=url, verbs=tuple(root), warnings=tuple(warnings))


def _check(verb: ET.Element, allowed: frozenset[str], url: str, warnings: list[str]) -> None:
    if verb.tag not in allowed:
        raise BadTwiml(12200, url, "unknown verb")
    known = ATTRIBUTES.get(verb.tag)
    if known is not None:
        warnings.extend(f"{verb.tag}: unknown attribute {name}" for name in verb.attrib if name not in known)
    if verb.tag == "Say":
        _check_say(verb, url)
        return
    for child in verb:
        _check(child, NESTED.get(verb.tag, frozenset()), url, warnings)


def _check_say(say: ET.Element, url: str) -> None:
    if any(child.tag not in SSML for child in say.iter() if child is not say):
        raise BadTwiml(12200, url, "unknown verb")
    text = spoken(say)
    voice = say.get("voice", "")
    limit = next(limit for prefix, limit in _PROVIDER_LIMIT if voice.startswith(prefix))
    if len(text) > limit or (voice.startswith("Google.") and len(quote(text)) > _URL_ENCODED_LIMIT):
        raise BadTwiml(13521, url, "too long to say")


def spoken(verb: ET.Element) -> str:
    return " ".join("".join(verb.itertext()).split())


def whole(verb: ET.Element, name: str, default: int, *, least: int = 1) -> int:
    """A whole number, or the default where the carrier would warn and go on."""
    text = verb.get(name, "")
    return max(int(text), least) if re.fullmatch(r"[0-9]{1,6}", text) else default


def true(verb: ET.Element, name: str, *, default: bool) -> bool:
    return verb.get(name, str(default)).lower() == "true"


def method_of(verb: ET.Element, name: str = "method") -> str:
    return "GET" if verb.get(name, "POST").upper() == "GET" else "POST"


def target(document: Document, address: str) -> str:
    """Relative to the document; a call that began with inline TwiML has nothing to be relative to."""
    try:
        url = urljoin(document.url, address.strip())
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise BadTwiml(11100, document.url, "address") from error
    if scheme not in ("http", "https"):
        raise BadTwiml(11100, document.url, "address")
    return url
