"""Texts the application sends: what is taken and refused, how each fate goes, what the list shows."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import ACCOUNT, NUMBER, RESIDENT, TOKEN


def test_a_text_is_taken_and_arrives_with_signed_receipts(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    made = client.messages.create(to=RESIDENT, from_=NUMBER, body="人民路", status_callback=app.url("/receipt/7"))
    assert (made.status, made.direction, made.num_segments) == ("queued", "outbound-api", "1")
    forms = app.wait_for("/receipt/7", 2)
    assert [form["MessageStatus"] for form in forms] == ["sent", "delivered"]
    assert {form["MessageSid"] for form in forms} == {made.sid}
    for asked in app.asked:
        assert RequestValidator(TOKEN).validate(app.url(asked.path), asked.form, asked.signature)
    assert client.messages(made.sid).fetch().status == "delivered"
    assert [entry["body"] for entry in carrier.control.sent(RESIDENT)] == ["人民路"]


FATES = [
    ("+8613800000004", ["sent", "undelivered"], "undelivered", "30005"),
    ("+8613800000006", ["sent", "undelivered"], "undelivered", "30006"),
    ("+8613800000007", ["sent", "delivered"], "delivered", None),
    ("+8613800000008", ["sent", "sent", "delivered", "delivered"], "delivered", None),
    ("+8613800000009", ["delivered", "sent"], "delivered", None),
    ("+8613800000001", ["sent", "delivered"], "delivered", None),
]


@pytest.mark.parametrize(("number", "told", "last", "code"), FATES)
def test_the_last_two_digits_choose_the_fate(
    carrier: SimulatedCarrier, client: Client, app: App, number: str, told: list[str], last: str, code: str | None
) -> None:
    made = client.messages.create(to=number, from_=NUMBER, body="hi", status_callback=app.url("/receipt"))
    forms = app.wait_for("/receipt", len(told))
    assert carrier.control.settle()
    assert [form["MessageStatus"] for form in app.forms("/receipt")] == told
    assert next((form["ErrorCode"] for form in forms if "ErrorCode" in form), None) == code
    kept = client.messages(made.sid).fetch()
    assert (kept.status, kept.error_code) == (last, int(code) if code else None)


REFUSED = [
    ({"to": "12345", "from_": NUMBER, "body": "hi"}, 21211),
    ({"to": "+8613800000005", "from_": NUMBER, "body": "hi"}, 21610),
    ({"to": RESIDENT, "from_": "+861099999999", "body": "hi"}, 21606),
    ({"to": RESIDENT, "from_": NUMBER, "body": " "}, 21602),
    ({"to": RESIDENT, "from_": NUMBER, "body": "x" * 1601}, 21617),
    ({"to": "", "from_": NUMBER, "body": "hi"}, 21604),
]


@pytest.mark.parametrize(("given", "code"), REFUSED)
def test_what_cannot_be_sent_is_refused_with_the_code(
    carrier: SimulatedCarrier, client: Client, given: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(**given)
    assert (refusal.value.status, refusal.value.code) == (400, code)
    assert carrier.control.sent() == []


def test_1600_characters_are_taken(client: Client) -> None:
    assert client.messages.create(to=RESIDENT, from_=NUMBER, body="字" * 1600).num_segments == "24"


def test_a_wrong_token_is_turned_away(carrier: SimulatedCarrier) -> None:
    wrong = Client(ACCOUNT, "wrong")
    wrong.api.base_url = carrier.base_url
    with pytest.raises(TwilioRestException) as refusal:
        wrong.messages.create(to=RESIDENT, from_=NUMBER, body="hi")
    assert (refusal.value.status, refusal.value.code) == (401, 20003)
    assert carrier.control.sent() == []
    wrong.http_client.session.close()


def test_the_list_is_paged_and_narrowed(carrier: SimulatedCarrier, client: Client) -> None:
    for n in range(7):
        client.messages.create(to=RESIDENT if n % 2 else "+8613800000022", from_=NUMBER, body=f"no. {n}")
    assert [text.body for text in client.messages.list(page_size=2)] == [f"no. {n}" for n in reversed(range(7))]
    assert [text.body for text in client.messages.list(to=RESIDENT, page_size=2)] == ["no. 5", "no. 3", "no. 1"]
    now = datetime.now(UTC)
    assert len(client.messages.list(date_sent_after=now - timedelta(minutes=1))) == 7
    assert client.messages.list(date_sent_after=now + timedelta(minutes=1)) == []
    assert len(client.messages.list(date_sent=now.date())) == 7


def test_a_text_can_be_redacted_and_deleted(carrier: SimulatedCarrier, client: Client) -> None:
    made = client.messages.create(to=RESIDENT, from_=NUMBER, body="secret")
    assert carrier.control.settle()
    assert client.messages(made.sid).update(body="").body == ""
    assert client.messages(made.sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        client.messages(made.sid).fetch()
    assert gone.value.status == 404


def test_an_answer_lost_after_the_work_leaves_the_text_sent(carrier: SimulatedCarrier, client: Client) -> None:
    carrier.control.fault("timeout_after_accept")
    with pytest.raises(requests.ConnectionError):
        client.messages.create(to=RESIDENT, from_=NUMBER, body="sent all the same")
    assert [text.body for text in client.messages.list(to=RESIDENT)] == ["sent all the same"]
    client.messages.create(to=RESIDENT, from_=NUMBER, body="again")
    assert len(carrier.control.sent(RESIDENT)) == 2


@pytest.mark.parametrize(("kind", "status", "code"), [("refuse_500", 500, 20500), ("rate_limit_429", 429, 20429)])
def test_a_fault_refuses_as_often_as_told(carrier: SimulatedCarrier, client: Client, kind: str, status: int, code: int) -> None:
    carrier.control.fault(kind, count=2)
    for _ in range(2):
        with pytest.raises(TwilioRestException) as refusal:
            client.messages.create(to=RESIDENT, from_=NUMBER, body="hi")
        assert (refusal.value.status, refusal.value.code) == (status, code)
    client.messages.create(to=RESIDENT, from_=NUMBER, body="hi")
    assert len(carrier.control.sent(RESIDENT)) == 1


def test_nothing_is_lost_between_runs(settings: Settings, app: App, tmp_path: object) -> None:
    kept = _with_file(settings, f"{tmp_path}/carrier.db")
    first = SimulatedCarrier(kept)  # takes the text in, but stops before any receipt
    first._messages.send(recipient=RESIDENT, body="on its way", callback=app.url("/receipt"))
    first._server.server_close()
    first._store.close()
    second = SimulatedCarrier(kept).start()
    try:
        assert [form["MessageStatus"] for form in app.wait_for("/receipt", 2)] == ["sent", "delivered"]
        assert [entry["body"] for entry in second.control.sent(RESIDENT)] == ["on its way"]
    finally:
        second.stop()


def _with_file(settings: Settings, db: str) -> Settings:
    return Settings(
        account_sid=settings.account_sid,
        auth_token=settings.auth_token,
        number=settings.number,
        voice_url=settings.voice_url,
        sms_url=settings.sms_url,
        db=db,
        time_scale=0,
    )
