"""The signature over a socket, against the server the hotline runs on: no test client decodes addresses as it does."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from hotline.carrier.webhooks import sign
from tests.support.ports import free_port

APP = """
from flask import Flask, request
from hotline.carrier.webhooks import Signatures, WebhookError

signatures = Signatures("https://hotline.example/city", ["secret"])
app = Flask(__name__)


@app.post("/<path:anything>")
def door(anything):
    try:
        signatures.check(request.environ, request.form)
    except WebhookError as refused:
        return refused.code, 403
    return "fine"
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("server")
    (folder / "door.py").write_text(APP)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--http", "1", "--no-ws", "--log-level", "warning", "door:app"]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(command, env={"PYTHONPATH": f"{folder}:{root}", "PATH": "/usr/bin:/bin"}, cwd=folder)
    try:
        last = time.monotonic() + 20
        while time.monotonic() < last and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def post(port: int, target: str, form: list[tuple[str, str]], signature: str, host: str = "hotline.example") -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    line.putrequest("POST", target, skip_host=True)
    body = urlencode(form).encode()
    headers = {
        "Host": host, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "Content-Length": str(len(body)), "X-Twilio-Signature": signature, "X-Forwarded-Proto": "https",
    }  # fmt: skip
    for name, value in headers.items():
        line.putheader(name, value)
    line.endheaders(body)
    answer = line.getresponse()
    said = answer.read().decode()
    line.close()
    return answer.status, said


FORM = [("Body", "人民路12号井盖坏了 🙂 a+b&c=d"), ("CallSid", "CA1"), ("Digits", ""), ("From", "+8613900010010")]


@pytest.mark.parametrize("host", ["hotline.example", "127.0.0.1:8000", "inner_proxy"])
@pytest.mark.parametrize(
    "target",
    [
        "/sms", "/carrier/calls/01-ab/3", "/carrier/x?who=a%40b&words=%E4%BA%95%E7%9B%96", "/carrier/x?t=12%3A30&q=%27a%27",
        "/carrier/x?b=2&a=1&a=1&plus=a+b", "/carrier/x?empty=&z=%7E%2F",
    ],
)  # fmt: skip
def test_a_genuine_request_is_taken_whatever_the_proxy_calls_us(port: int, target: str, host: str) -> None:
    signature = sign("secret", f"https://hotline.example/city{target}", dict(FORM))
    assert post(port, target, FORM, signature, host) == (200, "fine")


def test_repeated_fields(port: int) -> None:
    form = [("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234"), ("Sid", "CA1")]
    text = "https://hotline.example/city/sms" + "Digits1234" + "Digits5678" + "SidCA1"
    assert post(port, "/sms", form, sign("secret", text, {})) == (200, "fine")


def test_a_forged_one_is_refused(port: int) -> None:
    signature = sign("other", "https://hotline.example/city/sms", dict(FORM))
    assert post(port, "/sms", FORM, signature) == (403, "signature")
    assert post(port, "/sms", FORM, "") == (403, "signature_missing")
