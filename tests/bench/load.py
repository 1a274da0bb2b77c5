"""A small load: whole requests written beforehand, sent over kept connections by processes of their own,
so that the client costs as little of the machine as Python allows."""

import socket
import time
from multiprocessing import get_context
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator


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


def measure(port: int, request: bytes, *, seconds: float, connections: int, processes: int = 2) -> float:
    """Good answers a second."""
    context = get_context("spawn")
    with context.Pool(processes) as pool:
        share = connections // processes
        begun = [pool.apply_async(_drive, (port, request, seconds, share)) for _ in range(processes)]
        return sum(part.get(timeout=seconds + 30) for part in begun)


def _drive(port: int, request: bytes, seconds: float, connections: int) -> float:
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    answered, begun = 0, time.monotonic()
    while time.monotonic() - begun < seconds:
        # All are under way at the same time; each is read in turn.
        for line in lines:
            line.sendall(request)
        for line in lines:
            answered += exchange(line, b"").startswith(b"HTTP/1.1 200")
    for line in lines:
        line.close()
    return answered / (time.monotonic() - begun)
