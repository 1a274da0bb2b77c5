"""Gather, Record and Dial: what the person at the phone does, and what the application is told of it."""

import io
import wave
from dataclasses import replace

import pytest
import requests
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import ACCOUNT, RESIDENT, TOKEN
from tests.carrier.simulated.phone import Phone

OFFICER = "+8613900010112"


def dial(carrier: SimulatedCarrier) -> Phone:
    return Phone(carrier, carrier.control.call(RESIDENT))


# attributes, what is done, what the action gets; None: it isn't asked and the document goes on
GATHERS = [
    ("numDigits='1'", ["press 1"], {"Digits": "1"}),
    ("numDigits='1'", ["press 12"], {"Digits": "1"}),
    ("", ["press 26417301#"], {"Digits": "26417301", "FinishedOnKey": "#"}),
    ("", ["press 2641"], {"Digits": "2641"}),
    ("", ["more 2", "more 6", "more #"], {"Digits": "26"}),
    ("numDigits='2'", ["more 2", "more 6"], {"Digits": "26"}),
    ("", ["press #"], None),
    ("finishOnKey='' numDigits='1'", ["press #"], {"Digits": "#"}),
    ("finishOnKey='' numDigits='1'", ["press *"], {"Digits": "*"}),
    ("finishOnKey='*'", ["press 1#2*"], {"Digits": "1#2"}),
    ("", ["silence"], None),
    ("actionOnEmptyResult='true'", ["silence"], {"Digits": ""}),
    ("", ["speak hello"], None),
    ("input='speech'", ["speak 井盖坏了"], {"SpeechResult": "井盖坏了"}),
    ("input='speech'", ["press 1"], None),
    ("input='dtmf speech' numDigits='1'", ["speak hello"], {"SpeechResult": "hello"}),
    ("input='dtmf speech' numDigits='1'", ["press 0"], {"Digits": "0"}),
    ("input='dtmf speech'", ["silence"], None),
    ("timeout='x' numDigits='none'", ["press 5"], {"Digits": "5"}),
]


def act(phone: Phone, what: str) -> None:
    verb, _, rest = what.partition(" ")
    if verb == "press":
        phone.press(rest)
    elif verb == "more":
        phone.control.press(phone.call.sid, rest, more=True)
    elif verb == "speak":
        phone.speak(rest)
    else:
        phone.silence()


@pytest.mark.parametrize(("attributes", "done", "told"), GATHERS)
def test_gather(carrier: SimulatedCarrier, app: App, attributes: str, done: list[str], told: dict[str, str] | None) -> None:
    app.says("/voice", f"<Gather action='/keyed' {attributes}><Say>which?</Say></Gather><Say>nothing came</Say>")
    app.says("/keyed", "<Say>thanks</Say>")
    phone = dial(carrier)
    if done[0].startswith("more"):
        phone.until("gather")
    for what in done:
        act(phone, what)
    assert phone.end() == ["which?", "nothing came" if told is None else "thanks"]
    forms = app.forms("/keyed")
    assert len(forms) == (0 if told is None else 1)
    if told is not None:
        assert told.items() <= forms[0].items()


def test_a_gather_without_action_asks_the_same_document_again(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Gather numDigits='1'/>")
    app.says("/voice", "<Say>twice</Say>")
    phone = dial(carrier)
    phone.press("7")
    assert phone.end() == ["twice"]
    assert app.forms("/voice")[1]["Digits"] == "7"


def test_keys_before_a_prompt_are_lost(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Gather numDigits='1' action='/one'/>")
    app.says("/one", "<Gather numDigits='1' action='/two'/>", delay=0.3)
    app.says("/two", "<Say>end</Say>")
    phone = dial(carrier)
    phone.until("gather")
    for key in "123":
        carrier.control.press(phone.call.sid, key)
    phone.press("9")
    assert phone.end() == ["end"]
    assert app.forms("/two")[0]["Digits"] == "9"


RECORDS = [
    ("", ["speak broken cover"], "broken cover", None),
    ("", ["silence"], "", None),
    ("finishOnKey='#'", ["press 1"], "", None),
    ("", ["press 5"], "", "5"),
]


@pytest.mark.parametrize(("attributes", "done", "words", "digits"), RECORDS)
def test_record_keeps_the_words_and_always_goes_to_its_action(
    carrier: SimulatedCarrier, app: App, attributes: str, done: list[str], words: str, digits: str | None
) -> None:
    app.says("/voice", f"<Record action='/recorded' recordingStatusCallback='/ready' {attributes}/><Say>never</Say>")
    app.says("/recorded", "<Say>kept</Say>")
    phone = dial(carrier)
    for what in done:
        act(phone, what)
    assert phone.end() == ["kept"]
    assert phone.kinds()[:2] == ["beep", "record"]
    [form] = app.forms("/recorded")
    assert form.get("Digits") == digits
    assert (int(form["RecordingDuration"]) > 0) == bool(words)
    [ready] = app.wait_for("/ready")
    assert (ready["RecordingStatus"], ready["RecordingUrl"]) == ("completed", form["RecordingUrl"])
    assert carrier.control.recording_words(ready["RecordingSid"]) == words


def test_a_hang_up_while_recording_keeps_it_and_tells(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Record action='/recorded' playBeep='false'/>")
    phone = dial(carrier)
    phone.until("record")
    carrier.control.speak(phone.call.sid, "half a sentence", more=True)
    carrier.control.hang_up(phone.call.sid)
    phone.end()
    [form] = app.forms("/recorded")
    assert (form["Digits"], form["CallStatus"]) == ("hangup", "completed")
    assert carrier.control.recording_words(form["RecordingSid"]) == "half a sentence"


@pytest.mark.parametrize("on", [True, False])
def test_speech_text_comes_only_where_it_is_switched_on(settings: Settings, app: App, on: bool) -> None:
    app.says("/voice", "<Record action='/recorded' transcribe='true' transcribeCallback='/text'/>")
    carrier = SimulatedCarrier(replace(settings, speech_text=on)).start()
    try:
        phone = dial(carrier)
        phone.speak("人民路12号")
        phone.end()
        assert carrier.control.settle()
    finally:
        carrier.stop()
    assert [form["TranscriptionText"] for form in app.forms("/text")] == (["人民路12号"] if on else [])


def test_the_recording_is_a_real_sound_behind_the_token_and_can_be_deleted(
    carrier: SimulatedCarrier, client: Client, app: App
) -> None:
    app.says("/voice", "<Record action='/recorded'/>")
    phone = dial(carrier)
    phone.speak("a sentence that takes some three seconds to say")
    phone.end()
    url = app.forms("/recorded")[0]["RecordingUrl"]
    assert requests.get(url, timeout=5).status_code == 401
    for suffix in ("", ".wav"):
        with wave.open(io.BytesIO(requests.get(url + suffix, auth=(ACCOUNT, TOKEN), timeout=5).content)) as sound:
            assert sound.getnframes() / sound.getframerate() == 4
    mp3 = requests.get(url + ".mp3", auth=(ACCOUNT, TOKEN), timeout=5)
    assert mp3.headers["Content-Type"] == "audio/mpeg"
    [listed] = client.recordings.list(call_sid=phone.call.sid)
    assert (listed.duration, url.endswith(listed.sid)) == ("4", True)
    assert client.recordings(listed.sid).delete()
    assert client.recordings.list() == []
    assert requests.get(url, auth=(ACCOUNT, TOKEN), timeout=5).status_code == 404


DIALS = [
    ("+8613800000001", "busy"),
    ("+8613800000002", "no-answer"),
    ("+8613800000044", "no-answer"),
]


@pytest.mark.parametrize(("number", "status"), DIALS)
def test_dial_says_how_it_failed(carrier: SimulatedCarrier, app: App, number: str, status: str) -> None:
    app.says("/voice", f"<Dial action='/dialled'>{number}</Dial><Say>never</Say>")
    app.says("/dialled", "<Say>back</Say>")
    assert dial(carrier).end() == ["back"]
    assert app.forms("/dialled")[0]["DialCallStatus"] == status


def test_dial_joins_two_people_after_the_whisper(carrier: SimulatedCarrier, app: App) -> None:
    app.says(
        "/voice",
        "<Dial action='/dialled' callerId='+861012345678'><Number url='/whisper'>" + OFFICER + "</Number></Dial>",
    )
    app.says("/whisper", "<Say>a resident</Say>")
    app.says("/dialled", "<Say>back</Say>")
    carrier.control.attend(OFFICER)
    resident = dial(carrier)
    app.wait_for("/voice")
    while not (legs := carrier.control.ringing(OFFICER)):
        resident.call.until(lambda: False, 0.01)
    officer = Phone(carrier, legs[0])
    carrier.control.answer(officer.call.sid)
    resident.until("bridge")
    officer.until("bridge")
    carrier.control.speak(resident.call.sid, "it is still broken")
    assert officer.until("voice")["text"] == "it is still broken"
    carrier.control.hang_up(officer.call.sid)
    assert resident.end() == ["back"]
    assert officer.heard() == ["a resident", "it is still broken"]
    [form] = app.forms("/dialled")
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "true")
    assert app.forms("/whisper")[0]["ParentCallSid"] == resident.call.sid
