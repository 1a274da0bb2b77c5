"""Yardstick F: a bare Flask route that checks the carrier's signature and answers constant TwiML."""

from urllib.parse import quote_from_bytes

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

TOKEN = "a-token-of-the-bench"
PUBLIC_URL = "http://127.0.0.1"
TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say></Response>'

app = Flask(__name__)
validator = RequestValidator(TOKEN)


def signed_url() -> str:
    """What the carrier signed, from what WSGI gives: PATH_INFO holds the bytes, decoded once."""
    path = quote_from_bytes(request.environ["PATH_INFO"].encode("latin-1"), safe="/")
    query = request.environ.get("QUERY_STRING", "")
    return f"{PUBLIC_URL}{path}{'?' + query if query else ''}"


@app.post("/voice")
def voice() -> Response:
    sent = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(signed_url(), request.form, sent):
        return Response(status=403)
    return Response(TWIML, mimetype="text/xml")


@app.route("/<path:_rest>", methods=["GET", "POST"])
def seen(_rest: str) -> dict[str, str | None]:
    """What the server made of the request line."""
    names = ("PATH_INFO", "QUERY_STRING", "RAW_URI", "REQUEST_URI", "SCRIPT_NAME", "SERVER_PROTOCOL")
    return {name: request.environ.get(name) for name in names} | {"url": request.url}
