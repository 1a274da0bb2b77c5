"""Forms of the carrier's webhooks as our own types. New fields may come at any time: unknown ones are passed over."""

import math
import re
from dataclasses import dataclass, field

from hotline.carrier.webhooks import Fields, WebhookError

_STATUS = re.compile(r"[^\x00-\x1f]{0,40}")
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MEDIA = re.compile(r"/Messages/[A-Za-z0-9_-]{1,64}/Media/([A-Za-z0-9_-]{1,64})/?$")
MOST_MEDIA = 10
LONGEST_BODY = 20_000
LONGEST_ADDRESS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    url: str = field(repr=False)
    content_type: str


    @property
    def sid(self) -> str | None:
        """The carrier's name for the file; None for an address that is not the carrier's own way to one."""
        found = _MEDIA.search(self.url)
        return found.group(1) if found else None


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingText:
    """``from_raw``: what the carrier wrote: a number, or words where there is none. ``opt_out``: start, stop, help."""

    sid: str
    account: str
    from_raw: str = field(repr=False)
    to: str = field(repr=False)
    body: str = field(repr=False)
    media: tuple[Media, ...] = ()
    opt_out: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingCall:
    """Also the first request of a call we placed: ``direction`` outbound-api, ``answered_by`` if it was asked for."""

    sid: str
    account: str
    from_raw: str = field(repr=False)
    to: str = field(repr=False)
    status: str
    direction: str
    answered_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnInput:
    """What came back to a question or a recording. ``digits`` is None where no key can have been pressed, "" where
    none was. ``joined``: how waiting in a queue or a dialled line ended, in the words of ivr_flows.inputs.Joined. A
    recording has ``recording_sid``; ``ended_by`` is then key, hangup or silence."""

    call_sid: str
    account: str
    call_status: str
    digits: str | None = field(default=None, repr=False)
    speech: str | None = field(default=None, repr=False)
    confidence: float | None = None
    recording_sid: str | None = None
    recording_seconds: int = 0
    ended_by: str | None = None
    joined: str | None = None
    joined_seconds: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CallStatus:
    sid: str
    account: str
    status: str
    duration: int | None = None
    answered_by: str | None = None
    error: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    sid: str
    account: str
    status: str
    error: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingReady:
    sid: str
    account: str
    call_sid: str
    seconds: int
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcription:
    recording_sid: str
    account: str
    call_sid: str
    text: str = field(repr=False)
    status: str


def incoming_text(form: Fields) -> IncomingText:
    count = min(_whole(form, "NumMedia") or 0, MOST_MEDIA)
    media = tuple(
        Media(url=url, content_type=_text(form, f"MediaContentType{n}")[:LONGEST_ADDRESS])
        for n in range(count)
        if (url := _text(form, f"MediaUrl{n}"))
    )
    kind = _text(form, "OptOutType").lower()
    return IncomingText(
        sid=_sid(form, "MessageSid", "SmsMessageSid", "SmsSid"),
        account=_account(form),
        from_raw=_address(form, "From"),
        to=_address(form, "To"),
        body=_text(form, "Body")[:LONGEST_BODY],
        media=media,
        opt_out=kind if kind in ("stop", "start", "help") else None,
    )


def incoming_call(form: Fields) -> IncomingCall:
    return IncomingCall(
        sid=_sid(form, "CallSid"),
        account=_account(form),
        from_raw=_address(form, "From"),
        to=_address(form, "To"),
        status=_status(form, "CallStatus"),
        direction=_text(form, "Direction").lower() or "inbound",
        answered_by=_text(form, "AnsweredBy").lower() or None,
    )


_QUEUE = {"bridged": "talked", "leave": "left", "redirected": "left", "redirected-from-bridged": "talked", "hangup": "hangup"}
_DIALLED = {"completed": "talked", "answered": "talked", "busy": "busy", "no-answer": "no_answer"}


def _joined(form: Fields) -> tuple[str | None, int]:
    """A Dial that was answered by somebody who then did not want to talk is bridged=false."""
    if queued := _status(form, "QueueResult"):
        return _QUEUE.get(queued, "failed"), _whole(form, "QueueTime") or 0
    dialled = _status(form, "DialCallStatus")
    if not dialled:
        return None, 0
    how = _DIALLED.get(dialled, "failed")
    if how == "talked" and _text(form, "DialBridged").lower() == "false":
        how = "no_answer"
    return how, _whole(form, "DialCallDuration") or 0


def turn_input(form: Fields) -> TurnInput:
    digits = form.get("Digits")
    joined, talked = _joined(form)
    # What is recorded of two people's talk is told by its own callback: it is no answer to a question.
    recording = None if joined else _recording_sid(form)
    ended_by = None
    if recording is not None:
        key = digits or ""
        ended_by = "hangup" if key.lower() == "hangup" else ("key" if key else "silence")
        digits = key if ended_by == "key" else None
    speech = _text(form, "SpeechResult").strip()
    return TurnInput(
        call_sid=_sid(form, "CallSid"),
        account=_account(form),
        call_status=_status(form, "CallStatus"),
        digits=None if digits is None else "".join(key for key in str(digits) if key in "0123456789*#"),
        speech=speech[:LONGEST_BODY] or None,
        confidence=_confidence(form),
        recording_sid=recording,
        recording_seconds=_whole(form, "RecordingDuration") or 0,
        ended_by=ended_by,
        joined=joined,
        joined_seconds=talked,
    )


def call_status(form: Fields) -> CallStatus:
    return CallStatus(
        sid=_sid(form, "CallSid"),
        account=_account(form),
        status=_status(form, "CallStatus", needed=True),
        duration=_whole(form, "CallDuration"),
        answered_by=_text(form, "AnsweredBy").lower() or None,
        error=_whole(form, "ErrorCode"),
    )


def receipt(form: Fields) -> Receipt:
    status = _status(form, "MessageStatus" if _text(form, "MessageStatus") else "SmsStatus", needed=True)
    return Receipt(
        sid=_sid(form, "MessageSid", "SmsSid"),
        account=_account(form),
        status=status,
        error=_whole(form, "ErrorCode"),
    )


def recording_ready(form: Fields) -> RecordingReady:
    return RecordingReady(
        sid=_sid(form, "RecordingSid"),
        account=_account(form),
        call_sid=_sid(form, "CallSid"),
        seconds=max(_whole(form, "RecordingDuration") or 0, 0),
        status=_status(form, "RecordingStatus") or "completed",
    )


def transcription(form: Fields) -> Transcription:
    return Transcription(
        recording_sid=_sid(form, "RecordingSid"),
        account=_account(form),
        call_sid=_sid(form, "CallSid"),
        text=_text(form, "TranscriptionText")[:LONGEST_BODY],
        status=_status(form, "TranscriptionStatus"),
    )


def _text(form: Fields, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _address(form: Fields, name: str) -> str:
    """May be missing or anything at all: a withheld caller. Only its length is held."""
    return _text(form, name).strip()[:LONGEST_ADDRESS]


def _status(form: Fields, name: str, *, needed: bool = False) -> str:
    """A word of the carrier's; may be missing unless ``needed``."""
    value = _text(form, name).lower()
    if not _STATUS.fullmatch(value) or (needed and not value):
        raise WebhookError(f"field:{name}")
    return value


def _account(form: Fields) -> str:
    """Whose it is, for telling repeats; it isn't compared, for the signature says enough. May be missing."""
    return _sid(form, "AccountSid") if _text(form, "AccountSid") else ""


def _sid(form: Fields, *names: str) -> str:
    value = next((text for name in names if (text := _text(form, name))), "")
    if not _SID.fullmatch(value):
        raise WebhookError(f"field:{names[0]}")
    return value


def _whole(form: Fields, name: str) -> int | None:
    value = _text(form, name).strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None


def _confidence(form: Fields) -> float | None:
    try:
        value = float(_text(form, "Confidence"))
    except ValueError:
        return None
    return min(max(value, 0.0), 1.0) if math.isfinite(value) else None


def _recording_sid(form: Fields) -> str | None:
    """A recording's turn names it by its address, not always by its reference."""
    if _text(form, "RecordingSid"):
        return _sid(form, "RecordingSid")
    url = _text(form, "RecordingUrl")
    if not url:
        return None
    last = url.rstrip("/").rpartition("/")[2].partition("?")[0].partition(".")[0]
    if not _SID.fullmatch(last):
        raise WebhookError("field:RecordingUrl")
    return last
