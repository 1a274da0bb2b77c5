"""Record: keeps the words said as a recording and tells the application, with the text where it may."""

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from hotline.carrier.simulated.call import Act, Call, Ended, Fetch
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.run import Run
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.sounds import spoken_seconds
from hotline.carrier.simulated.store import Store, new_sid
from hotline.carrier.simulated.twiml import Document, method_of, target, true, whole

FILE_READY_AFTER = 0.5
TEXT_READY_AFTER = 2.0
ANY_KEY = "1234567890*#"
LONGEST, LONGEST_TRANSCRIBED = 3600, 120


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taken:
    words: str
    ended_by: str


class Recorder:
    def __init__(self, settings: Settings, store: Store, later: Later, base_url: str) -> None:
        self._settings = settings
        self._store = store
        self._later = later
        self._address = f"{base_url}{settings.account_path()}"

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
        # Silence is trimmed away, and what is left of it lasts no whole second.
        seconds = min(math.ceil(spoken_seconds(taken.words)), longest)
        form = self._keep(call, taken.words, seconds)
        self._announce(run, verb, callbacks, form, taken.words)
        end = Fetch(
            url=action,
            method=method_of(verb),
            form={
                "RecordingUrl": form["RecordingUrl"],
                "RecordingSid": form["RecordingSid"],
                "RecordingDuration": str(seconds),
            }
            | ({"Digits": taken.ended_by} if taken.ended_by else {}),
        )
        if taken.ended_by == "hangup":
            call.status = "completed"
            run.tell(end.url, end.form, method=end.method)
            raise Ended
        return end

    def _keep(self, call: Call, words: str, seconds: int) -> dict[str, str]:
        sid = new_sid("RE")
        created = self._settings.clock().timestamp()
        self._store.write(
            "INSERT INTO recordings (sid, call_sid, words, seconds, created) VALUES (?, ?, ?, ?, ?)",
            (sid, call.sid, words, seconds, created),
        )
        return {
            "AccountSid": self._settings.account_sid,
            "CallSid": call.sid,
            "RecordingSid": sid,
            "RecordingUrl": f"{self._address}/Recordings/{sid}",
            "RecordingDuration": str(seconds),
            "RecordingChannels": "1",
            "RecordingSource": "RecordVerb",
        }

    def _announce(self, run: Run, verb: ET.Element, callbacks: dict[str, str], form: dict[str, str], words: str) -> None:
        ready = callbacks.get("recordingStatusCallback")
        if ready and "completed" in verb.get("recordingStatusCallbackEvent", "completed").split():
            told = form | {"RecordingStatus": "completed"}
            method = method_of(verb, "recordingStatusCallbackMethod")
            self._later.after(FILE_READY_AFTER, lambda: _tell(run, ready, told, method))
        text = callbacks.get("transcribeCallback")
        if text and true(verb, "transcribe", default=False) and self._settings.speech_text and words:
            sid = new_sid("TR")
            said = {
                "TranscriptionSid": sid,
                "TranscriptionText": words,
                "TranscriptionStatus": "completed",
                "TranscriptionType": "fast",
            }
            told_text = run.form(form | said | {"TranscriptionUrl": f"{self._address}/Transcriptions/{sid}"})
            self._later.after(TEXT_READY_AFTER, lambda: _tell(run, text, told_text, "POST"))


def _tell(run: Run, url: str, form: dict[str, str], method: str) -> None:
    run.hooks.ask(url, form, method=method)


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
