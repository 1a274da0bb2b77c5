"""The signature: the carrier's own vectors, and addresses with bytes that servers like to change."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from hotline.carrier.webhooks import Signatures, WebhookError, sign

FORM = {
    "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
    "To": "+18005551212",
}  # fmt: skip


def environ(target: str, signature: str, **extra: Any) -> dict[str, Any]:
    """As Granian makes it: decoded path bytes, the query as it came, no raw address."""
    path, _, query = target.partition("?")
    built = EnvironBuilder(path=path, query_string=query, method="POST", data={"a": "b"}).get_environ()
    for raw in ("RAW_URI", "REQUEST_URI"):
        built.pop(raw, None)
    return {**built, "QUERY_STRING": query, "HTTP_X_TWILIO_SIGNATURE": signature, **extra}


@pytest.mark.parametrize(
    ("public", "form", "signature"),
    [
        ("https://mycompany.com", FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com:443", FORM, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("https://mycompany.com", FORM, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:1234", FORM, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("http://mycompany.com:80", FORM, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        (
            "https://mycompany.com",
            MultiDict([("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]),
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
    ],
)
def test_the_carriers_own_vectors(public: str, form: Any, signature: str) -> None:
    Signatures(public, ["12345"]).check(environ("/myapp.php?foo=1&bar=2", signature), form)


def test_the_documentations_example() -> None:
    form = {**FORM, "From": "+14158675310", "Caller": "+14158675310"}
    checked = environ("/myapp.php?foo=1&bar=2", "L/OH5YylLD5NRKLltdqwSvS0BnU=")
    Signatures("https://example.com", ["12345"]).check(checked, form)


@pytest.mark.parametrize("server", ["granian", "gunicorn", "uwsgi", "absolute"])
@pytest.mark.parametrize(
    "target",
    [
        "/sms", "/carrier/calls/01-a/3", "/carrier/x?who=a%40b&t=12%3A30", "/carrier/x?words=%E4%BA%95%E7%9B%96",
        "/carrier/x?q=%27quoted%27&z=%7E&s=a%2Fb", "/carrier/x?b=2&a=1&a=1", "/carrier/x?plus=a+b", "/carrier/x?empty=",
    ],
)  # fmt: skip
def test_escapes_hold_on_every_server(server: str, target: str) -> None:
    public = "https://hotline.example"
    signature = sign("secret", public + target, FORM)
    extra = {
        "granian": {}, "gunicorn": {"RAW_URI": target}, "uwsgi": {"REQUEST_URI": target},
        "absolute": {"RAW_URI": "http://10.0.0.7:8000" + target},
    }[server]  # fmt: skip
    Signatures(public, ["secret"]).check(environ(target, signature, **extra, HTTP_HOST="inner:8000"), FORM)


@pytest.mark.parametrize("raw", [None, "/city/sms?a=1"])
def test_a_public_address_with_a_path_of_its_own(raw: str | None) -> None:
    """The proxy may take that path off, or leave it."""
    public = "https://example.org/city"
    signature = sign("secret", public + "/sms?a=1", FORM)
    Signatures(public, ["secret"]).check(environ("/sms?a=1", signature, RAW_URI=raw), FORM)


@pytest.mark.parametrize("token", ["old", "new"])
def test_both_tokens_of_a_rotation_hold(token: str) -> None:
    signature = sign(token, "https://h.example/sms", FORM)
    Signatures("https://h.example", ["new", "old"]).check(environ("/sms", signature), FORM)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"HTTP_X_TWILIO_SIGNATURE": ""}, "signature_missing"),
        ({"HTTP_X_TWILIO_SIGNATURE": "AAAA"}, "signature"),
        ({"HTTP_X_TWILIO_SIGNATURE": "ä" * 28}, "signature"),
        ({"CONTENT_TYPE": "application/json"}, "content_type"),
        ({"CONTENT_TYPE": ""}, "content_type"),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=x"}, "content_type"),
        ({"REQUEST_METHOD": "GET"}, "content_type"),
        ({"QUERY_STRING": "a=1"}, "signature"),
        ({"PATH_INFO": "/voice"}, "signature"),
    ],
)
def test_refused_with_a_reason(change: dict[str, str], code: str) -> None:
    good = environ("/sms", sign("secret", "https://h.example/sms", FORM))
    Signatures("https://h.example", ["secret"]).check(good, FORM)
    with pytest.raises(WebhookError) as refused:
        Signatures("https://h.example", ["secret"]).check({**good, **change}, FORM)
    assert refused.value.code == code


def test_a_changed_value_is_refused() -> None:
    good = environ("/sms", sign("secret", "https://h.example/sms", FORM))
    with pytest.raises(WebhookError):
        Signatures("https://h.example", ["secret"]).check(good, {**FORM, "Digits": "1235"})


def test_half_a_character_is_refused_and_breaks_nothing() -> None:
    good = environ("/sms", sign("secret", "https://h.example/sms", FORM))
    with pytest.raises(WebhookError):
        Signatures("https://h.example", ["secret"]).check(good, {**FORM, "Body": "\ud83d"})


@pytest.mark.parametrize("tokens", [[], [""], ["good", ""]])
def test_without_a_secret_nothing_is_checked(tokens: list[str]) -> None:
    with pytest.raises(ValueError, match="token"):
        Signatures("https://h.example", tokens)


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


@given(form=st.dictionaries(TEXT, TEXT, max_size=6))
def test_whatever_is_signed_is_taken(form: dict[str, str]) -> None:
    good = environ("/sms", sign("secret", "https://h.example/sms", form))
    Signatures("https://h.example", ["secret"]).check(good, form)
