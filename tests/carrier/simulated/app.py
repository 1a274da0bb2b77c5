"""The application's part, played: documents by path, and everything that was asked of it."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Asked:
    path: str
    form: dict[str, str]
    signature: str
    method: str


@dataclass
class Page:
    body: bytes = b"<Response/>"
    status: int = 200
    kind: str = "text/xml"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0


class App:
    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.pages: dict[str, list[Page]] = {}
        self._changed = threading.Condition()
        app = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                self._serve()

            def do_POST(self) -> None:
                self._serve()

            def log_message(self, *args: object) -> None:
                pass

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                path, _, query = self.path.partition("?")
                form = dict(parse_qsl(body.decode() or query, keep_blank_values=True))
                signature = self.headers.get("X-Twilio-Signature", "")
                with app._changed:
                    app.asked.append(Asked(self.path, form, signature, self.command))
                    app._changed.notify_all()
                page = app.page(path)
                time.sleep(page.delay)
                self.send_response(page.status)
                if page.kind:
                    self.send_header("Content-Type", page.kind)
                self.send_header("Content-Length", str(len(page.body)))
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page.body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def says(self, path: str, twiml: str, **more: object) -> None:
        """The next answer at this path; the last one given stays."""
        body = twiml if twiml.startswith("<?xml") else f'<?xml version="1.0" encoding="UTF-8"?><Response>{twiml}</Response>'
        self.pages.setdefault(path, []).append(Page(body.encode(), **more))  # type: ignore[arg-type]

    def page(self, path: str) -> Page:
        pages = self.pages.get(path, [])
        if not pages:
            return Page()
        return pages.pop(0) if len(pages) > 1 else pages[0]

    def forms(self, path: str) -> list[dict[str, str]]:
        return [asked.form for asked in list(self.asked) if asked.path.partition("?")[0] == path]

    def wait_for(self, path: str, count: int = 1) -> list[dict[str, str]]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.forms(path)) >= count, 5), (
                f"{path} was asked {len(self.forms(path))} times"
            )
        return self.forms(path)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
