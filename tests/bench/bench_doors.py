"""Our doors against the yardsticks F and F-row: the same Granian settings, PostgreSQL and Redis, turn and turn about.

V: a voice turn that saves state (a key in the greeting, a key for the category). T: a first text that becomes a ticket.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import make_url

from hotline.config import load_config
from hotline.embedded.programs import WEB_APP, web_command
from tests.bench import bare_app
from tests.bench.load import Load, signed_request
from tests.bench.serving import ROOT, Server
from tests.support.ports import free_port

ROUNDS, BARE, CALLS, TEXTS, ALONE = 7, 1000, 200, 300, 150
ACCOUNT, TOKEN, NUMBER = "AC" + "0" * 31 + "1", bare_app.TOKEN, "+861012345678"
COMMON = {"AccountSid": ACCOUNT, "To": NUMBER, "ApiVersion": "2010-04-01", "FromCountry": "CN", "ToCountry": "CN"}
REPORTS = (
    "人民路12号井盖坏了", "建设路小学北门的路灯不亮了，晚上很黑", "东门菜市场门口垃圾好几天没人清", "解放路88号施工吵得睡不着",
    "Broken manhole cover at 12 Renmin Road", "The street light at Jianshe Road School is out", "柳树村路边垃圾成堆",
    "人民路200号下水道堵了，污水漫到路上",
)  # fmt: skip
_ACTION = re.compile(rb'action="http://[^/]+(/carrier/calls/[^"]+)"')


@dataclass
class Doors:
    """Both servers under load. Every request is one of its own: its call, its number."""

    load: Load
    bare: Server
    ours: Server
    _next: "count[int]" = field(default_factory=lambda: count(1))

    def bare_rate(self, path: str, many: int) -> float:
        forms = [COMMON | {"CallSid": _sid("CA", n), "From": _phone(n)} for n in self._some(many)]
        return self.load.measured(self.bare.port, [self._signed(self.bare, path, form) for form in forms])[0]

    def voice_rate(self) -> float:
        """Calls are begun before; both keys of each are what is measured."""
        calls = [COMMON | {"CallSid": _sid("CA", n), "From": _phone(n), "CallStatus": "in-progress"} for n in self._some(CALLS)]
        _, begun = self.load.measured(self.ours.port, [self._signed(self.ours, "/voice", form) for form in calls])
        rates = []
        for key in ("1", "2"):
            turns = [
                self._signed(self.ours, _next_address(said), form | {"Digits": key})
                for said, form in zip(begun, calls, strict=True)
            ]
            rate, begun = self.load.measured(self.ours.port, turns)
            rates.append(rate)
        return 2 / sum(1 / rate for rate in rates)

    def text_rate(self) -> float:
        return self.load.measured(self.ours.port, self._texts(TEXTS))[0]

    def text_alone(self) -> float:
        """Milliseconds, the median of some."""
        return 1000 * median(self.load.alone(self.ours.port, self._texts(ALONE)))

    def _texts(self, many: int) -> list[bytes]:
        forms = [
            COMMON | {"MessageSid": _sid("SM", n), "From": _phone(n), "Body": REPORTS[n % len(REPORTS)], "NumMedia": "0"}
            for n in self._some(many)
        ]
        return [self._signed(self.ours, "/sms", form) for form in forms]

    def _some(self, many: int) -> list[int]:
        return [next(self._next) for _ in range(many)]

    def _signed(self, server: Server, path: str, form: dict[str, str]) -> bytes:
        public = bare_app.PUBLIC_URL if server is self.bare else f"http://127.0.0.1:{server.port}"
        return signed_request(server.port, path, form, token=TOKEN, public_url=public)


def _sid(kind: str, n: int) -> str:
    return f"{kind}{n:032x}"


def _phone(n: int) -> str:
    return f"+86158{n:08d}"


def _next_address(answer: bytes) -> str:
    found = _ACTION.search(answer)
    if found is None:
        raise RuntimeError(f"no next turn in {answer[-400:]!r}")
    return found[1].decode()


@contextmanager
def doors(database: str, redis: str, folder: Path) -> Iterator[Doors]:
    port = free_port()
    environment = {
        "HOTLINE_CONFIG": str(ROOT / "config.yaml"), "HOTLINE__DATA_DIR": str(folder), "HOTLINE__DATABASE__URL": database,
        "HOTLINE__REDIS__URL": redis, "HOTLINE__SERVER__PORT": str(port), "HOTLINE__CARRIER__ACCOUNT_SID": ACCOUNT,
        "HOTLINE__CARRIER__AUTH_TOKEN": TOKEN, "HOTLINE__CARRIER__API_BASE_URL": "http://127.0.0.1:1",
    }  # fmt: skip
    migrated = [sys.executable, "-m", "hotline", "migrate"]
    subprocess.run(migrated, env={**os.environ, **environment}, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    command = web_command(load_config(ROOT / "config.yaml", environment))[1:]
    least = [part for part in command if part != "--factory"]
    least[least.index("--port") + 1], least[least.index(WEB_APP)] = "PORT", "tests.bench.bare_app:app"
    plain = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as line:
        line.execute(bare_app.TABLE)
    bare = Server(least, {"BENCH_DATABASE": plain, "BENCH_REDIS": redis})
    try:
        ours = Server(command, environment, "/healthz", port)
        try:
            with Load() as load:
                yield Doors(load, bare, ours)
        finally:
            ours.close()
    finally:
        bare.close()


def measure(found: Doors) -> dict[str, float]:
    """F, F-row, V and T a second and T alone in ms: medians; "V/F-row" and "T/F-row" are medians of the rounds' own ratios."""
    kinds: dict[str, Callable[[], float]] = {
        "F": lambda: found.bare_rate("/voice", BARE), "F-row": lambda: found.bare_rate("/row", BARE // 2),
        "V": found.voice_rate, "T": found.text_rate,
    }  # fmt: skip
    for _ in range(2):
        for each in kinds.values():
            each()  # caches, connections, pages
    rounds = [{name: each() for name, each in kinds.items()} for _ in range(ROUNDS)]
    medians = {name: median(one[name] for one in rounds) for name in kinds}
    ratios = {f"{name}/F-row": median(one[name] / one["F-row"] for one in rounds) for name in ("V", "T")}
    return medians | ratios | {"T alone": found.text_alone()}
