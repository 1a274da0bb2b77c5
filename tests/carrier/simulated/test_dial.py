"""Dial to a number: who may be shown and called, the whisper, how the talk ends, and what is kept of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import NUMBER, RESIDENT
from tests.carrier.simulated.phone import Phone

OFFICER, OTHER, MACHINE = "+8613900010112", "+8613900010113", "+8613900010103"


def dial(carrier: SimulatedCarrier, app: App, attributes: str = "", nouns: str = OFFICER) -> Phone:
    app.says("/voice", f"<Dial action='/dialled' {attributes}>{nouns}</Dial>")
    app.says("/dialled", "<Say>back</Say>")
    return Phone(carrier, carrier.control.call(RESIDENT))


def picked_up(carrier: SimulatedCarrier, number: str = OFFICER) -> Phone:
    for _ in range(500):
        for call in carrier.control.ringing(number):
            carrier.control.answer(call.sid)
            return Phone(carrier, call)
        time.sleep(0.01)
    raise AssertionError("nothing rings")


def joined(carrier: SimulatedCarrier, app: App, attributes: str = "", nouns: str = OFFICER) -> tuple[Phone, Phone]:
    carrier.control.attend(OFFICER)
    resident = dial(carrier, app, attributes, nouns)
    officer = picked_up(carrier)
    resident.until("bridge")
    officer.until("bridge")
    return resident, officer


REFUSED = [
    ("", NUMBER),
    ("", "13900010112"),
    ("", "extension 7"),
    ("callerId='+8613911112222'", OFFICER),
    ("callerId=''", OFFICER),
    ("", f"<Number>{OFFICER}</Number><Queue>desk</Queue>"),
]


@pytest.mark.parametrize(("attributes", "nouns"), REFUSED)
def test_what_may_not_be_dialled_fails_and_goes_on(
    carrier: SimulatedCarrier, app: App, attributes: str, nouns: str
) -> None:
    carrier.control.attend(OFFICER)
    phone = dial(carrier, app, attributes, nouns)
    assert phone.end() == ["back"]
    assert app.forms("/dialled")[0]["DialCallStatus"] == "failed"
    assert phone.call.warnings[0].startswith("132")


@pytest.mark.parametrize("shown", [NUMBER, RESIDENT])
def test_the_called_one_sees_the_line_or_the_caller(carrier: SimulatedCarrier, app: App, shown: str) -> None:
    _, officer = joined(carrier, app, f"callerId='{shown}'")
    assert officer.call.sender == shown


def test_who_hangs_up_first_is_told_either_way(carrier: SimulatedCarrier, app: App) -> None:
    resident, officer = joined(carrier, app)
    carrier.control.hang_up(resident.call.sid)
    assert (resident.end(), officer.end()) == ([], [])
    [form] = app.wait_for("/dialled")
    told = {"DialCallStatus": "completed", "DialBridged": "true", "CallStatus": "completed", "DialCallSid": officer.call.sid}
    assert told.items() <= form.items()


def test_a_caller_who_hangs_up_while_it_rings_cancels_it(carrier: SimulatedCarrier, app: App) -> None:
    carrier.control.attend(OFFICER)
    phone = dial(carrier, app)
    phone.until("transfer")
    while not carrier.control.ringing(OFFICER):
        time.sleep(0.01)
    carrier.control.hang_up(phone.call.sid)
    phone.end()
    [form] = app.wait_for("/dialled")
    assert (form["DialCallStatus"], form["DialBridged"]) == ("canceled", "false")
    assert carrier.control.ringing(OFFICER) == []


WHISPERS = [
    ("<Gather numDigits='1' action='/key'><Say>press 1</Say></Gather><Hangup/>", "9", "<Hangup/>", "completed"),
    ("<Gather numDigits='1' action='/key'/><Hangup/>", "", "<Say>never</Say>", "completed"),
    ("<Dial>+8613900010113</Dial>", None, "", "completed"),
]


@pytest.mark.parametrize(("whisper", "key", "keyed", "status"), WHISPERS)
def test_who_ends_in_the_whisper_was_never_joined(
    carrier: SimulatedCarrier, app: App, whisper: str, key: str | None, keyed: str, status: str
) -> None:
    app.says("/whisper", whisper)
    app.says("/key", keyed)
    carrier.control.attend(OFFICER)
    resident = dial(carrier, app, "", f"<Number url='/whisper'>{OFFICER}</Number>")
    officer = picked_up(carrier)
    if key:
        officer.press(key)
    elif key is not None:
        officer.silence()
    assert resident.end() == ["back"]
    assert "bridge" not in resident.kinds() + officer.kinds()
    [form] = app.forms("/dialled")
    assert (form["DialCallStatus"], form["DialBridged"]) == (status, "false")


def test_the_leg_tells_how_it_goes(carrier: SimulatedCarrier, app: App) -> None:
    told = "statusCallback='/leg' statusCallbackEvent='initiated ringing answered completed'"
    _, officer = joined(carrier, app, "", f"<Number {told}>{OFFICER}</Number>")
    carrier.control.hang_up(officer.call.sid)
    assert [form["CallStatus"] for form in app.wait_for("/leg", 4)] == ["initiated", "ringing", "in-progress", "completed"]


@pytest.mark.parametrize(("attributes", "who", "key", "ends"), [
    ("hangupOnStar='true'", "resident", "*", True),
    ("hangupOnStar='true'", "resident", "5", False),
    ("hangupOnStar='true'", "officer", "*", False),
    ("", "resident", "*", False),
])
def test_a_star_of_the_caller_ends_the_talk_where_it_may(
    carrier: SimulatedCarrier, app: App, attributes: str, who: str, key: str, ends: bool
) -> None:
    resident, officer = joined(carrier, app, attributes)
    presses, hears = (resident, officer) if who == "resident" else (officer, resident)
    carrier.control.press(presses.call.sid, key)
    assert hears.until("keys")["text"] == key
    if not ends:
        assert resident.call.events(len(resident.call.events()), 0.2) == [], "they talk on"
        carrier.control.hang_up(officer.call.sid)
    assert resident.end() == ["back"]
    assert officer.call.until_over(5)


@contextmanager
def paced(settings: Settings, scale: float) -> Iterator[SimulatedCarrier]:
    carrier = SimulatedCarrier(replace(settings, time_scale=scale)).start()
    try:
        yield carrier
    finally:
        carrier.stop()


def test_a_talk_lasts_no_longer_than_its_limit(settings: Settings, app: App) -> None:
    with paced(settings, 0.05) as carrier:
        resident, officer = joined(carrier, app, "timeLimit='10'")
        assert resident.end() == ["back"]
        assert officer.call.until_over(5)


def test_a_call_that_only_dials_rings_until_it_is_joined(carrier: SimulatedCarrier, app: App) -> None:
    carrier.control.attend(OFFICER)
    resident = dial(carrier, app, "answerOnBridge='true'")
    resident.until("transfer")
    assert resident.call.status == "ringing"
    picked_up(carrier)
    resident.until("bridge")
    assert resident.call.status == "in-progress"


@pytest.mark.parametrize(("attributes", "rounds"), [("sequential='true'", 2), ("", 1)])
def test_one_after_the_other_or_all_at_once(carrier: SimulatedCarrier, app: App, attributes: str, rounds: int) -> None:
    resident, _ = joined(carrier, app, attributes, f"<Number>{OTHER}</Number><Number>{OFFICER}</Number>")
    assert resident.kinds().count("transfer") == rounds


RECORDS = [("record-from-answer", "1"), ("record-from-ringing", "1"), ("record-from-answer-dual", "2"), ("true", "1")]


@pytest.mark.parametrize("who", ["resident", "officer"])
@pytest.mark.parametrize(("how", "channels"), RECORDS)
def test_the_talk_is_kept_and_told_of(
    carrier: SimulatedCarrier, client: Client, app: App, how: str, channels: str, who: str
) -> None:
    resident, officer = joined(carrier, app, f"record='{how}' recordingStatusCallback='/kept'")
    for phone, words in ((resident, "the lamp is out"), (officer, "which one"), (resident, "at the school")):
        carrier.control.speak(phone.call.sid, words)
    carrier.control.hang_up((resident if who == "resident" else officer).call.sid)
    resident.end()
    [form], [kept] = app.wait_for("/dialled"), app.wait_for("/kept")
    assert carrier.control.recording_words(kept["RecordingSid"]) == "the lamp is out which one at the school"
    assert (kept["RecordingSource"], kept["RecordingChannels"]) == ("DialVerb", channels)
    assert (kept["CallSid"], kept["RecordingStatus"]) == (resident.call.sid, "completed")
    assert form["RecordingUrl"] == kept["RecordingUrl"]
    [listed] = client.recordings.list(call_sid=resident.call.sid)
    assert (listed.source, listed.channels, listed.sid) == ("DialVerb", int(channels), kept["RecordingSid"])
    assert client.recordings(listed.sid).delete()


@pytest.mark.parametrize("how", ["", "do-not-record", "false"])
def test_what_nobody_asked_to_keep_is_not_kept(carrier: SimulatedCarrier, client: Client, app: App, how: str) -> None:
    resident, officer = joined(carrier, app, f"record='{how}'")
    carrier.control.hang_up(officer.call.sid)
    resident.end()
    assert client.recordings.list() == []
    assert "RecordingUrl" not in app.forms("/dialled")[0]


def test_a_leg_sent_elsewhere_leaves_the_talk(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    app.says("/elsewhere", "<Gather><Say>elsewhere</Say></Gather>")
    resident, officer = joined(carrier, app)
    client.calls(officer.call.sid).update(url=app.url("/elsewhere"))
    officer.until("gather")
    assert resident.end() == ["back"]
    assert "DialCallDuration" not in app.forms("/dialled")[0]
    assert not officer.call.over


MACHINES = [
    ({"machine_detection": "DetectMessageEnd"}, "machine_end_beep", ["the road is mended"]),
    ({"machine_detection": "Enable"}, "machine_start", []),
    ({}, None, []),
]


@pytest.mark.parametrize(("asked", "heard", "left"), MACHINES)
def test_a_message_is_left_after_the_beep(
    carrier: SimulatedCarrier, client: Client, app: App, asked: dict[str, str], heard: str | None, left: list[str]
) -> None:
    app.says("/survey", "<Say>the road is mended</Say>")
    client.calls.create(to=MACHINE, from_=NUMBER, url=app.url("/survey"), status_callback=app.url("/ended"), **asked)
    app.wait_for("/ended")
    assert app.forms("/survey")[0].get("AnsweredBy") == heard
    assert [message["words"] for message in carrier.control.left(MACHINE)] == left


def test_what_is_said_before_a_late_beep_is_lost(settings: Settings, app: App) -> None:
    app.says("/survey", "<Say>are you there</Say><Pause length='60'/>")
    app.says("/message", "<Say>we will call again</Say>")
    with paced(settings, 0.02) as carrier:
        client = Client(settings.account_sid, settings.auth_token)
        client.api.base_url = carrier.base_url
        ordered = client.calls.create(
            to=MACHINE,
            from_=NUMBER,
            url=app.url("/survey"),
            machine_detection="DetectMessageEnd",
            async_amd="true",
            async_amd_status_callback=app.url("/heard"),
        )
        assert app.wait_for("/heard")[0]["AnsweredBy"] == "machine_end_beep"
        client.calls(str(ordered.sid)).update(url=app.url("/message"))
        assert carrier.control.live(str(ordered.sid)).until_over(5)
        assert [message["words"] for message in carrier.control.left(MACHINE)] == ["we will call again"]
        client.http_client.session.close()
