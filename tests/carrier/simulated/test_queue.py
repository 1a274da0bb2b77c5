"""Enqueue, Leave and Dial Queue: how a caller waits, who comes, how it ends, and what each side's action is told."""

import time
from dataclasses import replace

import pytest
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import RESIDENT, TOKEN
from tests.carrier.simulated.queue_stage import SECOND, WAITS, a_waiting_caller, an_officer, dial


def test_a_caller_waits_one_round_per_act(carrier: SimulatedCarrier, app: App) -> None:
    phone = a_waiting_caller(carrier, app)
    time.sleep(0.4)
    assert len(app.forms("/wait")) == 1, "nobody did anything, so the application is left alone"
    phone.control.silence(phone.call.sid)
    phone.until("hold")
    phone.control.press(phone.call.sid, "5")
    phone.until("hold")
    assert phone.heard() == ["please wait"] * 3
    form = app.forms("/wait")[0]
    wanted = {"QueuePosition": "1", "CurrentQueueSize": "1", "MaxQueueSize": "1000", "AvgQueueTime": "0", "QueueTime": "0"}
    assert wanted.items() <= form.items()
    assert (form["QueueSid"][:2], form["CallSid"], form["From"]) == ("QU", phone.call.sid, RESIDENT)
    for asked in app.asked:
        assert RequestValidator(TOKEN).validate(app.url(asked.path), asked.form, asked.signature)


def test_a_caller_who_hangs_up_is_told_of_and_gone(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    phone = a_waiting_caller(carrier, app)
    carrier.control.hang_up(phone.call.sid)
    assert phone.end() == ["please wait"], "what the action answers is not heard by anybody"
    [form] = app.forms("/left")
    assert (form["QueueResult"], form["CallStatus"], form["QueueTime"]) == ("hangup", "completed", "0")
    assert client.queues.list()[0].current_size == 0


# the wait document, what the person does, how the queue says it ended, what is heard
ENDS = [
    ("<Say>a</Say><Leave/>", [], "leave", ["a", "goodbye"]),
    ("<Gather numDigits='1' action='/key'><Say>1 leaves</Say></Gather>", ["1"], "leave", ["1 leaves", "goodbye"]),
    ("<Say>a</Say><Hangup/>", [], "hangup", ["a"]),
    ("<Redirect>/key</Redirect>", [], "leave", ["goodbye"]),
    ("<Record action='/key'/>", [], "error", ["goodbye"]),
    ("<Dial>+8613900010112</Dial>", [], "error", ["goodbye"]),
    ("not a document <", [], "error", ["goodbye"]),
]


@pytest.mark.parametrize(("wait", "keys", "result", "heard"), ENDS)
def test_the_wait_document_can_end_the_waiting(
    carrier: SimulatedCarrier, app: App, wait: str, keys: list[str], result: str, heard: list[str]
) -> None:
    app.says("/voice", WAITS)
    app.says("/wait", wait)
    app.says("/key", "<Leave/>")
    app.says("/left", "<Say>goodbye</Say>")
    phone = dial(carrier)
    for key in keys:
        phone.press(key)
    assert phone.end() == heard
    assert [form["QueueResult"] for form in app.forms("/left")] == [result]


def test_without_an_action_the_document_goes_on_behind(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Enqueue waitUrl='/wait'>desk</Enqueue><Say>nobody came</Say>")
    app.says("/wait", "<Leave/>")
    assert dial(carrier).end() == ["nobody came"]


REFUSED = [
    ("<Enqueue action='/left' maxQueueSize='1' waitUrl='/wait'>desk</Enqueue>", "queue-full"),
    ("<Enqueue action='/left'/>", "error"),
    (f"<Enqueue action='/left'>{'x' * 65}</Enqueue>", "error"),
]


@pytest.mark.parametrize(("twiml", "result"), REFUSED)
def test_who_cannot_wait_is_told_at_once(carrier: SimulatedCarrier, app: App, twiml: str, result: str) -> None:
    a_waiting_caller(carrier, app)
    app.pages["/voice"].clear()
    app.says("/voice", twiml)
    assert dial(carrier, SECOND).end() == ["goodbye"]
    [form] = app.forms("/left")
    assert (form["QueueResult"], "QueueSid" in form) == (result, False)


def test_a_gather_in_the_wait_document_waits_itself(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", WAITS)
    app.says("/wait", "<Gather numDigits='1' action='/key'><Say>1 leaves</Say></Gather>")
    phone = dial(carrier)
    phone.silence()
    phone.until("gather")
    assert len(app.forms("/wait")) == 2
    assert "hold" not in phone.kinds()


def test_a_circle_in_the_wait_document_does_not_spin(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", WAITS)
    app.says("/wait", "<Say>still</Say><Redirect>/wait</Redirect>")
    phone = dial(carrier)
    phone.until("hold")
    time.sleep(0.3)
    assert len(app.forms("/wait")) == 1


@pytest.mark.parametrize(("twiml", "music"), [("<Enqueue>desk</Enqueue>", True), ("<Enqueue waitUrl=''>desk</Enqueue>", False)])
def test_without_a_wait_document_there_is_music_or_silence(
    carrier: SimulatedCarrier, app: App, twiml: str, music: bool
) -> None:
    app.says("/voice", twiml)
    assert dial(carrier).until("hold")["music"] is music


def test_a_paced_wait_asks_no_more_than_ten_times_a_second(settings: Settings, app: App) -> None:
    app.says("/voice", WAITS)
    app.says("/wait", "")
    carrier = SimulatedCarrier(replace(settings, time_scale=0.001)).start()
    try:
        phone = dial(carrier)
        time.sleep(1)
        asked = len(app.forms("/wait"))
        carrier.control.hang_up(phone.call.sid)
    finally:
        carrier.stop()
    assert 4 <= asked <= 11


def test_places_move_up(carrier: SimulatedCarrier, app: App) -> None:
    first = a_waiting_caller(carrier, app)
    second = dial(carrier, SECOND)
    assert second.until("queue")["position"] == 2
    second.until("hold")
    assert app.forms("/wait")[-1]["QueuePosition"] == "2"
    carrier.control.hang_up(first.call.sid)
    assert second.until("queue")["position"] == 1


@pytest.mark.parametrize("who", ["officer", "caller"])
def test_the_first_caller_is_joined_and_either_may_leave(
    carrier: SimulatedCarrier, client: Client, app: App, who: str
) -> None:
    caller = a_waiting_caller(carrier, app)
    behind = dial(carrier, SECOND)
    behind.until("hold")
    officer = an_officer(carrier, client, app)
    officer.until("bridge")
    caller.until("bridge")
    assert behind.until("queue")["position"] == 1
    carrier.control.speak(caller.call.sid, "the lamp is out")
    assert officer.until("voice")["text"] == "the lamp is out"
    carrier.control.speak(officer.call.sid, "which one")
    assert caller.until("voice")["text"] == "which one"
    carrier.control.hang_up((officer if who == "officer" else caller).call.sid)
    heard, answered = caller.end(), officer.end()
    [left], [dialled], [soon] = app.forms("/left"), app.forms("/dialled"), app.forms("/soon")
    assert (left["QueueResult"], left["QueueSid"]) == ("bridged", dialled["QueueSid"])
    assert (soon["CallSid"], soon["DequeingCallSid"]) == (caller.call.sid, officer.call.sid)
    told = {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "0", "DialCallSid": caller.call.sid}
    assert told.items() <= dialled.items()
    stays = {"officer": "completed", "caller": "in-progress"}[who]
    assert dialled["CallStatus"] == stays
    assert heard == ["please wait", "you are put through", "which one", *(["goodbye"] if who == "officer" else [])]
    assert answered == ["the lamp is out", *(["thank you"] if who == "caller" else [])]


def test_an_officer_waits_for_somebody_to_come(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    client.queues.create(friendly_name="desk")
    officer = an_officer(carrier, client, app)
    officer.until("hold")
    assert officer.call.waiting == "dial"
    app.says("/voice", WAITS)
    caller = dial(carrier)
    officer.until("bridge")
    caller.until("bridge")


@pytest.mark.parametrize(("known", "status"), [(True, "no-answer"), (False, "failed")])
def test_an_officer_whom_nobody_needs_goes_on(
    carrier: SimulatedCarrier, client: Client, app: App, known: bool, status: str
) -> None:
    if known:
        client.queues.create(friendly_name="desk", max_size=7)
    officer = an_officer(carrier, client, app)
    if known:
        officer.until("hold")
        carrier.control.silence(officer.call.sid)
    assert officer.end() == ["thank you"]
    [form] = app.forms("/dialled")
    assert (form["DialCallStatus"], form["DialBridged"]) == (status, "false")


def test_a_paced_officer_waits_as_long_as_the_timeout(settings: Settings, app: App) -> None:
    app.says("/voice", "<Dial timeout='5'><Queue>desk</Queue></Dial><Say>nobody</Say>")
    carrier = SimulatedCarrier(replace(settings, time_scale=0.02)).start()
    try:
        client = Client("AC" + "0" * 32, TOKEN)
        client.api.base_url = carrier.base_url
        client.queues.create(friendly_name="desk")
        began = time.monotonic()
        assert dial(carrier).end() == ["nobody"]
        assert 0.09 <= time.monotonic() - began < 3
        client.http_client.session.close()
    finally:
        carrier.stop()
