"""What the hotline costs when it is full: one sweep over very many open tickets, and one change among few against among many.

The tickets are put there in bulk. HOTLINE_BENCH_TICKETS says how many; 1000000 is the size it is meant for.
"""

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from hotline.clock import FixedClock
from hotline.config import load_config
from hotline.demo.walk import Silent
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Channel, State, Ticket
from hotline.ids import Ids
from hotline.services.act import act
from hotline.services.parts import Parts
from hotline.services.seed import seed
from hotline.services.steps.doing import Deed, Done
from hotline.services.sweep import sweep
from hotline.services.take_text import TextIn, take_text
from hotline.storage import migrate
from hotline.wiring import Hotline, build, city_seed
from tests.bench.serving import ROOT
from tests.conftest import MORNING

FEW, DUE, CHANGES, BATCH = 1_000, 10_000, 200, 2_000
SOON, FAR = timedelta(hours=1), timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Full:
    """``idle``: seconds of a sweep that finds three clocks due; ``grown``: MB it took; ``due``: clocks a second; ``ratios``:
    what a change costs among many against among few; ``alone``: milliseconds of it among many."""

    tickets: int
    idle: float
    grown: float
    due: float
    ratios: dict[str, float]
    alone: dict[str, float]


@dataclass
class City:
    hotline: Hotline
    parts: Parts
    clock: FixedClock
    officer: Staff
    held: int = 0


def open_city(url: str, folder: Path) -> City:
    config = load_config(ROOT / "config.yaml", {
        "HOTLINE__DATA_DIR": str(folder), "HOTLINE__DATABASE__URL": url, "HOTLINE__CARRIER__SIMULATED": "true",
        "HOTLINE__REDIS__URL": "redis://127.0.0.1:1",
    })  # fmt: skip
    migrate(url)
    clock = FixedClock(MORNING)
    hotline = build(config, clock=clock, ids=Ids(clock=clock, dice=Random(1), digits=10))
    seed(hotline.parts, city_seed(config))
    parts = replace(hotline.parts, queue=Silent())
    with hotline.database.reading() as store:
        officer = next(p for p in store.city.staff() if p.role is Role.OFFICER)
    return City(hotline=hotline, parts=parts, clock=clock, officer=officer)


def fill(city: City, upto: int, *, due: int = 0) -> None:
    """Open tickets with a report, a story and a running promise each; the first ``due`` of them are due within the hour."""
    while city.held < upto:
        with city.hotline.database.writing() as store:
            for _ in range(min(BATCH, upto - city.held)):
                _one(city, store, city.clock.now() + (SOON if city.held < due else FAR))
                city.held += 1


def _one(city: City, store: object, due_at: datetime) -> None:
    now, ids = city.clock.now(), city.parts.ids
    reporter = Reporter(id=ids.new(), phone=f"+86155{city.held:08d}", language="zh-CN", created_at=now)
    ticket = Ticket(
        id=ids.new(), number=ids.ticket_number(), state=State.IN_PROGRESS, channel=Channel.SMS, language="zh-CN",
        reporter_id=reporter.id, category="c01-cover", grid="east-1", owner=city.officer.department,
        handler=city.officer.department, officer_id=None, received_at=now - timedelta(days=1), dispatched_at=now,
    )  # fmt: skip
    clock = Clock(
        id=ids.new(), ticket_id=ticket.id, kind=ClockKind.RESULT, round=0, started_at=now - timedelta(days=1), due_at=due_at,
        warn_at=due_at, committee_at=due_at + FAR,
    )  # fmt: skip
    store.reporters.add(reporter)  # type: ignore[attr-defined]
    store.tickets.add(ticket)  # type: ignore[attr-defined]
    store.clocks.add(clock)  # type: ignore[attr-defined]
    store.audit.append(f"ticket:{ticket.id}", "received", _RESIDENT, {}, None, now, new=True)  # type: ignore[attr-defined]


_RESIDENT = Actor(kind=ActorKind.RESIDENT, via="sms")


def _numbers(city: City) -> Iterator[str]:
    with city.hotline.database.reading() as store:
        found = store.tickets.listing(department=city.officer.department, limit=CHANGES)
    return iter([ticket.number for ticket in found])


def progress(city: City) -> float:
    """Milliseconds of an officer's PROGRESS through the use case, the median of some."""
    numbers, took = [*_numbers(city)], []
    for number in numbers:
        began = time.perf_counter()
        act(city.parts, city.officer, number, Done(deed=Deed.PROGRESS, words="已派人到现场"))
        took.append(time.perf_counter() - began)
    return 1000 * median(took)


def text(city: City, first: int) -> float:
    """Milliseconds of a text of somebody new that becomes a ticket, the median of some."""
    took = []
    for n in range(first, first + CHANGES):
        said = TextIn(account="AC1", sid=f"SM{n:032d}", sender=f"+86137{n:08d}", body=f"人民路{n % 200}号井盖坏了")
        began = time.perf_counter()
        take_text(city.parts, said)
        took.append(time.perf_counter() - began)
    return 1000 * median(took)


def _swept(city: City) -> tuple[float, int]:
    began = time.perf_counter()
    total = sweep(city.parts).total
    return time.perf_counter() - began, total


def measure(url: str, folder: Path, tickets: int) -> Full:
    """Few first, then filled up; the same changes in both."""
    city = open_city(url, folder)
    due = min(DUE, tickets // 10)
    fill(city, FEW, due=due)
    progress(city), text(city, 0)
    before = {"PROGRESS": progress(city), "a text": text(city, CHANGES)}
    fill(city, tickets, due=due)
    progress(city), text(city, 2 * CHANGES)
    after = {"PROGRESS": progress(city), "a text": text(city, 3 * CHANGES)}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    idle = min(_swept(city)[0] for _ in range(3))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    city.clock.move(SOON + timedelta(minutes=1))
    took, done = _swept(city)
    if done < due:
        raise RuntimeError(f"only {done} of {due} were swept")
    city.hotline.database.dispose()
    return Full(
        tickets=tickets, idle=idle, grown=grown, due=done / took, alone=after,
        ratios={name: after[name] / before[name] for name in after},
    )  # fmt: skip
