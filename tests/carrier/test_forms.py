"""The carrier's fields as our types: what it sends, what it leaves out, and what nobody should send."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.carrier import forms
from hotline.carrier.webhooks import WebhookError

SID = "SM" + "0" * 32
CALL = "CA" + "1" * 32


def test_a_text_with_pictures() -> None:
    text = forms.incoming_text({
        "MessageSid": SID, "AccountSid": "AC1", "From": "+8613900010010", "To": "+861012345678", "Body": " 井盖坏了 ",
        "NumMedia": "2", "MediaUrl0": "https://a/1", "MediaContentType0": "image/png", "MediaUrl1": "https://a/2",
        "FromCity": "", "SomethingNew": "x",
    })  # fmt: skip
    assert text == forms.IncomingText(
        sid=SID, account="AC1", from_raw="+8613900010010", to="+861012345678", body=" 井盖坏了 ",
        media=(forms.Media(url="https://a/1", content_type="image/png"), forms.Media(url="https://a/2", content_type="")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "expected"), [("STOP", "stop"), ("Start", "start"), ("HELP", "help"), ("", None), ("OTHER", None)]
)
def test_the_carriers_own_opt_out(word: str, expected: str | None) -> None:
    assert forms.incoming_text({"MessageSid": SID, "OptOutType": word}).opt_out == expected


def test_nothing_personal_in_what_is_printed() -> None:
    text = forms.incoming_text({"MessageSid": SID, "From": "+8613900010010", "Body": "secret words"})
    assert "139" not in repr(text)
    assert "secret" not in repr(text)


@pytest.mark.parametrize("count", ["-1", "x", "", "1e3", "99999999999999"])
def test_a_nonsense_count_of_pictures_is_none(count: str) -> None:
    assert forms.incoming_text({"MessageSid": SID, "NumMedia": count, "MediaUrl0": "https://a"}).media == ()


@pytest.mark.parametrize("sender", ["", "anonymous", "+266696687", "Restricted", "x" * 500])
def test_any_sender_is_taken_as_it_is(sender: str) -> None:
    assert forms.incoming_call({"CallSid": CALL, "From": sender}).from_raw == sender[:64]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"Digits": "1"}, {"digits": "1"}),
        ({"Digits": ""}, {"digits": ""}),
        ({}, {"digits": None}),
        ({"Digits": "1w2*#"}, {"digits": "12*#"}),
        ({"SpeechResult": " 井盖 ", "Confidence": "0.9"}, {"speech": "井盖", "confidence": 0.9}),
        ({"SpeechResult": "x"}, {"speech": "x", "confidence": None}),
        ({"SpeechResult": "x", "Confidence": "nan"}, {"speech": "x", "confidence": None}),
        ({"SpeechResult": "x", "Confidence": "7"}, {"speech": "x", "confidence": 1.0}),
        ({"SpeechResult": "  "}, {"speech": None}),
        (
            {"RecordingSid": "RE1", "RecordingDuration": "7", "Digits": "#"},
            {"recording_sid": "RE1", "recording_seconds": 7, "ended_by": "key", "digits": "#"},
        ),
        (
            {"RecordingUrl": "https://api.example/Accounts/AC1/Recordings/RE9", "Digits": "hangup"},
            {"recording_sid": "RE9", "ended_by": "hangup", "digits": None},
        ),
        ({"RecordingUrl": "https://x/RE9.wav?a=b", "Digits": ""}, {"recording_sid": "RE9", "ended_by": "silence"}),
        ({"CallStatus": "Completed"}, {"call_status": "completed"}),
    ],
)
def test_what_comes_back_in_a_call(form: dict[str, str], expected: dict[str, object]) -> None:
    turn = forms.turn_input({"CallSid": CALL, **form})
    assert {name: getattr(turn, name) for name in expected} == expected


def test_the_rest() -> None:
    status = forms.call_status({"CallSid": CALL, "CallStatus": "no-answer", "CallDuration": "0", "AnsweredBy": "Human"})
    assert (status.status, status.duration, status.answered_by) == ("no-answer", 0, "human")
    receipt = forms.receipt({"SmsSid": SID, "SmsStatus": "undelivered", "ErrorCode": "30005"})
    assert (receipt.sid, receipt.status, receipt.error) == (SID, "undelivered", 30005)
    ready = forms.recording_ready({"RecordingSid": "RE1", "CallSid": CALL, "RecordingDuration": "12"})
    assert (ready.sid, ready.call_sid, ready.seconds, ready.status) == ("RE1", CALL, 12, "completed")
    words = forms.transcription(
        {"RecordingSid": "RE1", "CallSid": CALL, "TranscriptionText": "hi", "TranscriptionStatus": "completed"}
    )
    assert (words.recording_sid, words.text, words.status) == ("RE1", "hi", "completed")


@pytest.mark.parametrize(
    ("read", "form", "code"),
    [
        (forms.incoming_text, {}, "field:MessageSid"),
        (forms.incoming_text, {"MessageSid": "../../etc"}, "field:MessageSid"),
        (forms.incoming_text, {"MessageSid": "S" * 65}, "field:MessageSid"),
        (forms.incoming_call, {"CallSid": ""}, "field:CallSid"),
        (forms.turn_input, {"CallSid": CALL, "RecordingUrl": "https://x/a b"}, "field:RecordingUrl"),
        (forms.turn_input, {"CallSid": CALL, "RecordingSid": "/"}, "field:RecordingSid"),
        (forms.call_status, {"CallSid": CALL}, "field:CallStatus"),
        (forms.receipt, {"MessageSid": SID}, "field:SmsStatus"),
        (forms.receipt, {"MessageSid": SID, "MessageStatus": "x" * 65}, "field:MessageStatus"),
        (forms.recording_ready, {"CallSid": CALL}, "field:RecordingSid"),
        (forms.transcription, {"RecordingSid": "RE1"}, "field:CallSid"),
    ],
)
def test_a_bad_form_names_its_field(read, form: dict[str, str], code: str) -> None:
    with pytest.raises(WebhookError) as refused:
        read(form)
    assert refused.value.code == code


NAMES = st.sampled_from(
    ["MessageSid", "CallSid", "Digits", "Confidence", "RecordingUrl", "RecordingSid", "NumMedia", "ErrorCode"]
)


@given(form=st.dictionaries(NAMES, st.text(max_size=40)))
def test_any_form_is_read_or_refused(form: dict[str, str]) -> None:
    for read in (forms.incoming_text, forms.incoming_call, forms.turn_input, forms.receipt, forms.recording_ready):
        try:
            found = read(form)
        except WebhookError:
            continue
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", getattr(found, "sid", None) or found.call_sid)
