"""Yardsticks F and F-row: bare Flask routes that check the carrier's signature and answer constant TwiML; F-row first
inserts and commits one row in PostgreSQL and pushes one element to Redis."""

import os
import threading
from urllib.parse import quote_from_bytes

import psycopg
from flask import Flask, Response, request
from redis import Redis
from twilio.request_validator import RequestValidator

TOKEN = "a-token-of-the-bench"
PUBLIC_URL = "http://127.0.0.1"
TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say></Response>'
TABLE = "CREATE TABLE bare_row (id BIGSERIAL PRIMARY KEY, sid TEXT NOT NULL, sender TEXT NOT NULL, at TIMESTAMPTZ NOT NULL)"
INSERT = "INSERT INTO bare_row (sid, sender, at) VALUES (%s, %s, now())"

app = Flask(__name__)
validator = RequestValidator(TOKEN)
own = threading.local()
redis = Redis.from_url(os.environ["BENCH_REDIS"]) if "BENCH_REDIS" in os.environ else None


def signed_url() -> str:
    """What the carrier signed, from what WSGI gives: PATH_INFO holds the bytes, decoded once."""
    path = quote_from_bytes(request.environ["PATH_INFO"].encode("latin-1"), safe="/")
    query = request.environ.get("QUERY_STRING", "")
    return f"{PUBLIC_URL}{path}{'?' + query if query else ''}"


def genuine() -> bool:
    return validator.validate(signed_url(), request.form, request.headers.get("X-Twilio-Signature", ""))


@app.post("/voice")
def voice() -> Response:
    return Response(TWIML, mimetype="text/xml") if genuine() else Response(status=403)


@app.post("/row")
def row() -> Response:
    if not genuine():
        return Response(status=403)
    line = _database()
    line.execute(INSERT, (request.form["CallSid"], request.form["From"]))
    line.commit()
    if redis is not None:
        redis.lpush("bench:pushed", request.form["CallSid"])
    return Response(TWIML, mimetype="text/xml")


def _database() -> "psycopg.Connection[tuple[object, ...]]":
    """One connection a thread, as a pool would give."""
    if not hasattr(own, "line"):
        own.line = psycopg.connect(os.environ["BENCH_DATABASE"])
    line: psycopg.Connection[tuple[object, ...]] = own.line
    return line


@app.route("/<path:_rest>", methods=["GET", "POST"])
def seen(_rest: str) -> dict[str, str | None]:
    """What the server made of the request line."""
    names = ("PATH_INFO", "QUERY_STRING", "RAW_URI", "REQUEST_URI", "SCRIPT_NAME", "SERVER_PROTOCOL")
    return {name: request.environ.get(name) for name in names} | {"url": request.url}
