"""The phones' door over HTTP: what it takes, what it refuses, and that only programs of this machine get in."""

import threading

import pytest
import requests
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hotline.carrier.simulated import SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import NUMBER, RESIDENT


def post(carrier: SimulatedCarrier, path: str, **body: object) -> requests.Response:
    return requests.post(carrier.base_url + "/sim" + path, json=body, timeout=10)


def get(carrier: SimulatedCarrier, path: str) -> dict[str, object]:
    answer = requests.get(carrier.base_url + "/sim" + path, timeout=10)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_text_and_its_thread(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/sms", "<Message>noted</Message>")
    taken = post(carrier, "/texts", **{"from": RESIDENT, "body": "hi", "media_count": 1}).json()
    assert (taken["status"], taken["fallback"]) == (200, False)
    thread = get(carrier, f"/threads/{RESIDENT}")["messages"]
    assert [(entry["body"], entry["inbound"], entry["media"]) for entry in thread] == [
        ("hi", True, 1),
        ("noted", False, 0),
    ]
    assert get(carrier, f"/threads/{RESIDENT}?after={thread[-1]['n']}")["messages"] == []
    assert get(carrier, f"/messages?to={RESIDENT}".replace("+", "%2B"))["count"] == 0


def test_a_whole_call_over_http(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Gather numDigits='1' action='/g'/>")
    app.says("/g", "<Record action='/r'/>")
    app.says("/r", "<Gather input='speech' action='/s' actionOnEmptyResult='true'/>")
    app.says("/s", "<Gather/>")
    sid = post(carrier, "/calls", **{"from": "anonymous", "to": NUMBER}).json()["id"]
    acts = iter((("press", {"keys": "1"}), ("speak", {"words": "a cover"}), ("silence", {}), ("hangup", {})))
    seen, state = 0, {}
    while not state.get("over"):
        state = get(carrier, f"/calls/{sid}/events?after={seen}&wait=5")
        for event in state["events"]:
            seen = event["n"]
            if event["kind"] in ("gather", "record"):
                act, body = next(acts)
                assert post(carrier, f"/calls/{sid}/{act}", **body).status_code == 200
    assert app.forms("/g")[0]["Digits"] == "1"
    assert "SpeechResult" not in app.forms("/s")[0]
    assert state["status"] == "completed"


def test_waiting_for_events_ends_as_soon_as_something_is_heard(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Gather/>")
    sid = post(carrier, "/calls", **{"from": RESIDENT}).json()["id"]
    get(carrier, f"/calls/{sid}/events?wait=5")
    found: list[object] = []
    waiter = threading.Thread(target=lambda: found.append(get(carrier, f"/calls/{sid}/events?after=1&wait=30")))
    waiter.start()
    post(carrier, f"/calls/{sid}/hangup")
    waiter.join(timeout=5)
    assert found


def test_several_phones_at_once_are_attended_and_hear_what_rings(carrier: SimulatedCarrier, app: App) -> None:
    post(carrier, "/phones", numbers=[RESIDENT])
    carrier.control.ringing(RESIDENT)
    app.says("/voice", f"<Dial>{RESIDENT}</Dial>")
    caller = carrier.control.call("+8613800000022")
    app.wait_for("/voice")
    while not (ringing := post(carrier, "/phones", numbers=[RESIDENT, "+8613800000022"]).json()["phones"][RESIDENT]["ringing"]):
        assert not caller.over
    assert post(carrier, f"/calls/{ringing[0]['id']}/answer", patient=True).status_code == 200
    assert caller.until(lambda: caller.waiting == "bridge", 5)
    assert post(carrier, f"/calls/{ringing[0]['id']}/decline").status_code == 409
    caller.hang_up()


REFUSED = [
    ("/texts", {"from": "", "body": "x"}, 400),
    ("/texts", {"from": RESIDENT, "body": 7}, 400),
    ("/texts", {"from": RESIDENT, "body": "x", "media_count": 11}, 400),
    ("/texts", {"from": RESIDENT, "body": "x", "media_count": "1"}, 400),
    ("/calls", {"from": RESIDENT, "to": "+861099999999"}, 404),
    ("/calls", {"from": "x" * 41}, 400),
    ("/calls/CA" + "0" * 32 + "/press", {"keys": "1"}, 404),
    ("/faults", {"kind": "fire"}, 400),
    ("/faults", {"kind": "slow", "count": -1}, 400),
    ("/phones", {"numbers": "x"}, 400),
    ("/nowhere", {}, 404),
]


@pytest.mark.parametrize(("path", "body", "status"), REFUSED)
def test_what_makes_no_sense_is_refused(carrier: SimulatedCarrier, path: str, body: dict[str, object], status: int) -> None:
    assert post(carrier, path, **body).status_code == status


@pytest.mark.parametrize(
    ("act", "body"), [("press", {"keys": "x"}), ("press", {"keys": ""}), ("speak", {"words": " "}), ("fly", {})]
)
def test_what_cannot_be_done_on_a_call_is_refused(carrier: SimulatedCarrier, app: App, act: str, body: dict[str, str]) -> None:
    app.says("/voice", "<Gather/>")
    sid = carrier.control.call(RESIDENT).sid
    assert post(carrier, f"/calls/{sid}/{act}", **body).status_code in (400, 404)


def test_pages_of_other_sites_stay_out(carrier: SimulatedCarrier, app: App) -> None:
    url = carrier.base_url + "/sim/texts"
    body = '{"from": "+8613800000011", "body": "x"}'
    assert requests.post(url, data=body, headers={"Content-Type": "text/plain"}, timeout=5).status_code == 415
    foreign = {"Content-Type": "application/json", "Host": "evil.example:80"}
    assert requests.post(url, data=body, headers=foreign, timeout=5).status_code == 403
    assert app.asked == []


@given(path=st.text(max_size=40), body=st.binary(max_size=100))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_is_answered_with_a_fault_of_its_own(carrier: SimulatedCarrier, path: str, body: bytes) -> None:
    for method in ("GET", "POST"):
        url = f"{carrier.base_url}/sim/{requests.utils.quote(path)}"
        answer = requests.request(method, url, data=body, headers={"Content-Type": "application/json"}, timeout=5)
        assert answer.status_code < 500, answer.text
