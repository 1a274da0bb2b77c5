"""What each TwiML document makes the caller hear, and what the application is asked next."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from hotline.carrier.simulated import Settings, SimulatedCarrier
from hotline.carrier.simulated.opt_out import TEXTS
from hotline.carrier.simulated.problems import BadTwiml
from hotline.carrier.simulated.twiml import read
from hotline.carrier.simulated.webhook import Reply
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import NUMBER, RESIDENT, TOKEN
from tests.carrier.simulated.phone import Phone

ERROR = TEXTS["error"]


def dial(carrier: SimulatedCarrier, number: str = RESIDENT) -> Phone:
    return Phone(carrier, carrier.control.call(number))


def test_the_first_request_is_shaped_and_signed_as_a_ringing_call(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Say>hello</Say><Redirect>/next?b=1&amp;a=%E4%BA%BA</Redirect>")
    assert dial(carrier).end() == ["hello"]
    first, second, last = app.asked
    wanted = {"From": RESIDENT, "Caller": RESIDENT, "To": NUMBER, "Called": NUMBER, "Direction": "inbound"}
    assert wanted.items() <= first.form.items()
    assert (first.form["CallStatus"], second.form["CallStatus"], last.form["CallStatus"]) == (
        "ringing",
        "in-progress",
        "completed",
    )
    assert first.form["FromCity"] == ""
    assert (last.path, last.form["CallDuration"]) == ("/ended", "0")
    for asked in app.asked:
        assert RequestValidator(TOKEN).validate(app.url(asked.path), asked.form, asked.signature)


HEARD = [
    ("<Say>a <prosody rate='slow'>b<break time='1s'/></prosody> c</Say>", ["a b c"]),
    ("<Say loop='3'>a</Say>", ["a", "a", "a"]),
    ("<Say>a</Say><Pause length='3'/><Say>b</Say>", ["a", "b"]),
    ("<Say>a</Say><Hangup/><Say>never</Say>", ["a"]),
    ("<Say/>", []),
    ("", []),
    ("<Reject/>", []),
    ("<Say>a</Say><Unknown/>", [ERROR]),
    ("<say>a</say>", [ERROR]),
    ("<Gather><Record/></Gather>", [ERROR]),
    ("<Say><Play/></Say>", [ERROR]),
    ("<Redirect>ftp://x</Redirect>", [ERROR]),
    ("<Redirect>http://[</Redirect>", [ERROR]),
    ("<Dial/>", [ERROR]),
    ("<Say voice='Polly.Zhiyu'>" + "x" * 3001 + "</Say>", [ERROR]),
    ("<Say voice='Google.cmn-CN-Standard-A'>" + "字" * 501 + "</Say>", [ERROR]),
    ("<Say>" + "x" * 65536 + "</Say>", [ERROR]),
]


@pytest.mark.parametrize(("twiml", "heard"), HEARD)
def test_what_is_heard(carrier: SimulatedCarrier, app: App, twiml: str, heard: list[str]) -> None:
    app.says("/voice", twiml)
    assert dial(carrier).end() == heard


ANSWERS = [
    (b"  <?xml version='1.0'?><Response/>", "text/xml", 200, 12100),
    (b"not xml", "text/xml", 200, 12100),
    (b"", "text/xml", 200, 12100),
    (b"<Answer/>", "text/xml", 200, 12102),
    (b"<!DOCTYPE r [<!ENTITY a 'b'>]><Response><Say>&a;</Say></Response>", "text/xml", 200, 12100),
    (b"<Response/>", "", 200, 12300),
    (b"<Response/>", "application/json", 200, 12300),
    (b"<Response/>", "text/xml", 500, 11200),
    (b"<Response/>", "text/xml", 404, 11200),
]


@pytest.mark.parametrize(("body", "kind", "status", "code"), ANSWERS)
def test_an_answer_that_is_no_document_ends_the_call_with_its_code(
    carrier: SimulatedCarrier, app: App, body: bytes, kind: str, status: int, code: int
) -> None:
    app.says("/voice", "", kind=kind, status=status)
    app.pages["/voice"][0].body = body
    phone = dial(carrier)
    assert phone.end() == [ERROR]
    assert phone.call.warnings[0].startswith(str(code))
    assert phone.call.status == "completed"


def test_plain_text_is_read_aloud_and_sound_is_played(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Play>/sound</Play><Redirect>/text</Redirect>")
    app.says("/sound", "", kind="audio/wav")
    app.says("/text", "", kind="text/plain")
    app.pages["/text"][0].body = b"read me"
    phone = dial(carrier)
    assert phone.end() == ["read me"]
    [kind, sound] = phone.call.audio[0]
    assert kind == "audio/wav"
    assert sound


FALLBACK = [
    ("", {"status": 503}, "11200"),
    ("<Nonsense/>", {}, "12200"),
    ("<Gather action='gopher://x'/>", {}, "11100"),
]


@pytest.mark.parametrize(("twiml", "more", "code"), FALLBACK)
def test_the_fallback_is_asked_once_with_the_reason(
    app: App, settings: Settings, twiml: str, more: dict[str, int], code: str
) -> None:
    app.says("/voice", twiml, **more)
    app.says("/voice/fallback", "<Say>sorry</Say>")
    carrier = SimulatedCarrier(replace(settings, voice_fallback_url=app.url("/voice/fallback"))).start()
    try:
        assert dial(carrier).end() == ["sorry"]
    finally:
        carrier.stop()
    [form] = app.forms("/voice/fallback")
    assert (form["ErrorCode"], form["ErrorUrl"]) == (code, app.url("/voice"))


def test_a_fallback_that_fails_too_is_asked_only_once(app: App, settings: Settings) -> None:
    app.says("/voice", "", status=500)
    app.says("/voice/fallback", "", status=500)
    carrier = SimulatedCarrier(replace(settings, voice_fallback_url=app.url("/voice/fallback"))).start()
    try:
        assert dial(carrier).end() == [ERROR]
    finally:
        carrier.stop()
    assert len(app.forms("/voice/fallback")) == 1


def test_nobody_listening_and_a_slow_answer_are_errors(carrier: SimulatedCarrier, app: App) -> None:
    carrier._hooks._pool.connection_pool_kw["timeout"] = 0.2
    app.says("/voice", "<Say>too late</Say>", delay=0.5)
    phone = dial(carrier)
    assert phone.end() == [ERROR]
    assert phone.call.warnings == ["11205: no usable answer"]


def test_a_redirect_of_http_loses_the_parameters(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "", status=302, headers={"Location": "/moved"})
    app.says("/moved", "<Say>here</Say>")
    assert dial(carrier).end() == ["here"]
    moved = next(asked for asked in app.asked if asked.path == "/moved")
    assert (moved.method, moved.form) == ("GET", {})
    assert RequestValidator(TOKEN).validate(app.url("/moved"), {}, moved.signature)


def test_an_endless_circle_is_cut(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Redirect>/voice</Redirect>")
    phone = dial(carrier)
    phone.call.until_over(20)
    assert phone.heard() == [ERROR]


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_call_was_never_answered(carrier: SimulatedCarrier, app: App, reason: str, status: str) -> None:
    app.says("/voice", f"<Reject reason='{reason}'/>")
    phone = dial(carrier)
    assert phone.end() == []
    assert app.wait_for("/ended")[0]["CallStatus"] == status


def test_a_caller_who_hangs_up_ends_the_call(carrier: SimulatedCarrier, app: App) -> None:
    app.says("/voice", "<Gather><Say>a</Say></Gather>")
    phone = dial(carrier)
    phone.until("gather")
    carrier.control.hang_up(phone.call.sid)
    assert phone.end() == ["a"]
    assert app.wait_for("/ended")[0]["CallStatus"] == "completed"


@pytest.mark.parametrize("caller", ["anonymous", "Restricted", "+266696687", "not a number", "+86"])
def test_withheld_and_malformed_callers_get_through_as_they_are(carrier: SimulatedCarrier, app: App, caller: str) -> None:
    app.says("/voice", "<Say>a</Say>")
    assert dial(carrier, caller).end() == ["a"]
    assert app.forms("/voice")[0]["From"] == caller


def test_time_passes_on_a_paced_call(settings: Settings, app: App) -> None:
    app.says("/voice", "<Gather timeout='2'/><Pause length='2'/><Say>late</Say>")
    carrier = SimulatedCarrier(replace(settings, time_scale=0.05)).start()
    try:
        start = time.monotonic()
        assert dial(carrier).end() == ["late"]
        assert time.monotonic() - start >= 0.2
    finally:
        carrier.stop()


VERBS = "Say Play Pause Gather Record Redirect Hangup Reject Dial Number Queue Enqueue Leave"
NAMES = st.sampled_from([*VERBS.split(), "say", "X", "break"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "loop",
            "length",
            "timeout",
            "numDigits",
            "finishOnKey",
            "action",
            "input",
            "method",
            "maxLength",
            "url",
            "language",
        ]
    ),
    st.sampled_from(["", "0", "1", "-1", "3.5", "99999999999", "x", "#", "dtmf speech", "/ended", "http://[", "\u6587", "GET"]),
    max_size=3,
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def build(name: str, attributes: dict[str, str], inside: list[str]) -> str:
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{name}{written}>{''.join(inside)}</{name}>"

    return st.builds(build, NAMES, ATTRIBUTES, st.lists(children, max_size=3))


DOCUMENTS = st.recursive(st.sampled_from(["", "text", "\u4f60\u597d", "/voice"]), _element, max_leaves=8).map(
    lambda inside: f"<Response>{inside}</Response>".encode()
)


@given(
    body=st.one_of(DOCUMENTS, st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
)
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_document_makes_it_crash(settings: Settings, app: App, body: bytes) -> None:
    """Every call ends, as answered or turned away, whatever the application answers."""
    app.pages.clear()
    app.says("/voice", "")
    app.pages["/voice"][0].body = body
    carrier = SimulatedCarrier(replace(settings, idle_limit=0.01)).start()
    try:
        call = carrier.control.call(RESIDENT)
        assert call.until_over(20)
        assert call.status in ("completed", "busy", "no-answer")
        assert call.events()[-1]["kind"] == "hangup"
    finally:
        carrier.stop()


@given(body=st.binary(max_size=400), kind=st.sampled_from(["text/xml", "text/plain", "audio/wav", "text/html", ""]))
def test_reading_gives_a_document_or_its_own_error(body: bytes, kind: str) -> None:
    code = None
    try:
        read(Reply(url="http://app/voice", status=200, content_type=kind, body=body))
    except BadTwiml as problem:
        code = problem.code
    assert code in (None, 11750, 12100, 12102, 12200, 12300, 13521)
