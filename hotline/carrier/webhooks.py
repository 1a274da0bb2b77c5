"""The carrier's requests: are they its own, and what do they say. Fields of the carrier end here.

WebhookError(code)    signature_missing · signature · content_type · field:<name of the field>
"""

from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from twilio.request_validator import RequestValidator

from hotline.domain.errors import HotlineError

FORM = "application/x-www-form-urlencoded"
_PATH_SAFE = "/-._~!$&'()*+,;=:@"


class WebhookError(HotlineError):
    """Not accepted. ``code`` goes to the list of refusals and holds nothing of the request."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Fields(Protocol):
    """A form: Werkzeug's MultiDict, or a plain dict."""

    def get(self, key: str, /) -> Any: ...
    def __iter__(self) -> Any: ...


class Signatures:
    """Checks ``X-Twilio-Signature``. What the carrier signed is the public address it was given, so the address is
    built from ``public_url`` and the request's own bytes; a Host or forwarding header is never believed."""

    def __init__(self, public_url: str, tokens: Sequence[str]) -> None:
        if not tokens or not all(tokens):
            raise ValueError("no token to check signatures with")
        self._base = public_url.rstrip("/")
        self._prefix = urlsplit(self._base).path
        self._validators = tuple(RequestValidator(token) for token in tokens)

    def look(self, environ: Mapping[str, Any]) -> None:
        """What the head of a request shows already, before anybody waits for its body. Raises WebhookError."""
        if not environ.get("HTTP_X_TWILIO_SIGNATURE", ""):
            raise WebhookError("signature_missing")
        # A JSON body would be signed by its hash in the address, which an empty form never looks at.
        kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
        if environ.get("REQUEST_METHOD") != "POST" or kind != FORM:
            raise WebhookError("content_type")

    def check(self, environ: Mapping[str, Any], form: Fields) -> None:
        """``form`` holds every pair of the body, repeats included. Raises WebhookError."""
        self.look(environ)
        signature, url = environ["HTTP_X_TWILIO_SIGNATURE"], self.url(environ)
        try:
            genuine = any(_signed(validator, url, form, signature) for validator in self._validators)
        except UnicodeError:
            genuine = False  # half a character, which no signer can have read
        if not genuine:
            raise WebhookError("signature")

    def url(self, environ: Mapping[str, Any]) -> str:
        """The address as the carrier wrote it. Some servers keep the raw one; Granian only decoded path bytes."""
        raw = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")
        if raw.startswith(("http://", "https://")):
            parts = urlsplit(raw)
            raw = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not raw:
            path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace")
            query = str(environ.get("QUERY_STRING", ""))
            raw = quote(path, safe=_PATH_SAFE) + (f"?{query}" if query else "")
        # Behind a proxy that keeps the public address's own path, it is there already.
        if self._prefix and raw.startswith(f"{self._prefix}/"):
            raw = raw[len(self._prefix) :]
        return self._base + raw


def _signed(validator: RequestValidator, url: str, form: Fields, signature: str) -> bool:
    """The address as it is, nearly always; else with or without its port, as the carrier's own check would have it."""
    here: str = validator.compute_signature(url, form)
    return compare_digest(here.encode(), signature.encode()) or validator.validate(url, form, signature)


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """What the carrier would send: for tests and for the diagnosis page."""
    return RequestValidator(token).compute_signature(url, form)
