"""The simulated carrier put together: one object that a process runs or a test starts and stops."""

import threading
from typing import Self

from hotline.carrier.simulated.calls import Calls
from hotline.carrier.simulated.control import Control
from hotline.carrier.simulated.control_http import ControlHttp
from hotline.carrier.simulated.faults import Faults
from hotline.carrier.simulated.http import Answer, Request, answer
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.messages import Messages
from hotline.carrier.simulated.rest import Rest
from hotline.carrier.simulated.server import HOST, Server
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.store import Store
from hotline.carrier.simulated.webhook import WebHooks

RECEIPT_THREADS = 4
STOP_SECONDS = 1.0


class SimulatedCarrier:
    """`control` is what /sim/… does, as Python methods."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._store = Store(settings.db)
        self._server = Server(settings.port, self._answer)
        self.base_url = f"http://{HOST}:{self._server.server_port}"
        self._later = Later(threads=RECEIPT_THREADS, scale=settings.time_scale)
        self._hooks, faults = WebHooks(settings.auth_token), Faults()
        self._messages = Messages(settings, self._store, self._hooks, self._later, self.base_url)
        self._calls = Calls(settings, self._store, self._hooks, self._later, self.base_url)
        self._rest = Rest(settings, self._store, self._messages, self._calls, faults)
        self.control = Control(settings, self._store, self._messages, self._calls, faults, self._later)
        self._phones = ControlHttp(self.control)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    def start(self) -> Self:
        self._calls.settle_lost()
        self._messages.resume()
        self._later.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        self._calls.hang_up_all(STOP_SECONDS)
        self._server.closing = True
        self._server.shutdown()
        self._server.server_close()
        self._later.stop()
        self._hooks.close()
        self._store.close()

    def _answer(self, request: Request) -> Answer:
        if request.path.startswith("/sim/"):
            return self._phones.answer(request)
        if request.path == "/healthz":
            return answer({"ok": True})
        return self._rest.answer(request)
