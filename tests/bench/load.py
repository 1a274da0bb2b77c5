"""A small load: whole requests written beforehand, sent over kept connections by a process of its own,
so that the client costs as little of the machine as Python allows."""

import socket
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from selectors import EVENT_READ, DefaultSelector
from typing import Self
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

PATIENCE = 60.0  # seconds; a server that hangs ends the measurement


def signed_request(port: int, path: str, form: dict[str, str], *, token: str, public_url: str) -> bytes:
    body = urlencode(form).encode()
    signature = RequestValidator(token).compute_signature(public_url + path, form)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Twilio-Signature: {signature}\r\n"
        f"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def exchange(line: socket.socket, request: bytes) -> bytes:
    """Sends one request, reads one whole answer with a Content-Length."""
    line.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        some = line.recv(65536)
        if not some:
            raise ConnectionError("the server closed the connection")
        answer += some
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(int(row[15:]) for row in head.lower().split(b"\r\n") if row.startswith(b"content-length:"))
    while len(body) < length:
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


class Load:
    """The process that sends; started once, so that its start is nobody's time."""

    def __init__(self, processes: int = 1) -> None:
        self._processes = processes
        self._pool = get_context("spawn").Pool(processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.terminate()

    def measured(self, port: int, requests: Sequence[bytes], connections: int = 16) -> tuple[float, list[bytes]]:
        """Answers a second to requests that are sent once each, and the answers in their order."""
        took, answers = self._pool.apply_async(_send, (port, list(requests), connections)).get(PATIENCE)
        return len(requests) / took, answers

    def alone(self, port: int, requests: Sequence[bytes]) -> list[float]:
        """How long each took, in seconds, one at a time."""
        return self._pool.apply_async(_one_by_one, (port, list(requests))).get(PATIENCE)

    def repeated(self, port: int, request: bytes, *, seconds: float, connections: int) -> float:
        """Good answers a second to one request sent again and again."""
        share = connections // self._processes
        begun = [self._pool.apply_async(_again, (port, request, seconds, share)) for _ in range(self._processes)]
        return sum(part.get(timeout=seconds + 30) for part in begun)


def _lines(port: int, count: int) -> list[socket.socket]:
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return lines


def _send(port: int, requests: list[bytes], connections: int) -> tuple[float, list[bytes]]:
    """Each connection asks again as soon as it was answered."""
    answers = [b""] * len(requests)
    todo, lines = iter(enumerate(requests)), _lines(port, connections)
    began = time.perf_counter()
    for number, answer in _exchanges(lines, todo):
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"answered {answer[:200]!r}")
        answers[number] = answer
    took = time.perf_counter() - began
    for line in lines:
        line.close()
    return took, answers


def _again(port: int, request: bytes, seconds: float, connections: int) -> float:
    lines = _lines(port, connections)
    began, answered = time.perf_counter(), 0
    for _, answer in _exchanges(lines, _until(began + seconds, request)):
        answered += answer.startswith(b"HTTP/1.1 200")
    took = time.perf_counter() - began
    for line in lines:
        line.close()
    return answered / took


def _until(last: float, request: bytes) -> Iterator[tuple[int, bytes]]:
    while time.perf_counter() < last:
        yield 0, request


def _exchanges(lines: list[socket.socket], todo: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    selector, waiting = DefaultSelector(), {}
    for line, (number, request) in zip(lines, islice(todo, len(lines)), strict=False):
        line.sendall(request)
        waiting[line] = number
        selector.register(line, EVENT_READ)
    while waiting:
        for key, _ in selector.select(30):
            line = key.fileobj
            assert isinstance(line, socket.socket)
            yield waiting[line], exchange(line, b"")
            following = next(todo, None)
            if following is None:
                del waiting[line]
                selector.unregister(line)
                continue
            waiting[line] = following[0]
            line.sendall(following[1])


def _one_by_one(port: int, requests: list[bytes]) -> list[float]:
    line, took = _lines(port, 1)[0], []
    for request in requests:
        began = time.perf_counter()
        if not exchange(line, request).startswith(b"HTTP/1.1 200"):
            raise RuntimeError("a request was refused")
        took.append(time.perf_counter() - began)
    line.close()
    return took
