"""make bench: one table, ratios within one run; asserts only that it could measure."""

import os
from pathlib import Path

import pytest

from tests.bench import bench_delivery, bench_doors, bench_engine, bench_texts, bench_tickets
from tests.support.postgres import Postgres

TICKETS = int(os.environ.get("HOTLINE_BENCH_TICKETS", "100000"))
pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600), pytest.mark.filterwarnings("default")]


def test_bench(durable_postgres: Postgres, redis_url: str, tmp_path: Path) -> None:
    with bench_doors.doors(durable_postgres.url(durable_postgres.create()), redis_url, tmp_path) as both:
        doors = bench_doors.measure(both)
    engine, texts = bench_engine.measure(), bench_texts.measure()
    postgres = bench_delivery.measure(durable_postgres.url(durable_postgres.create()))
    sqlite = bench_delivery.measure(f"sqlite:///{tmp_path / 'bench.db'}")
    new = [durable_postgres.url(durable_postgres.create()) for _ in range(2)]
    lite = [f"sqlite:///{tmp_path / name}.db" for name in ("few", "many")]
    full = {
        "PostgreSQL": bench_tickets.measure(*new, tmp_path / "pg", TICKETS),
        "SQLite": bench_tickets.measure(*lite, tmp_path / "lite", TICKETS),
    }  # fmt: skip
    rows = [
        ("F       bare Flask, signature checked", f"{doors['F']:,.0f}/s", "", ""),
        ("F-row   F, one row committed, one Redis push", f"{doors['F-row']:,.0f}/s", "", ""),
        ("V       voice turn that saves state", f"{doors['V']:,.0f}/s", f"{doors['V/F-row']:.2f} of F-row", "0.6"),
        ("T       text that becomes a ticket", f"{doors['T']:,.0f}/s", f"{doors['T/F-row']:.2f} of F-row", "0.4"),
        ("        the same alone", f"{doors['T alone']:.1f} ms", "", "under 10 ms"),
        ("        flow engine alone, a turn", f"{engine:.2f} ms", "", "under 0.3 ms"),
        *(
            (f"        {name}, {count} texts", f"{1000 / each:,.0f}/s", f"{each:.3f} ms", "")
            for name, (count, each) in texts.items()
        ),
        *_delivery("PostgreSQL", *postgres),
        *_delivery("SQLite", *sqlite),
        *(row for name, found in full.items() for row in _full(name, found)),
    ]  # fmt: skip
    print()
    for what, value, ratio, target in rows:
        print(f"{what:<48}{value:>10}  {ratio:<15}{target and 'target ' + target}".rstrip())
    assert all(value > 0 for value in (*doors.values(), engine, *postgres, *sqlite))


def _delivery(database: str, least: float, whole: float) -> list[tuple[str, str, str, str]]:
    return [
        (f"S       least loop that sends, {database}", f"{least:,.0f}/s", "", ""),
        (f"        delivery, {database}", f"{whole:,.0f}/s", f"{whole / least:.2f} of S", "0.8"),
    ]


def _full(database: str, found: bench_tickets.Full) -> list[tuple[str, str, str, str]]:
    return [
        (f"M       a sweep, {found.tickets:,} open, {database}", f"{1000 * found.idle:,.1f} ms", f"+{found.grown:.0f} MB", ""),
        (f"        clocks that are due, {database}", f"{found.due:,.0f}/s", "", ""),
        *(
            (f"        {name}, {database}", f"{found.alone[name]:,.1f} ms", f"{ratio:.2f} of few", "1.5 at most")
            for name, ratio in found.ratios.items()
        ),
    ]  # fmt: skip
