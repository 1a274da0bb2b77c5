"""What the flow engine asks for, as the document the carrier runs. Sentences come in, none is written here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from twilio.twiml.voice_response import VoiceResponse

from hotline.addresses import Addresses
from hotline.carrier.settings import Voice
from ivr_flows.outputs import Dial, Enqueue, Gather, HangUp, Output, Play, Record, Say

CONTENT_TYPE = "text/xml; charset=utf-8"
# The answer to a text: everything we say goes out through the REST interface.
NOTHING = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'

LARGEST = 64 * 1024
# One Say: Polly takes 3,000 characters, and no voice more than 4,500 once they are escaped for an address.
LONGEST_SAY = 2_900
LONGEST_ESCAPED = 4_400
SLOW = "75%"
MOST_HINTS, LONGEST_HINT, LONGEST_HINTS = 500, 100, 4_000
_INPUT = {"keys": "dtmf", "speech": "speech"}
_BLANK = re.compile(r"[\t\r\n]")
_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNSPEAKABLE = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{_NO_CHARACTERS}]")
_SENTENCE_ENDS = "。！？；.!?;\n"


class Documents:
    """Writes a turn for one installation: its addresses and its voices."""

    def __init__(
        self, public_url: str, voices: Mapping[str, Voice], *, number: str = "", transcribe_all: bool = False
    ) -> None:
        """``number``: the hotline's own, which is all that somebody rung by a Dial sees."""
        self._addresses = Addresses(public_url)
        self._voices = voices
        self._number = number
        self._transcribe_all = transcribe_all  # a carrier that writes down every language, as the simulated one can

    def turn(self, outputs: Sequence[Output], call_id: str, turn: int) -> bytes:
        """``turn`` is the one awaited next: the carrier brings its answer to that address."""
        for longest in (100_000, 2_000, 500, 100):
            if _at_least(outputs, longest) > LARGEST:
                continue
            document = VoiceResponse()
            writer = _Writer(self._addresses, self._voices, self._number, call_id, turn, longest, self._transcribe_all)
            for output in outputs:
                writer.write(document, output)
            if not outputs or isinstance(outputs[-1], Say | Play):
                document.hangup()
            written = str(document).encode()
            if len(written) <= LARGEST:
                return written
        # Hundreds of prompts in one turn: what is asked for goes out without them.
        last = outputs[-1]
        if isinstance(last, Gather | Record):
            return self.turn([replace(last, prompts=())], call_id, turn)
        return self.turn([], call_id, turn)

    def hold(self, says: Sequence[Say], call_id: str, *, leave: str) -> bytes:
        """A round of waiting: words, music, and a key that ends it; then the next round is asked for."""
        document = VoiceResponse()
        writer = _Writer(self._addresses, self._voices, self._number, call_id, 0, LONGEST_SAY, self._transcribe_all)
        parent: Any = document
        if leave:
            parent = document.gather(
                input="dtmf", num_digits=1, finish_on_key="", timeout=1, method="POST", action=self._addresses.hold_key(call_id),
            )
        for say in says:
            writer.write(parent, say)
        parent.play(self._addresses.music())
        document.redirect(self._addresses.hold(call_id), method="POST")
        return str(document).encode()

    def leave(self) -> bytes:
        """The waiting is over: the call goes on where its queue step leads."""
        document = VoiceResponse()
        document.leave()
        return str(document).encode()

    def whisper(self, says: Sequence[Say]) -> bytes:
        """What the other line hears before it is joined; then nothing more: it is."""
        document = VoiceResponse()
        writer = _Writer(self._addresses, self._voices, self._number, "", 0, LONGEST_SAY, self._transcribe_all)
        for say in says:
            writer.write(document, say)
        return str(document).encode()

    def apology(self, sentences: Sequence[tuple[str, str]]) -> bytes:
        """(language, sentence) each, then the end of the call. Needs no database: made once, kept, sent as it is."""
        says = [Say(text=text, language=language) for language, text in sentences]
        return self.turn([*says, HangUp()], "", 0)


class _Writer:
    def __init__(
        self, addresses: Addresses, voices: Mapping[str, Voice], number: str, call_id: str, turn: int, longest: int,
        transcribe_all: bool,
    ) -> None:
        self._number = number
        self._addresses, self._voices, self._transcribe_all = addresses, voices, transcribe_all
        self._call_id, self._turn, self._longest = call_id, turn, longest

    def write(self, parent: Any, output: Output) -> None:
        match output:
            case Say():
                self._say(parent, output)
            case Play():
                parent.play(self._addresses.sound(output.ref))
            case Gather():
                self._gather(parent, output)
            case Record():
                self._record(parent, output)
            case Enqueue():
                parent.enqueue(
                    output.queue, action=self._addresses.turn(self._call_id, self._turn), method="POST",
                    wait_url=self._addresses.hold(self._call_id), wait_url_method="POST", max_queue_size=1,
                )
            case Dial():
                self._dial(parent, output)
            case HangUp():
                parent.hangup()
            case _:
                # Lookup and Finish are answered by the app before anything is spoken.
                raise TypeError(f"{type(output).__name__} can't be told to a carrier")

    def _say(self, parent: Any, say: Say) -> None:
        voice = self._voices[say.language]
        if say.pause_before:
            parent.pause(length=say.pause_before)
        for piece in pieces(clean(say.text)[: self._longest]):
            if say.slow:
                parent.say(voice=voice.say_voice, language=voice.say_language).prosody(piece, rate=SLOW)
            else:
                parent.say(piece, voice=voice.say_voice, language=voice.say_language)

    def _gather(self, parent: Any, asked: Gather) -> None:
        settings: dict[str, Any] = {
            "input": " ".join(_INPUT[kind] for kind in asked.kinds),
            "action": self._addresses.turn(self._call_id, self._turn),
            "method": "POST",
            "timeout": asked.timeout,
            # Without it silence falls through to the next verb, and nobody hears of it.
            "action_on_empty_result": True,
        }
        if "keys" in asked.kinds:
            settings["finish_on_key"] = asked.finish_on_key
            if asked.num_digits is not None:
                settings["num_digits"] = asked.num_digits
        if "speech" in asked.kinds:
            settings["language"] = self._voices[asked.language].speech_language
            settings["speech_timeout"] = asked.speech_timeout or "auto"
            if hints := joined_hints(tuple(asked.hints)):
                settings["hints"] = hints
        gather = parent.gather(**settings)
        for prompt in asked.prompts:
            self._say(gather, prompt)

    def _dial(self, parent: Any, asked: Dial) -> None:
        """What two people say to each other is recorded: the greeting said so."""
        ready = self._addresses.recording_ready(self._call_id)
        dial = parent.dial(
            action=self._addresses.turn(self._call_id, self._turn), method="POST", timeout=asked.timeout,
            caller_id=self._number, record="record-from-answer", recording_status_callback=ready,
            recording_status_callback_event="completed absent",
        )
        heard = {"url": self._addresses.whisper(self._call_id, self._turn), "method": "POST"} if asked.whisper else {}
        if asked.queue:
            dial.queue(asked.queue, **heard)
        else:
            dial.number(asked.number, **heard)

    def _record(self, parent: Any, asked: Record) -> None:
        for prompt in asked.prompts:
            self._say(parent, prompt)
        settings: dict[str, Any] = {
            "action": self._addresses.turn(self._call_id, self._turn),
            "method": "POST",
            "timeout": asked.timeout,
            "finish_on_key": asked.finish_on_key,
            "max_length": asked.max_seconds,
            "play_beep": True,
            "recording_status_callback": self._addresses.recording_ready(self._call_id),
            "recording_status_callback_event": "completed absent",
        }
        if asked.transcribe or self._transcribe_all:
            settings |= {"transcribe": True, "transcribe_callback": self._addresses.transcription(self._call_id)}
        parent.record(**settings)


def clean(text: str) -> str:
    """Without what XML can't hold or nobody can speak: control characters, half characters, non-characters."""
    return _UNSPEAKABLE.sub("", _BLANK.sub(" ", text))


def pieces(text: str) -> Iterable[str]:
    """A text as parts one Say can take, cut after a sentence where there is one."""
    while text:
        piece = _longest_start(text)
        if len(piece) < len(text):
            end = max(piece.rfind(mark) for mark in _SENTENCE_ENDS) + 1
            piece = piece[:end] if end > len(piece) // 2 else piece
        if piece.strip():
            yield piece
        text = text[len(piece) :]


@lru_cache(maxsize=256)
def joined_hints(hints: tuple[str, ...]) -> str:
    """The city's words, the same at every turn."""
    kept: list[str] = []
    room = LONGEST_HINTS
    for hint in hints[:MOST_HINTS]:
        word = clean(hint).replace(",", " ").strip()[:LONGEST_HINT]
        if word and len(word) < room:
            kept.append(word)
            room -= len(word) + 1
    return ",".join(kept)


def _longest_start(text: str) -> str:
    start = text[:LONGEST_SAY]
    # Twelve is the most one character escapes to: short texts, nearly all of them, are not measured.
    while len(start) * 12 > LONGEST_ESCAPED and len(escaped := quote(start)) > LONGEST_ESCAPED:
        start = start[: len(start) * LONGEST_ESCAPED // len(escaped)]
    return start


def _at_least(outputs: Sequence[Output], longest: int) -> int:
    """Characters that will be there in any case: a document that can't fit isn't even tried."""
    says = [say for o in outputs for say in ((o,) if isinstance(o, Say) else getattr(o, "prompts", ()))]
    return sum(min(len(say.text), longest) for say in says)
