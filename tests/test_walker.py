"""The reader that judges our documents: what it does in a queue and in a talk, and what it refuses."""

from collections.abc import Iterator

import pytest

from tests.carrier.simulated.app import App
from tests.support.judge import Judged, Place, judge
from tests.support.walker import Walk

SAY = "<Say voice='Polly.Joanna-Neural' language='en-US'>{}</Say>"
WAITS = "<Enqueue action='{b}/left' waitUrl='{b}/wait'>c-17</Enqueue>"
HEARS = "action='{b}/a' actionOnEmptyResult='true'"
YUE = "<Say voice='Google.yue-HK-Standard-A' language='yue-HK'>請撳1</Say>"
RECORDED = "record='record-from-answer' recordingStatusCallback='{b}/kept'"


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    yield app
    app.stop()


def says(app: App, path: str, twiml: str) -> None:
    app.says(path, twiml.replace("{b}", app.url("")), kind="text/xml; charset=utf-8")


def call(app: App, twiml: str) -> Walk:
    says(app, "/voice", twiml)
    says(app, "/carrier/status", SAY)
    return Walk(base=app.url(""), token="t", account="AC1", hotline="+861012345678", caller="+8613800138000").dial()


def test_a_queue_is_waited_in_round_by_round_until_somebody_comes(app: App) -> None:
    says(app, "/wait", SAY.format("please wait"))
    says(app, "/left", SAY.format("goodbye") + "<Hangup/>")
    walk = call(app, SAY.format("hello") + WAITS)
    walk.wait_round(position=2, size=3, seconds=20).wait_round()
    assert not walk.over
    first = app.forms("/wait")[0]
    assert (first["QueuePosition"], first["CurrentQueueSize"], first["QueueTime"]) == ("2", "3", "20")
    walk.bridged(45)
    assert (walk.over, walk.heard) == (True, ["hello", "please wait", "please wait", "goodbye"])
    told = app.forms("/left")[0]
    assert (told["QueueResult"], told["QueueTime"], told["QueueSid"]) == ("bridged", "45", first["QueueSid"])


def test_a_key_in_the_queue_leaves_it(app: App) -> None:
    says(app, "/wait", f"<Gather numDigits='1' input='dtmf' action='{{b}}/key'>{SAY.format('1 leaves')}</Gather>")
    says(app, "/key", "<Leave/>")
    says(app, "/left", "<Hangup/>")
    walk = call(app, WAITS).wait_round()
    walk.silence()
    assert walk.queue is not None
    assert walk.wait_round().press("1").over
    assert (app.forms("/key")[0]["Digits"], app.forms("/left")[0]["QueueResult"]) == ("1", "leave")


def test_who_hangs_up_in_the_queue_is_told_of(app: App) -> None:
    says(app, "/left", "<Hangup/>")
    assert call(app, WAITS).hang_up().over
    told = app.forms("/left")[0]
    assert (told["QueueResult"], told["CallStatus"]) == ("hangup", "completed")


@pytest.mark.parametrize(("noun", "field"), [
    ("<Number url='{b}/soon'>+8613900010112</Number>", "ParentCallSid"),
    ("<Queue url='{b}/soon'>c-17</Queue>", "DequeingCallSid"),
])
def test_a_talk_has_its_whisper_and_its_end(app: App, noun: str, field: str) -> None:
    says(app, "/soon", SAY.format("a caller"))
    says(app, "/done", "<Hangup/>")
    walk = call(app, f"<Dial action='{{b}}/done' callerId='+861012345678' {RECORDED}>{noun}</Dial>")
    assert walk.whisper() == "a caller"
    assert walk.dial_ended("completed", 61).over
    told = app.forms("/done")[0]
    assert (told["DialCallStatus"], told["DialCallDuration"], told["DialBridged"]) == ("completed", "61", "true")
    assert "RecordingUrl" in told
    soon = app.forms("/soon")[0]
    assert soon[field] == walk.sid
    assert soon["CallSid"] == told["DialCallSid"] != walk.sid


@pytest.mark.parametrize(("status", "bridged"), [("busy", None), ("no-answer", None), ("completed", False)])
def test_a_talk_that_never_was_is_told_as_such(app: App, status: str, bridged: bool | None) -> None:
    says(app, "/done", "<Hangup/>")
    walk = call(app, f"<Dial action='{{b}}/done' {RECORDED}><Number>+8613900010112</Number></Dial>")
    walk.dial_ended(status, bridged=bridged)
    told = app.forms("/done")[0]
    assert (told["DialBridged"], "RecordingUrl" in told, "DialCallDuration" in told) == ("false", False, False)


def test_a_queue_asks_nothing_and_a_talk_waits_for_nobody(app: App) -> None:
    for act in (lambda walk: walk.press("1"), lambda walk: walk.dial_ended()):
        with pytest.raises(Judged):
            act(call(app, WAITS))


FINE = [
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='{b}/w' maxQueueSize='1'>c-17</Enqueue>"),
    (Place.CALL, f"<Dial action='{{b}}/a' timeout='20' {RECORDED}><Queue>c-17</Queue></Dial>"),
    (Place.CALL, "<Dial action='{b}/a'><Number>+8613900010112</Number><Number>+8613900010113</Number></Dial>"),
    (Place.WAIT, SAY.format("wait") + "<Play>{b}/music.wav</Play>"),
    (Place.WAIT, "<Leave/>"),
    (Place.CALLED, SAY.format("press 1")),
    (Place.FETCHED, ""),
    (Place.CALL, YUE + "<Hangup/>"),
    (Place.CALL, f"<Gather {HEARS} input='dtmf speech' language='yue-Hant-HK'>{YUE}</Gather>"),
]
REFUSED = [
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='http://elsewhere/w'>c-17</Enqueue>"),
    (Place.CALL, "<Enqueue waitUrl='{b}/w'>c-17</Enqueue>"),
    (Place.CALL, "<Enqueue action='{b}/a'>c-17</Enqueue>"),
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='{b}/w'/>"),
    (Place.CALL, f"<Enqueue action='{{b}}/a' waitUrl='{{b}}/w'>{'x' * 65}</Enqueue>"),
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='{b}/w'>+8613800138000</Enqueue>"),
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='{b}/w' maxQueueSize='0'>c-17</Enqueue>"),
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='{b}/w' beep='1'>c-17</Enqueue>"),
    (Place.CALL, "<Enqueue action='{b}/a' waitUrl='{b}/w'>c-17</Enqueue><Hangup/>"),
    (Place.CALL, "<Dial action='{b}/a'>+8613900010112</Dial>"),
    (Place.CALL, "<Dial><Number>+8613900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a'><Number>13900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a'><Number url='/w'>+8613900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a'><Number>+8613900010112</Number><Queue>c-17</Queue></Dial>"),
    (Place.CALL, "<Dial action='{b}/a' callerId='12345'><Number>+8613900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a' timeout='1'><Number>+8613900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a' record='true'><Number>+8613900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a' record='record-from-answer'><Number>+8613900010112</Number></Dial>"),
    (Place.CALL, "<Dial action='{b}/a' method='GET'><Queue>c-17</Queue></Dial>"),
    (Place.CALL, "<Leave/>"),
    (Place.WAIT, ""),
    (Place.WAIT, "<Record/>"),
    (Place.WAIT, "<Dial action='{b}/a'><Queue>c-17</Queue></Dial>"),
    (Place.WAIT, "<Play>http://elsewhere/music.wav</Play>"),
    (Place.FETCHED, "<Hangup/>"),
    (Place.CALLED, "<Leave/>"),
    (Place.CALL, "<Say voice='Google.yue-HK-Standard-A' language='cmn-CN'>請撳1</Say><Hangup/>"),
]


def written(twiml: str) -> bytes:
    return f'<?xml version="1.0"?><Response>{twiml.replace("{b}", "http://h")}</Response>'.encode()


@pytest.mark.parametrize(("place", "twiml"), FINE)
def test_what_a_carrier_may_get(place: Place, twiml: str) -> None:
    judge(written(twiml), "http://h", place)


@pytest.mark.parametrize(("place", "twiml"), REFUSED)
def test_what_no_carrier_should_get(place: Place, twiml: str) -> None:
    with pytest.raises(Judged):
        judge(written(twiml), "http://h", place)
