"""Requests and answers of the carrier's own small server, apart from how they travel."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from hotline.carrier.simulated.problems import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes = b""

    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    def asked(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]

    def json(self) -> dict[str, object]:
        try:
            given = json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refused(400, 400, "the body is not JSON") from error
        if not isinstance(given, dict):
            raise Refused(400, 400, "the body is not a JSON object")
        return given


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    dropped: bool = False
    """The work is done, but the connection breaks before the answer."""


def answer(given: object, status: int = 200) -> Answer:
    return Answer(status=status, body=json.dumps(given).encode())


def refusal(problem: Refused) -> Answer:
    headers = {"Retry-After": "1"} if problem.status == 429 else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return Answer(status=problem.status, body=json.dumps(problem.body()).encode(), headers=headers)


def first(form: dict[str, list[str]], name: str, default: str = "") -> str:
    return form.get(name, [default])[0]
