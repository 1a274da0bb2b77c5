"""A whole hotline in this process: real doors over HTTP, the simulated carrier, a clock that is moved by hand."""

import sqlite3
import threading
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from hotline.carrier.simulated import Settings, SimulatedCarrier
from hotline.clock import FixedClock
from hotline.config import load_config
from hotline.domain.message import Means
from hotline.ids import Ids
from hotline.pictures import picture_of
from hotline.services.deliver import deliver
from hotline.services.fetch_photos import fetch_photos
from hotline.services.fetch_recordings import fetch_recordings
from hotline.services.finish_message import finish_message
from hotline.services.keep_flows import keep_flows
from hotline.services.seed import seed
from hotline.services.sweep import Swept, sweep
from hotline.storage.migrate import is_current, migrate
from hotline.web.app import create_app
from hotline.wiring import Hotline, build, city_seed
from ivr_flows.load import HERE
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
RESIDENT, ENGLISH, LANDLINE = "+8613800138000", "+8613800138077", "+861065551234"
OFFICER, OFFICER_2, HEAD, COORDINATOR = "+8613900010112", "+8613900010113", "+8613900010111", "+8613900010151"


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        pass


@dataclass
class City:
    """``hotline`` is what a process of the hotline holds; everything else goes through doors."""

    hotline: Hotline
    clock: FixedClock
    carrier: SimulatedCarrier
    base: str
    environ: dict[str, str] = field(default_factory=dict)  # as another process of the same hotline would be told

    def later(self, **by: float) -> None:
        """Time passes, and what is due then is done."""
        self.clock.move(timedelta(**by))
        self.settle()

    def sweep(self) -> Swept:
        swept = sweep(self.hotline.parts)
        self.settle()
        return swept

    def settle(self) -> None:
        """What worker processes do: deliver texts and calls, fetch recordings, until nothing is due."""
        finish = partial(finish_message, self.hotline.parts)
        for _ in range(4):
            self.carrier.control.settle()
            for means in Means:
                deliver(self.hotline.parts, self.hotline.sender, means, finish, 20.0)
            fetch_recordings(self.hotline.parts, self.hotline.carrier, self.hotline.media)
            fetch_photos(self.hotline.parts, self.hotline.carrier, self.hotline.media, picture_of)
        self.carrier.control.settle()

    def text(self, sender: str, body: str, *photos: bytes) -> list[str]:
        """Somebody texts the hotline, with photos; what they get back, in order."""
        before = len(self.heard(sender))
        told = {"from": sender, "body": body, "photos": [b64encode(photo).decode() for photo in photos]}
        answer = requests.post(f"{self.carrier.base_url}/sim/texts", json=told, timeout=20)
        answer.raise_for_status()
        self.settle()
        return self.heard(sender)[before:]

    def heard(self, number: str) -> list[str]:
        """All texts this phone ever got from the hotline."""
        rows = self.carrier.control.thread(number)
        return [str(row["body"]) for row in rows if row["by"] == "app"]

    def news(self, number: str, seen: int) -> list[str]:
        return self.heard(number)[seen:]


def open_city(
    folder: Path, clock: FixedClock, database_url: str, redis_url: str, *, flows: Path = HERE, **settings: str
) -> City:
    """Start one; ``close_city`` ends it. ``settings``: environment names without HOTLINE__, as they would be set;
    ``flows``: another folder of flows."""
    port = free_port()
    secrets = {"account_sid": "AC" + "0" * 32, "auth_token": "token-of-the-tests", "number": "+861012345678"}
    base = f"http://127.0.0.1:{port}"
    carrier = SimulatedCarrier(Settings(
        **secrets, voice_url=f"{base}/voice", sms_url=f"{base}/sms", voice_fallback_url=f"{base}/voice/fallback",
        sms_fallback_url=f"{base}/sms/fallback", status_url=f"{base}/carrier/status", time_scale=0.0, clock=clock.now,
    )).start()
    environ: Mapping[str, str] = {
        "HOTLINE__DATA_DIR": str(folder), "HOTLINE__DATABASE__URL": database_url, "HOTLINE__REDIS__URL": redis_url,
        "HOTLINE__SERVER__PORT": str(port), "HOTLINE__CARRIER__API_BASE_URL": carrier.base_url,
        "HOTLINE__CARRIER__ACCOUNT_SID": secrets["account_sid"], "HOTLINE__CARRIER__AUTH_TOKEN": secrets["auth_token"],
        "HOTLINE__CARRIER__TEXTS_PER_SECOND": "10000", "HOTLINE__CARRIER__CALLS_PER_SECOND": "10000",
        **{f"HOTLINE__{name}": value for name, value in settings.items()},
    }
    config = load_config(ROOT / "config.yaml", environ)
    _migrated(config.database.url)
    hotline = build(config, clock=clock, ids=Ids(clock=clock, dice=Random(7)), flows=flows)
    seed(hotline.parts, city_seed(config))
    city = City(hotline=hotline, clock=clock, carrier=carrier, base=base)
    city.environ = dict(environ)
    _serve(city)
    return city


def _migrated(url: str) -> None:
    """The migrations are tried by tests of their own; every other city of this process gets a copy of the first's empty file."""
    file = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or file.exists():
        if not is_current(url):
            migrate(url)
    elif _EMPTY:
        file.write_bytes(_EMPTY[0])
    else:
        migrate(url)
        with sqlite3.connect(file) as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        plain.close()
        _EMPTY.append(file.read_bytes())


_EMPTY: list[bytes] = []


def restart(city: City, flows: Path = HERE) -> None:
    """Every process of the hotline ends and starts anew, with other files; the carrier and its calls go on."""
    _stop(city)
    config = load_config(ROOT / "config.yaml", city.environ)
    city.hotline = build(config, clock=city.clock, ids=Ids(clock=city.clock), flows=flows)
    _serve(city)


def close_city(city: City) -> None:
    city.carrier.stop()
    _stop(city)


def _serve(city: City) -> None:
    keep_flows(city.hotline.parts)
    port = city.hotline.config.server.port
    server = make_server("127.0.0.1", port, create_app(city.hotline), threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    city.server = server  # type: ignore[attr-defined]


def _stop(city: City) -> None:
    city.server.shutdown()  # type: ignore[attr-defined]
    city.server.server_close()  # type: ignore[attr-defined]
    city.hotline.sender.close()
    city.hotline.queue.close()
    city.hotline.database.dispose()
