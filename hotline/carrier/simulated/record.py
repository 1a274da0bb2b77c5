"""Record: keeps the words said as a recording and tells the application, with the text where it may."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from hotline.carrier.simulated.call import Act, Call, Ended, Fetch
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.recordings import Kept, Recordings
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.sounds import spoken_seconds
from hotline.carrier.simulated.store import new_sid
from hotline.carrier.simulated.twiml import Document, method_of, target, true, whole

TEXT_READY_AFTER = 2.0
ANY_KEY = "1234567890*#"
LONGEST, LONGEST_TRANSCRIBED = 3600, 120


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taken:
    words: str
    ended_by: str


class Recorder:
    def __init__(self, settings: Settings, later: Later, recordings: Recordings) -> None:
        self._settings, self._later, self._recordings = settings, later, recordings

    def verb(self, run: Run, verb: ET.Element, document: Document) -> Fetch | None:
        call = run.call
        action = target(document, verb.get("action", ""))
        callbacks = {
            name: target(document, verb.get(name, ""))
            for name in ("recordingStatusCallback", "transcribeCallback")
            if verb.get(name)
        }
        if true(verb, "playBeep", default=True):
            call.emit("beep")
        call.forget_inputs()
        call.expect("record")
        longest = whole(verb, "maxLength", LONGEST_TRANSCRIBED if true(verb, "transcribe", default=False) else LONGEST)
        call.emit("record", finish=verb.get("finishOnKey", ANY_KEY), seconds=longest)
        taken = _listen(call, verb)
        call.expect("")
        kept = self._recordings.keep(call, taken.words, source="RecordVerb", longest=longest)
        self._announce(run, verb, callbacks, kept, taken.words)
        told = {"RecordingUrl": kept.url, "RecordingSid": kept.sid, "RecordingDuration": str(kept.seconds)}
        if taken.ended_by:
            told["Digits"] = taken.ended_by
        end = Fetch(url=action, method=method_of(verb), form=told)
        if taken.ended_by == "hangup":
            call.status = "completed"
            run.tell(end.url, end.form, method=end.method)
            raise Ended
        return end

    def _announce(self, run: Run, verb: ET.Element, callbacks: dict[str, str], kept: Kept, words: str) -> None:
        self._recordings.ready(
            run,
            callbacks.get("recordingStatusCallback", ""),
            kept,
            method=method_of(verb, "recordingStatusCallbackMethod"),
            events=verb.get("recordingStatusCallbackEvent", "completed"),
        )
        text = callbacks.get("transcribeCallback")
        if text and true(verb, "transcribe", default=False) and self._settings.speech_text and words:
            sid = new_sid("TR")
            said = {
                "TranscriptionSid": sid,
                "TranscriptionText": words,
                "TranscriptionStatus": "completed",
                "TranscriptionType": "fast",
                "TranscriptionUrl": f"{self._recordings.address}/Transcriptions/{sid}",
            }
            told = run.form(kept.form | said)
            self._later.after(TEXT_READY_AFTER, lambda: _tell(run, text, told))


def _tell(run: Run, url: str, form: dict[str, str]) -> None:
    run.hooks.ask(url, form)


def _listen(call: Call, verb: ET.Element) -> _Taken:
    finish, silence = verb.get("finishOnKey", ANY_KEY), whole(verb, "timeout", 5, least=0)
    words: list[str] = []
    patience = None if call.pace == 0 or silence == 0 else silence * call.pace
    if call.machine and call.pace == 0:
        return _Taken(words="", ended_by="")
    try:
        while (given := call.take(patience)) is not None and given.act is not Act.SILENCE:
            if given.act is Act.SPEAK:
                words.append(given.text)
                patience = (silence or 5) * (call.pace or 1)
                call.rest(spoken_seconds(given.text), until_key=True)
            else:
                key = next((key for key in given.text if key in finish), "")
                if key:
                    return _Taken(words=" ".join(words), ended_by=key)
            if not given.more and call.pace == 0:
                break
    except Ended:
        return _Taken(words=" ".join(words), ended_by="hangup")
    return _Taken(words=" ".join(words), ended_by="")
