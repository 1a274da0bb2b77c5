"""The HTTP server itself: loopback only, connections kept open, one write per answer."""

import json
import logging
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from hotline.carrier.simulated.http import Answer, Request, refusal
from hotline.carrier.simulated.problems import Refused

log = logging.getLogger(__name__)
LARGEST_BODY = 2 * 1024 * 1024
HOST = "127.0.0.1"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, door: Callable[[Request], Answer]) -> None:
        self.door = door
        self.closing = False
        super().__init__((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SimulatedCarrier"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120
    server: Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, *_: object) -> None:
        # Addresses hold phone numbers, so no request line is ever logged.
        return

    def _serve(self) -> None:
        # A connection kept open outlives the listening socket; what it asks then is not answered.
        answer = Answer(dropped=True) if self.server.closing else self._decide()
        if answer.dropped:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def _decide(self) -> Answer:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            return refusal(Refused(413, 413, "the body is too large"))
        path, _, query = self.path.partition("?")
        request = Request(
            method=self.command,
            path=path,
            query=parse_qs(query, keep_blank_values=True) if query else {},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)) if length != "0" else b"",
        )
        try:
            return self.server.door(request)
        except Refused as problem:
            return refusal(problem)
        # The border of the process: one bad request must not take the connection's thread with it.
        except Exception as error:
            log.exception("a request to the simulated carrier failed: %s", type(error).__name__)
            return Answer(status=500, body=json.dumps(Refused(500, 20500, "Internal Server Error").body()).encode())
