"""Texts from phones: the webhook's shape and signature, the fallback, photos, and the carrier's own stop words."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import ACCOUNT, NUMBER, RESIDENT, TOKEN


def test_a_text_is_posted_signed_and_twilio_shaped(carrier: SimulatedCarrier, app: App) -> None:
    taken = carrier.control.text(RESIDENT, "人民路12号井盖坏了")
    assert (taken.status, taken.fallback, taken.error) == (200, False, None)
    [asked] = app.asked
    assert RequestValidator(TOKEN).validate(app.url("/sms"), asked.form, asked.signature)
    wanted = {"MessageSid": taken.sid, "SmsSid": taken.sid, "From": RESIDENT, "To": NUMBER, "NumMedia": "0"}
    assert wanted.items() <= asked.form.items()
    assert asked.form["Body"] == "人民路12号井盖坏了"
    assert asked.form["SmsStatus"] == "received"


BODIES = ["", "字" * 20_000, "😀 \x00\x07", "\ud800 alone", "１２３"]


@pytest.mark.parametrize("body", BODIES)
def test_any_body_reaches_the_application(carrier: SimulatedCarrier, app: App, body: str) -> None:
    assert carrier.control.text(RESIDENT, body).status == 200
    assert app.asked[0].form["Body"] == body.replace("\ud800", "?")[:1600]


def test_a_failing_application_is_asked_again_at_the_fallback(app: App, settings: Settings) -> None:
    app.says("/sms", "", status=500)
    with_fallback = Settings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=NUMBER,
        voice_url=settings.voice_url,
        sms_url=settings.sms_url,
        sms_fallback_url=app.url("/sms/fallback"),
        time_scale=0,
    )
    carrier = SimulatedCarrier(with_fallback).start()
    try:
        taken = carrier.control.text(RESIDENT, "hi")
    finally:
        carrier.stop()
    assert (taken.status, taken.fallback) == (200, True)
    [form] = app.forms("/sms/fallback")
    assert (form["Body"], form["ErrorCode"], form["ErrorUrl"]) == ("hi", "11200", settings.sms_url)


def test_photos_are_fetched_with_the_token_only_and_can_be_deleted(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    taken = carrier.control.text(RESIDENT, "", 2)
    form = app.asked[0].form
    first, second = form["MediaUrl0"], form["MediaUrl1"]
    assert requests.get(first, timeout=5).status_code == 401
    pictures = [requests.get(url, auth=(ACCOUNT, TOKEN), timeout=5) for url in (first, second)]
    assert [picture.headers["Content-Type"] for picture in pictures] == ["image/png"] * 2
    assert pictures[0].content != pictures[1].content
    client.messages(taken.sid).media(first.rpartition("/")[2]).delete()
    assert requests.get(first, auth=(ACCOUNT, TOKEN), timeout=5).status_code == 404


def test_a_reply_in_the_answer_is_sent(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/sms", "<Message>noted</Message>")
    carrier.control.text(RESIDENT, "hi")
    assert [(entry["by"], entry["body"]) for entry in carrier.control.thread(RESIDENT)] == [
        ("phone", "hi"),
        ("app", "noted"),
    ]


STOP_WORDS = ["STOP", "stop ", "StopAll", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL"]


@pytest.mark.parametrize("word", STOP_WORDS)
def test_a_stop_word_blocks_is_answered_by_the_carrier_and_still_posted(
    carrier: SimulatedCarrier, client: Client, app: App, word: str
) -> None:
    carrier.control.text(RESIDENT, word)
    carrier.control.text(RESIDENT, word)
    assert [form["Body"] for form in app.forms("/sms")] == [word, word]
    assert [entry["by"] for entry in carrier.control.thread(RESIDENT)] == ["phone", "carrier", "phone"]
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(to=RESIDENT, from_=NUMBER, body="hi")
    assert refusal.value.code == 21610


@pytest.mark.parametrize("word", ["STOP please", "退订", "please STOP", "stopp"])
def test_the_whole_text_must_be_the_word(carrier: SimulatedCarrier, client: Client, word: str) -> None:
    carrier.control.text(RESIDENT, word)
    assert client.messages.create(to=RESIDENT, from_=NUMBER, body="hi").sid


@pytest.mark.parametrize("number", [RESIDENT, "+8613800000005"])
@pytest.mark.parametrize("word", ["START", "yes", "UNSTOP"])
def test_a_start_word_lifts_the_block(carrier: SimulatedCarrier, client: Client, number: str, word: str) -> None:
    carrier.control.text(number, "STOP")
    carrier.control.text(number, word)
    assert client.messages.create(to=number, from_=NUMBER, body="hi").sid


def test_help_is_answered_by_the_carrier_and_posted(carrier: SimulatedCarrier, app: App) -> None:
    carrier.control.text(RESIDENT, "INFO")
    assert [entry["by"] for entry in carrier.control.thread(RESIDENT)] == ["phone", "carrier"]
    assert len(app.forms("/sms")) == 1


def test_the_carriers_own_answers_are_not_counted_as_sent(carrier: SimulatedCarrier, client: Client) -> None:
    carrier.control.text(RESIDENT, "STOP")
    assert carrier.control.sent() == []
    assert [text.direction for text in client.messages.list()] == ["inbound"]
