"""Calls the application orders: ringing, fates, machines, callbacks, and changing them on the way."""

import time

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import NUMBER, RESIDENT, TOKEN
from tests.carrier.simulated.phone import Phone

EVENTS = ["initiated", "ringing", "answered", "completed"]


def order(client: Client, app: App, to: str = RESIDENT, **more: object) -> str:
    given = {"url": app.url("/survey"), "status_callback": app.url("/status"), "status_callback_event": EVENTS} | more
    return str(client.calls.create(to=to, from_=NUMBER, **given).sid)


def pick_up(carrier: SimulatedCarrier, number: str = RESIDENT) -> Phone:
    for _ in range(500):
        for call in carrier.control.ringing(number):
            carrier.control.answer(call.sid)
            return Phone(carrier, call)
        time.sleep(0.01)
    raise AssertionError("nothing rings")


def test_an_attended_phone_rings_until_it_is_answered(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    carrier.control.attend(RESIDENT)
    app.says("/survey", "<Gather numDigits='1' action='/answer'><Say>solved?</Say></Gather>")
    app.says("/answer", "<Say>thanks</Say>")
    sid = order(client, app)
    phone = pick_up(carrier)
    phone.press("1")
    assert phone.end() == ["solved?", "thanks"]
    told = [form["CallStatus"] for form in app.forms("/status")]
    assert told == ["initiated", "ringing", "in-progress", "completed"]
    assert app.forms("/survey")[0]["Direction"] == "outbound-api"
    assert app.forms("/survey")[0]["CallStatus"] == "in-progress"
    for asked in app.asked:
        assert RequestValidator(TOKEN).validate(app.url(asked.path), asked.form, asked.signature)
    kept = client.calls(sid).fetch()
    assert (kept.status, kept.direction, kept.duration) == ("completed", "outbound-api", "0")


FATES = [("+8613800000001", "busy"), ("+8613800000002", "no-answer"), (RESIDENT, "no-answer")]


@pytest.mark.parametrize(("number", "status"), FATES)
def test_who_does_not_answer_is_told_once_at_the_end(
    carrier: SimulatedCarrier, client: Client, app: App, number: str, status: str
) -> None:
    sid = order(client, app, number, status_callback_event=["completed"])
    [form] = app.wait_for("/status")
    assert (form["CallSid"], form["CallStatus"], form["CallDuration"]) == (sid, status, "0")
    assert app.forms("/survey") == []


@pytest.mark.parametrize(
    ("asked", "heard"), [({}, None), ({"machine_detection": "Enable"}, "machine_start"), ({"async_amd": "true"}, None)]
)
def test_a_machine_listens_and_never_keys(
    carrier: SimulatedCarrier, client: Client, app: App, asked: dict[str, str], heard: str | None
) -> None:
    app.says("/survey", "<Gather action='/answer'><Say>solved?</Say></Gather><Record action='/recorded'/>")
    order(client, app, "+8613800000003", **asked)
    app.wait_for("/recorded")
    assert app.forms("/survey")[0].get("AnsweredBy") == heard
    assert app.forms("/answer") == []


def test_a_machine_is_told_of_while_the_call_goes_on(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    order(
        client,
        app,
        "+8613800000003",
        machine_detection="Enable",
        async_amd="true",
        async_amd_status_callback=app.url("/machine"),
    )
    assert app.wait_for("/machine")[0]["AnsweredBy"] == "machine_start"


def test_a_declined_call_is_busy(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    carrier.control.attend(RESIDENT)
    sid = order(client, app)
    app.wait_for("/status", 2)
    carrier.control.decline(sid)
    assert app.wait_for("/status", 3)[-1]["CallStatus"] == "busy"


def test_a_ringing_call_can_be_cancelled_and_then_not_changed(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    carrier.control.attend(RESIDENT)
    sid = order(client, app)
    app.wait_for("/status", 2)
    client.calls(sid).update(status="canceled")
    assert app.wait_for("/status", 3)[-1]["CallStatus"] == "canceled"
    with pytest.raises(TwilioRestException) as refusal:
        client.calls(sid).update(status="completed")
    assert refusal.value.code == 21220


def test_a_live_call_can_be_redirected_and_ended(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    carrier.control.attend(RESIDENT)
    app.says("/survey", "<Gather><Say>wait</Say></Gather>")
    app.says("/elsewhere", "<Gather><Say>elsewhere</Say></Gather>")
    sid = order(client, app)
    phone = pick_up(carrier)
    phone.until("gather")
    client.calls(sid).update(url=app.url("/elsewhere"))
    phone.until("gather")
    client.calls(sid).update(status="completed")
    assert phone.end() == ["wait", "elsewhere"]


def test_inline_documents_need_absolute_actions(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    number = "+8613800000003"
    client.calls.create(to=number, from_=NUMBER, twiml=f"<Response><Redirect>{app.url('/absolute')}</Redirect></Response>")
    app.wait_for("/absolute")
    relative = client.calls.create(to=number, from_=NUMBER, twiml="<Response><Gather action='/x'/></Response>")
    call = carrier.control.live(str(relative.sid))
    assert call.until_over(5)
    assert call.warnings[0].startswith("11100")


REFUSED = [
    ({"to": "12345", "url": "http://a/"}, 21211),
    ({"to": RESIDENT}, 21205),
    ({"to": RESIDENT, "url": "nonsense"}, 21205),
    ({"to": RESIDENT, "twiml": "x" * 4001}, 32018),
]


@pytest.mark.parametrize(("given", "code"), REFUSED)
def test_what_cannot_be_called_is_refused(client: Client, given: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.calls.create(from_=NUMBER, **given)
    assert refusal.value.code == code


def test_calls_are_listed_and_narrowed(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    first = order(client, app, "+8613800000001")
    app.wait_for("/status", 3)
    carrier.control.call(RESIDENT).until_over(5)
    assert [call.sid for call in client.calls.list(to="+8613800000001", status="busy")] == [first]
    assert [call.direction for call in client.calls.list(from_=RESIDENT)] == ["inbound"]


def test_a_call_cut_off_by_a_stop_is_reported_as_failed(settings: Settings, app: App, tmp_path: object) -> None:
    kept = Settings(
        account_sid=settings.account_sid,
        auth_token=settings.auth_token,
        number=NUMBER,
        voice_url=settings.voice_url,
        sms_url=settings.sms_url,
        db=f"{tmp_path}/carrier.db",
        time_scale=0,
    )
    first = SimulatedCarrier(kept)
    row = ("CA" + "1" * 32, "", "outbound-api", NUMBER, RESIDENT, "in-progress", 1.0, app.url("/status"), "completed")
    first._store.write(
        "INSERT INTO calls (sid, parent, direction, sender, recipient, status, created, callback, callback_events)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    first._server.server_close()
    first._store.close()
    second = SimulatedCarrier(kept).start()
    try:
        assert app.wait_for("/status")[0]["CallStatus"] == "failed"
    finally:
        second.stop()
