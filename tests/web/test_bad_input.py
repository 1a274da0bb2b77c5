"""Bad input at the carrier's doors gets a clear answer, changes nothing it must not, and loses nothing."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from hotline.carrier.webhooks import sign
from hotline.clock import FixedClock
from tests.conftest import MORNING
from tests.support.city import City, close_city, open_city
from tests.support.redis import RedisServer

RESIDENT = "+8613800138000"
TOKEN = "token-of-the-tests"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, _redis: RedisServer) -> Iterator[City]:
    folder: Path = tmp_path_factory.mktemp("doors")
    (folder / "var").mkdir()
    opened = open_city(folder / "var", FixedClock(MORNING), f"sqlite:///{folder / 'hotline.db'}", _redis.url)
    yield opened
    close_city(opened)


def post(city: City, path: str, token: str = TOKEN, **form: str) -> requests.Response:
    url = city.base + path
    return requests.post(url, data=form, headers={"X-Twilio-Signature": sign(token, url, form)}, timeout=20)


def tickets(city: City) -> int:
    with city.hotline.database.reading() as store:
        return sum(store.tickets.counts().values())


DOORS = [
    "/sms",
    "/sms/fallback",
    "/voice",
    "/voice/fallback",
    "/carrier/status",
    "/carrier/texts/x",
    "/carrier/calls/x/1",
    "/carrier/calls/x/recording",
    "/carrier/calls/x/transcription",
    "/carrier/outbound/x",
    "/carrier/outbound/x/status",
]


@pytest.mark.parametrize("path", DOORS)
def test_a_forged_or_unsigned_request_is_refused_and_changes_nothing(city: City, path: str) -> None:
    before = tickets(city)
    form = {"MessageSid": "SM1", "CallSid": "CA1", "From": RESIDENT, "Body": "人民路12号井盖坏了"}
    assert post(city, path, "another token", **form).status_code == 403
    assert requests.post(city.base + path, data=form, timeout=20).status_code == 403
    assert requests.post(city.base + path, json=form, timeout=20).status_code == 403
    assert requests.get(city.base + path, timeout=20).status_code in (404, 405)
    assert tickets(city) == before
    assert city.hotline.spool.waiting() == 0


def test_a_refusal_is_listed_with_its_reason_and_nothing_of_the_person(city: City) -> None:
    post(city, "/sms", "another token", MessageSid="SM2", From=RESIDENT, Body="井盖坏了")
    newest = city.hotline.queue.refusals()[0]
    assert (newest.path, newest.reason) == ("/sms", "signature")
    assert "138" not in str(newest)


@pytest.mark.parametrize(
    "form", [{"AccountSid": "AC1"}, {"From": RESIDENT, "Body": "井盖"}, {"MessageSid": "../../etc", "Body": "x"}]
)
def test_a_signed_form_without_what_names_it_is_400(city: City, form: dict[str, str]) -> None:
    assert post(city, "/sms", **form).status_code == 400


BODIES = {
    "nothing": "",
    "blank": " \n\t ",
    "emoji": "😀",
    "1600": "井盖坏了" * 400,
    "20000": "路灯不亮" * 5000,
    "control": "人民路\x0012号\x07井盖\x1b[31m坏了",
    "half a character": "井盖\ud83d坏了",
    "full width": "２６４１－７３０１",
    "markup": "<Response><Say>x</Say></Response>",
    "template": "{{ 7 * 7 }} 人民路8号井盖坏了",
    "sql": "'; DROP TABLE tickets; --",
    "right to left": "\u202e了坏盖井",
    "only digits": "1" * 400,
}


@pytest.mark.parametrize("name", BODIES)
def test_any_body_is_taken_in_and_answered_with_an_empty_document(city: City, name: str) -> None:
    number = f"+86138001390{list(BODIES).index(name) + 10}"
    body = BODIES[name].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = post(
        city, "/sms", AccountSid="AC1", MessageSid=f"SMbody{abs(hash(name))}", From=number, To="+861012345678", Body=body
    )
    assert (answer.status_code, answer.content) == (200, b'<?xml version="1.0" encoding="UTF-8"?><Response/>')
    city.settle()
    assert "{{" not in "".join(city.heard(number)).replace(body, "")
    assert "49 人民路" not in "".join(city.heard(number))


@pytest.mark.parametrize("sender", ["", "anonymous", "10086", "CITYBANK", "+0123", "+266696687", "+86 138", "1" * 60])
def test_a_report_from_a_number_that_cannot_be_answered_is_a_ticket_all_the_same(city: City, sender: str) -> None:
    before = tickets(city)
    sid = f"SMsender{abs(hash(sender))}"
    assert post(city, "/sms", AccountSid="AC1", MessageSid=sid, From=sender, Body="人民路12号井盖坏了").status_code == 200
    assert tickets(city) == before + 1


def test_the_same_text_twice_is_one_ticket_and_one_answer(city: City) -> None:
    before, number = tickets(city), "+8613800138123"
    for _ in range(3):
        assert (
            post(city, "/sms", AccountSid="AC1", MessageSid="SMtwice", From=number, Body="人民路15号井盖坏了").status_code == 200
        )
    city.settle()
    assert tickets(city) == before + 1
    assert len(city.heard(number)) == 1


@pytest.mark.parametrize("path", ["/carrier/calls/none/1", "/carrier/outbound/none", "/carrier/calls/none/0"])
def test_a_call_nobody_knows_hears_a_sentence_and_never_an_error_page(city: City, path: str) -> None:
    answer = post(city, path, AccountSid="AC1", CallSid="CAnobody", From=RESIDENT, CallStatus="in-progress", Digits="1")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/xml")
    assert "<Say" in answer.text
    assert "<Hangup" in answer.text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/carrier/texts/none", {"MessageSid": "SMx", "MessageStatus": "delivered"}),
        ("/carrier/texts/none", {"MessageSid": "SMx", "MessageStatus": "of its own making"}),
        ("/carrier/status", {"CallSid": "CAx", "CallStatus": "completed"}),
        ("/carrier/outbound/none/status", {"CallSid": "CAx", "CallStatus": "busy"}),
        ("/carrier/calls/none/recording", {"CallSid": "CAx", "RecordingSid": "REx", "RecordingStatus": "completed"}),
        (
            "/carrier/calls/none/transcription",
            {"CallSid": "CAx", "RecordingSid": "REx", "TranscriptionStatus": "completed", "TranscriptionText": "人民路"},
        ),
    ],
)
def test_news_of_what_nobody_knows_is_accepted_and_forgotten(city: City, path: str, form: dict[str, str]) -> None:
    for _ in range(2):
        assert post(city, path, AccountSid="AC1", **form).status_code == 204


@pytest.mark.parametrize("ref", ["x", "a.b.c", "01a2.9999999999.AAAA", "..%2f..%2fsecrets"])
def test_a_recording_opens_only_with_a_sealed_reference(city: City, ref: str) -> None:
    assert requests.get(f"{city.base}/carrier/sounds/{ref}", timeout=20).status_code == 404


def test_a_body_over_the_limit_is_refused_before_it_is_read(city: City) -> None:
    assert (
        requests.post(
            city.base + "/sms",
            data=b"Body=" + b"x" * 2_000_000,
            timeout=20,
            headers={"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "x"},
        ).status_code
        == 413
    )


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/sms", {"AccountSid": "AC\0", "MessageSid": "SMn", "Body": "井盖坏了"}),
        ("/sms", {"AccountSid": "A" * 100_000, "MessageSid": "SMn", "Body": "井盖坏了"}),
        ("/carrier/texts/none", {"MessageSid": "SMx", "MessageStatus": "deliv\0ered"}),
        ("/carrier/status", {"CallSid": "CAx", "CallStatus": "completed" * 10}),
    ],
)
def test_fields_no_carrier_writes_are_refused_and_change_nothing(city: City, path: str, form: dict[str, str]) -> None:
    before = tickets(city)
    assert post(city, path, **{"AccountSid": "AC1", **form}).status_code == 400
    assert (tickets(city), city.hotline.spool.waiting()) == (before, 0)


@pytest.mark.parametrize(
    "path", ["/carrier/sounds/x.²..y", "/carrier/sounds/x.9999999999.é", f"/carrier/sounds/x.{'9' * 5000}.a",
             "/carrier/sounds/%00.1.2", "/console/tickets/%00", "/console/recordings/%00", "/console/drafts/%00"],
)  # fmt: skip
def test_addresses_of_nobody_s_are_not_found(city: City, path: str) -> None:
    assert requests.get(f"{city.base}{path}", timeout=10, allow_redirects=False).status_code == 404


def test_a_query_with_a_nul_is_refused(city: City) -> None:
    assert requests.get(f"{city.base}/console/tickets?department=%00", timeout=10, allow_redirects=False).status_code == 400


def test_the_same_reference_on_two_accounts_is_two_texts(city: City) -> None:
    before = tickets(city)
    for account, body in (("AC1", "人民路12号井盖坏了"), ("AC2", "解放路5号路灯不亮")):
        form = {"AccountSid": account, "MessageSid": "SMtwoaccounts", "From": "+8613800138124", "Body": body}
        assert post(city, "/sms", **form).status_code == 200
    assert (tickets(city), city.hotline.spool.waiting()) == (before + 2, 0)


def test_without_a_signature_nobody_waits_for_the_body(city: City) -> None:
    host, _, port = city.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        kind = "Content-Type: application/x-www-form-urlencoded"
        line.sendall(f"POST /sms HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: 1000\r\n\r\nBody=".encode())
        assert line.recv(64).startswith((b"HTTP/1.1 403", b"HTTP/1.0 403"))
