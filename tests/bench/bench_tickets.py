"""What the hotline costs when it is full: one sweep over very many open tickets, and one change among few against among many.

The tickets are put there in bulk. HOTLINE_BENCH_TICKETS says how many; 1000000 is the size it is meant for.
"""

import resource
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

import sqlalchemy as sa

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
from hotline.storage.tables import audit_entries, audit_heads, clocks, reporters, tickets
from hotline.wiring import Hotline, build, city_seed
from tests.bench.serving import ROOT
from tests.conftest import MORNING

FEW, DUE, CHANGES = 1_000, 10_000, 200
SOON, FAR = timedelta(hours=1), timedelta(days=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class Full:
    """``idle``: seconds of a sweep that finds nothing due; ``grown``: MB it took; ``due``: clocks a second; ``ratios``:
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
    folder.mkdir(parents=True, exist_ok=True)
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
    with city.hotline.database.writing() as store:
        while city.held < upto:
            _one(city, store, city.clock.now() + (SOON if city.held < due else FAR))
            city.held += 1


def multiply(city: City, url: str, upto: int, *, due: int) -> None:
    """The last ticket and what hangs on it, over and over; made by the database itself. The first ``due`` are due soon."""
    engine, many = sa.create_engine(url), upto - city.held
    soon = city.clock.now() + SOON
    with engine.begin() as line:
        last = line.execute(sa.select(tickets.c.id, tickets.c.reporter_id).order_by(tickets.c.id.desc()).limit(1)).one()
        for table, own, changed in (
            (reporters, reporters.c.id == last.reporter_id, ("id", "phone_hash")),
            (tickets, tickets.c.id == last.id, ("id", "number", "reporter_id")),
            (clocks, clocks.c.ticket_id == last.id, ("id", "ticket_id")),
            (audit_entries, audit_entries.c.chain == f"ticket:{last.id}", ("chain",)),
            (audit_heads, audit_heads.c.chain == f"ticket:{last.id}", ("chain",)),
        ):
            series = sa.select(sa.literal(1).label("n")).cte("series", recursive=True)
            series = series.union_all(sa.select(series.c.n + 1).where(series.c.n < many))
            suffix = sa.literal("-") + sa.cast(series.c.n, sa.Text)
            columns = [column + suffix if column.name in changed else column for column in table.c]
            line.execute(table.insert().from_select([c.name for c in table.c], sa.select(*columns).select_from(
                table.join(series, sa.true())).where(own)))
        rushed = sa.select(clocks.c.id).where(clocks.c.due_at > soon).limit(max(due - (FEW - 1), 0))
        line.execute(clocks.update().where(clocks.c.id.in_(rushed)).values(due_at=soon, warn_at=soon))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(sa.text("ANALYZE"))
    engine.dispose()
    city.held = upto


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


def _numbers(city: City) -> list[str]:
    with city.hotline.database.reading() as store:
        found = store.tickets.listing(department=city.officer.department, limit=CHANGES)
    return [ticket.number for ticket in found]


def _progress(city: City, number: str) -> float:
    """Seconds of an officer's PROGRESS through the use case."""
    began = time.perf_counter()
    act(city.parts, city.officer, number, Done(deed=Deed.PROGRESS, words="已派人到现场"))
    return time.perf_counter() - began


def _text(city: City, n: int) -> float:
    """Seconds of a text of somebody new that becomes a ticket."""
    said = TextIn(account="AC1", sid=f"SM{n:032d}", sender=f"+86137{n:08d}", body=f"人民路{n % 200}号井盖坏了")
    began = time.perf_counter()
    take_text(city.parts, said)
    return time.perf_counter() - began


def _changes(few: City, many: City) -> tuple[dict[str, float], dict[str, float]]:
    """Turn and turn about, so that both meet the same machine: seconds among few and among many, medians."""
    numbers = [_numbers(city) for city in (few, many)]
    moved = [(_progress(few, a), _progress(many, b)) for a, b in zip(*numbers, strict=True)]
    texts = [(_text(few, n), _text(many, n)) for n in range(CHANGES)]
    kinds = {"PROGRESS": moved, "a text": texts}
    return {k: median(a for a, _ in v) for k, v in kinds.items()}, {k: median(b for _, b in v) for k, v in kinds.items()}


def _swept(city: City) -> tuple[float, int]:
    began = time.perf_counter()
    total = sweep(city.parts).total
    return time.perf_counter() - began, total


def measure(few_url: str, url: str, folder: Path, size: int) -> Full:
    """``few_url``: another empty database, for the same changes among few."""
    due = min(DUE, size // 10)
    few, many = open_city(few_url, folder / "few"), open_city(url, folder / "many")
    fill(few, FEW)
    fill(many, FEW, due=min(due, FEW - 1))  # the last, which is multiplied, is not
    multiply(many, url, size, due=due)
    before, after = _changes(few, many)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    idle = min(_swept(many)[0] for _ in range(3))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    many.clock.move(SOON + timedelta(minutes=1))
    took, done = _swept(many)
    if done < due:
        raise RuntimeError(f"only {done} of {due} were swept")
    for city in (few, many):
        city.hotline.database.dispose()
    return Full(
        tickets=size, idle=idle, grown=grown, due=done / took, alone={k: 1000 * v for k, v in after.items()},
        ratios={name: after[name] / before[name] for name in after},
    )  # fmt: skip
