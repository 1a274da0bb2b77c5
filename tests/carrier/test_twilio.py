"""The adapter against a real socket: what it sends, what it makes of every kind of answer and of none."""

import base64
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from hotline.carrier.settings import CarrierSettings
from hotline.carrier.twilio import Carrier, TooLarge
from hotline.domain.errors import Permanent, Temporary, Uncertain
from tests.carrier.loopback import Answer, Loopback
from tests.support.ports import free_port

SID = "SM" + "0" * 32
TO = "+8613900010010"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def carrier_at(url: str, **more: Any) -> Carrier:
    settings: dict[str, Any] = {
        "account_sid": "AC1", "auth_token": "secret", "number": "+861012345678", "public_url": "https://h.example",
        "api_base_url": url, "timeout": 2.0,
    }  # fmt: skip
    return Carrier(CarrierSettings(**{**settings, **more}))


def always(answer: Answer) -> Loopback:
    return Loopback(lambda *_: answer)


def test_a_text_goes_out() -> None:
    with always((201, {"sid": SID})) as server:
        assert carrier_at(server.url + "/api/laml").send_text(TO, "您好 🙂", "https://h.example/carrier/texts/m1") == SID
    assert server.asked == [(
        "POST", "/api/laml/2010-04-01/Accounts/AC1/Messages.json",
        {"To": TO, "From": "+861012345678", "Body": "您好 🙂", "StatusCallback": "https://h.example/carrier/texts/m1"},
    )]  # fmt: skip
    assert server.auth == ["Basic " + base64.b64encode(b"AC1:secret").decode()]


def test_a_text_through_a_service() -> None:
    with always((201, {"sid": SID})) as server:
        carrier_at(server.url, messaging_service_sid="MG1").send_text(TO, "x", "https://h.example/c")
    assert server.asked[0][2]["MessagingServiceSid"] == "MG1"
    assert "From" not in server.asked[0][2]


def test_a_call_is_placed_and_ended() -> None:
    with always((201, {"sid": "CA1"})) as server:
        carrier = carrier_at(server.url)
        assert carrier.place_call(TO, "https://h/u", "https://h/s", 25, "DetectMessageEnd", "https://h/m") == "CA1"
        carrier.end_call("CA1")
        carrier.go_on("CA1", "https://h/t")
    assert server.asked[0][2] == {
        "To": TO, "From": "+861012345678", "Url": "https://h/u", "Timeout": "25", "StatusCallback": "https://h/s",
        "MachineDetection": "DetectMessageEnd", "AsyncAmd": "true", "AsyncAmdStatusCallback": "https://h/m",
    }  # fmt: skip
    call = "/2010-04-01/Accounts/AC1/Calls/CA1.json"
    assert server.asked[1] == ("POST", call, {"Status": "completed"})
    assert server.asked[2] == ("POST", call, {"Url": "https://h/t", "Method": "POST"})


def refused(code: int, status: int) -> Answer:
    return status, {"code": code, "message": f"no for {TO}", "status": status}


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refused(21610, 400), Permanent, 21610),
        (refused(21614, 400), Permanent, 21614),
        (refused(20003, 401), Permanent, 20003),
        (refused(20404, 404), Permanent, 20404),
        (refused(21611, 400), Temporary, 21611),
        (refused(20429, 429), Temporary, 20429),
        ((429, b"slow down", {"Retry-After": "7"}), Temporary, 20429),
        (refused(20503, 503), Temporary, 20503),
        (refused(20500, 500), Uncertain, 20500),
        ((502, b"<html>bad gateway</html>"), Uncertain, 502),
        ((503, b""), Uncertain, 503),
        ((201, b"not json"), Uncertain, 0),
        ((201, {}), Uncertain, 0),
        ((201, []), Uncertain, 0),
        ((201, {"sid": "../x"}), Uncertain, 0),
        ((302, b"", {"Location": "http://elsewhere.example/"}), Uncertain, 302),
        ((400, {"type": "t", "title": "x", "status": 400, "code": 21211}), Permanent, 21211),
        (None, Uncertain, 0),
    ],
)
def test_every_answer_is_one_of_three_faults(answer: Answer, kind: type, code: int) -> None:
    with always(answer) as server, pytest.raises(kind) as fault:
        carrier_at(server.url).send_text(TO, "x", "https://h.example/c")
    assert type(fault.value) is kind
    assert fault.value.code == code
    assert len(server.asked) == 1, "a send is never tried twice by the client"
    assert TO not in str(fault.value)


def test_the_wait_a_carrier_asks_for() -> None:
    with always((429, b"", {"Retry-After": "7"})) as server, pytest.raises(Temporary) as fault:
        carrier_at(server.url).send_text(TO, "x", "https://h.example/c")
    assert fault.value.retry_after == 7.0


def test_nobody_there_means_nothing_was_sent() -> None:
    with pytest.raises(Temporary):
        carrier_at(f"http://127.0.0.1:{free_port()}").send_text(TO, "x", "https://h.example/c")
    with pytest.raises(Temporary):
        carrier_at("http://nowhere.invalid").send_text(TO, "x", "https://h.example/c")


def test_an_answer_that_does_not_come_leaves_it_uncertain() -> None:
    def slow(*_: object) -> Answer:
        time.sleep(1.0)
        return 201, {"sid": SID}

    with Loopback(slow) as server, pytest.raises(Uncertain):
        carrier_at(server.url, timeout=0.2).send_text(TO, "x", "https://h.example/c")


def test_threads_get_their_own_answers_over_few_connections() -> None:
    """The SDK's own client mixes them up: it keeps the last answer on the object."""

    def answer(_: str, __: str, form: dict[str, str]) -> Answer:
        time.sleep(0.001 * (int(form["Body"]) % 5))
        return 201, {"sid": f"SM{form['Body']}"}

    with Loopback(answer) as server, ThreadPoolExecutor(4) as pool:
        carrier = carrier_at(server.url, connections=4)
        sids = list(pool.map(lambda n: carrier.send_text(TO, str(n), "https://h/c"), range(200)))
    assert sids == [f"SM{n}" for n in range(200)]
    assert server.connections <= 4


def listed(sid: str, body: str = "", **more: Any) -> dict[str, Any]:
    made = {"sid": sid, "body": body, "status": "sent", "direction": "outbound-api", "error_code": None}
    return {**made, "date_created": "Mon, 23 Nov 2026 04:00:00 +0000", **more}


def test_what_was_sent_since() -> None:
    page = {
        "messages": [
            listed("SM3", "b", status="undelivered", error_code=30005), listed("SM2", "in", direction="inbound"),
            listed("SM1", "a", date_created="Mon, 23 Nov 2026 03:59:59 +0000"), listed("SM4", "c", date_created=None),
        ],
        "next_page_uri": None, "page": 0, "page_size": 50,
    }  # fmt: skip
    with always((200, page)) as server:
        texts = carrier_at(server.url).sent_texts(TO, NOON)
    assert [(t.sid, t.body, t.status, t.error) for t in texts] == [
        ("SM3", "b", "undelivered", 30005), ("SM4", "c", "sent", None),
    ]  # fmt: skip
    assert server.asked[0][2]["To"] == TO
    assert server.asked[0][2]["From"] == "+861012345678"


def test_what_was_called_since() -> None:
    calls = [listed("CA1", status="busy", answered_by=None), listed("CA2", direction="inbound")]
    with always((200, {"calls": calls, "next_page_uri": None})) as server:
        found = carrier_at(server.url).sent_calls(TO, NOON)
    assert [(c.sid, c.status, c.answered_by) for c in found] == [("CA1", "busy", None)]


def test_a_recording_is_fetched_with_our_login() -> None:
    with always((200, b"RIFF" * 1000)) as server:
        assert carrier_at(server.url).fetch_recording("RE1") == b"RIFF" * 1000
    assert server.asked == [("GET", "/2010-04-01/Accounts/AC1/Recordings/RE1.wav", {})]
    assert server.auth[0] is not None


def test_a_recording_over_the_limit_is_left() -> None:
    with always((200, b"x" * 5000)) as server, pytest.raises(TooLarge):
        carrier_at(server.url, recording_limit=4999).fetch_recording("RE1")


@pytest.mark.parametrize("sid", ["../Messages", "RE1?x=", "", "a/b", "RE1.wav", "x" * 65])
def test_a_reference_can_lead_nowhere_else(sid: str) -> None:
    with always((200, b"")) as server:
        carrier = carrier_at(server.url)
        for act in (carrier.fetch_recording, carrier.delete_recording, carrier.end_call):
            with pytest.raises(Permanent):
                act(sid)
    assert server.asked == []


def test_our_password_is_taken_to_no_other_host() -> None:
    with always((200, b"secret things")) as other:
        moved = (302, b"", {"Location": f"http://localhost:{other.url.rpartition(':')[2]}/x"})
        with always(moved) as server, pytest.raises(Permanent):
            carrier_at(server.url).fetch_recording("RE1")
    assert other.asked == []


def test_a_move_on_the_same_host_is_followed_once() -> None:
    def answer(_: str, path: str, __: dict[str, str]) -> Answer:
        return (200, b"sound") if path == "/moved" else (302, b"", {"Location": server.url + "/moved"})

    with Loopback(answer) as server:
        assert carrier_at(server.url).fetch_recording("RE1") == b"sound"


@pytest.mark.parametrize(("status", "kind"), [(404, Permanent), (500, Uncertain), (401, Permanent), (429, Temporary)])
def test_a_recording_that_does_not_come(status: int, kind: type) -> None:
    with always((status, b"")) as server, pytest.raises(kind) as fault:
        carrier_at(server.url).fetch_recording("RE1")
    assert fault.value.code == status


def test_what_is_gone_already_is_no_fault() -> None:
    with always(refused(20404, 404)) as server:
        carrier_at(server.url).delete_recording("RE1")
        carrier_at(server.url).end_call("CA1")
    with always(refused(21220, 400)) as server:
        carrier_at(server.url).end_call("CA1")
    with always(refused(20003, 401)) as server, pytest.raises(Permanent):
        carrier_at(server.url).delete_recording("RE1")


def test_no_number_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    with always((200, {"messages": [], "next_page_uri": None})) as server:
        carrier_at(server.url).sent_texts(TO, NOON)
    assert "8613900010010" not in caplog.text


def test_the_environments_region_does_not_bend_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    with always((201, {"sid": SID})) as server:
        assert carrier_at(server.url).send_text(TO, "x", "https://h/c") == SID
