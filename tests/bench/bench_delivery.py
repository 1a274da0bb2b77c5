"""Delivery of due rows against S, the least loop that reads a row, sends it through the twilio client as it comes and
marks it; both in one process, on the same database, to the same loopback carrier, turn and turn about."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import make_url
from twilio.rest import Client

from hotline.carrier.settings import CarrierSettings
from hotline.carrier.twilio import Carrier
from hotline.clock import SystemClock
from hotline.domain.message import Means, Message, Purpose
from hotline.ids import Ids
from hotline.services.deliver import deliver
from hotline.services.steps.sending import Sender, Sending
from hotline.storage import Database, Keys, migrate
from tests.support.ports import free_port

ROUNDS, ROWS = 5, 400
BODY = "【示范市12345】已登记：井盖，建设路小学北门。编号2641-7301。市政维护处最迟明天10:20给您答复。回“查”看进度，有补充直接回。"
KEYS = Keys(data=b"d" * 32, lookup=b"l" * 32, audit=b"a" * 32)


class Words:
    def render(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str:
        return BODY


class Parts:
    def __init__(self, url: str) -> None:
        self.database, self.clock, self.texts = Database(url, KEYS), SystemClock(), Words()


@contextmanager
def quick_carrier() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.quick_carrier", str(port)], cwd=Path(__file__).parents[2])
    try:
        time.sleep(1.0)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(5)


@contextmanager
def bare(url: str, carrier: str) -> Iterator[Callable[[], float]]:
    """S."""
    address = make_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    mark = "?" if sqlite else "%s"
    line: Any
    if sqlite:
        line = sqlite3.connect(str(address.database) + ".bare", isolation_level="IMMEDIATE")
        line.execute("PRAGMA journal_mode=WAL")
        line.execute("PRAGMA synchronous=FULL")
    else:
        line = psycopg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False))
    insert = f"INSERT INTO bare VALUES ({mark}, {mark}, {mark}, 'due', NULL)"  # noqa: S608 - `mark` is ? or %s
    select = f"SELECT number, body FROM bare WHERE id = {mark}"  # noqa: S608
    update = f"UPDATE bare SET state = 'sent', sid = {mark} WHERE id = {mark}"  # noqa: S608
    line.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, number TEXT, body TEXT, state TEXT, sid TEXT)")
    line.commit()
    client = Client("AC1", "secret")
    client.api.base_url = carrier

    def run() -> float:
        line.execute("DELETE FROM bare")
        for n in range(ROWS):
            line.execute(insert, (n, f"+8613{n:09d}", BODY))
        line.commit()
        began = time.perf_counter()
        for n in range(ROWS):
            row = line.execute(select, (n,)).fetchone()
            sent = client.messages.create(to=row[0], body=row[1], from_="+861012345678", status_callback=f"http://h/{n}")
            line.execute(update, (sent.sid, n))
            line.commit()
        return ROWS / (time.perf_counter() - began)

    try:
        yield run
    finally:
        line.close()
        client.http_client.session.close()


@contextmanager
def ours(url: str, carrier: str, threads: int) -> Iterator[Callable[[], float]]:
    migrate(url)
    parts, ids = Parts(url), Ids(clock=SystemClock())
    real = Carrier(CarrierSettings(
        account_sid="AC1", auth_token="secret", number="+861012345678", public_url="http://h", api_base_url=carrier,
    ))  # fmt: skip
    sender = Sender(real, Sending(public_url="http://h", texts_per_second=100_000, threads=threads))

    def run() -> float:
        now = parts.clock.now()
        with parts.database.writing() as store:
            for n in range(ROWS):
                store.outbox.add(Message(
                    id=ids.new(), means=Means.TEXT, purpose=Purpose.ANSWER, template="received", language="zh-CN",
                    values={"number": "26417301", "place": "建设路小学北门"}, to=f"+8613{n:09d}", due_at=now, created_at=now,
                ))  # fmt: skip
        began = time.perf_counter()
        done = deliver(parts, sender, Means.TEXT, lambda *_: None)
        if done.sent != ROWS:
            raise RuntimeError(f"only {done.sent} were sent")
        return ROWS / (time.perf_counter() - began)

    try:
        yield run
    finally:
        sender.close()
        real.close()
        parts.database.dispose()


def measure(url: str, threads: int = 4) -> tuple[float, float]:
    """S and ours, rows a second; the median of some rounds each."""
    with quick_carrier() as carrier, bare(url, carrier) as least, ours(url, carrier, threads) as whole:
        least(), whole()
        pairs = [(least(), whole()) for _ in range(ROUNDS)]
    return median(p[0] for p in pairs), median(p[1] for p in pairs)
