"""A storm on real processes: people go on reporting while processes are killed, Redis, the database and the carrier
fail. Afterwards nothing may be lost, sent twice, or left lying, and the audit log is whole.

HOTLINE_CHAOS_SECONDS and HOTLINE_CHAOS_SEED set the long storm's length (both databases together) and its dice.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from hotline.wiring import keys_of
from tests.chaos.books import Books, read
from tests.chaos.people import People
from tests.chaos.real_set import ROOT, RealSet
from tests.chaos.saboteur import Saboteur
from tests.support.postgres import Postgres

LONG = float(os.environ.get("HOTLINE_CHAOS_SECONDS", "600")) / 2
SEED = int(os.environ.get("HOTLINE_CHAOS_SEED", "20261123"))
SHORT, SETTLES_WITHIN = 60.0, 75.0
# Deadlines short enough to be missed meanwhile, so that the sweep has work; no hour of the day changes anything.
SETTINGS = {
    "CARRIER__TEXTS_PER_SECOND": "1000", "CARRIER__CALLS_PER_SECOND": "100", "CARRIER__TIMEOUT": "2s",
    "PROMISES__QUIET_HOURS": "off", "PROMISES__SWEEP_EVERY": "3s", "PROMISES__RESPONSE": "20s",
}  # fmt: skip


@pytest.fixture
def hotline(tmp_path: Path, database_url: str) -> Iterator[RealSet]:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    some = RealSet(folder, {**SETTINGS, "DATABASE__URL": database_url})
    yield some
    some.kill_what_is_left()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_short_storm_loses_nothing(
    hotline: RealSet, database_url: str, postgres: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    storm = Storm(hotline, database_url, Saboteur(hotline, Random(SEED), 3.0, postgres), rate=1.0)
    storm.blow(SHORT, SETTLES_WITHIN)
    with capsys.disabled():
        print(storm.table())
    assert storm.wrong() == [], storm.table()


@pytest.mark.chaos
@pytest.mark.timeout(LONG + 400)
def test_a_long_storm_loses_nothing(
    hotline: RealSet, database_url: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    server = None if database_url.startswith("sqlite") else request.getfixturevalue("postgres")
    storm = Storm(hotline, database_url, Saboteur(hotline, Random(SEED), 7.0, server), rate=2.0)
    storm.blow(LONG, 240.0)
    with capsys.disabled():
        print(storm.table())
    assert storm.wrong() == [], storm.table()


class Storm:
    def __init__(self, hotline: RealSet, url: str, saboteur: Saboteur, *, rate: float) -> None:
        self.hotline, self.url, self.saboteur = hotline, url, saboteur
        self.people = People(hotline, Random(SEED + 1), rate)
        self.settled_after = 0.0
        self.left_over: list[str] = []
        self.books: Books | None = None
        self.excused: set[str] = set()

    def blow(self, seconds: float, settles_within: float) -> None:
        """Up, storm, calm, down; the books are read when everything has stopped."""
        self.hotline.start()
        self.people.start()
        self.saboteur.rage(seconds)
        self.people.rest()
        calm = time.monotonic()
        while reasons := self._unsettled():
            if time.monotonic() - calm > settles_within:
                self.left_over += [f"not settled within {settles_within:g} s: {reason}" for reason in reasons]
                break
            time.sleep(1.0)
        self.settled_after = time.monotonic() - calm
        self.people.go_home()
        self.audit = self._audit()
        status = self.hotline.stop()
        self.left_over += [f"`up` ended with status {status}"] if status else []
        self.left_over += [f"process {pid} outlived the set" for pid in self.hotline.pids()]
        self.books = self._read()

    def wrong(self) -> list[str]:
        assert self.books is not None
        books, taken = self.books, [text.sid for text in self.people.texts if text.taken]
        return [
            *self.left_over, *books.lost(taken), *books.unacknowledged(), *books.twice(), *books.unsent(), *books.illegal(),
            *self._not_there(), *([] if self.audit.startswith("OK: the audit log is whole") else [f"audit: {self.audit}"]),
            *(line for line in self.saboteur.diary if "did not come back" in line),
        ]  # fmt: skip

    def table(self) -> str:
        assert self.books is not None
        books, texts, saboteur = self.books, self.people.texts, self.saboteur
        out = [c for c in books.carried if c["direction"] == "outbound-api"]
        rows: list[tuple[str, object]] = [
            ("database", self.url.partition(":")[0]), ("seed", SEED), ("texts sent by people", len(texts)),
            ("  taken in (200)", sum(t.taken for t in texts)), ("  by the fallback", sum(t.taken and t.fallback for t in texts)),
            ("  never a 200, written again", sum(not t.taken for t in texts)),
            ("  spooled on the way", self.hotline.screen.count(" spooled: ")),
            ("calls", f"{self.people.counts['calls']}, broken off {self.people.counts['calls broken off']}"),
            ("tickets", f"{len(books.tickets)} for {len(self.people.cases)} matters, open {len(books.open_tickets())}"),
            ("texts out", len(out)), ("  duplicates", len(out) - len({c["callback"] for c in out})),
            ("  tried more than once", sum(1 for r in books.outbox.values() if r.attempts > 1)),
            ("  receipts missed", books.missed_receipts()), ("calls left up", sum(c.state == "up" for c in books.calls)),
            ("settled after", f"{self.settled_after:.1f} s"), ("audit", self.audit),
        ]  # fmt: skip
        rows += [
            (f"{deed} ×{count}", _seconds(saboteur.back.get(deed, []))) for deed, count in sorted(saboteur.deeds.items())
        ]
        table = [f"  {name:<34} {value}" for name, value in rows]
        return "\n".join(["", *table, *(f"  WRONG {line}" for line in self.wrong()[:40]), "  " + " | ".join(saboteur.diary)])

    def _unsettled(self) -> list[str]:
        if not self.people.idle():
            return ["people are still at their phones"]
        keys = keys_of(self.hotline.config())
        self.excused = {keys.hash("phone", t.sender) for t in self.people.texts if not t.taken or t.fallback}
        return self._read().unsettled(self.excused)

    def _not_there(self) -> Iterator[str]:
        """Everybody whose first word was taken has a ticket."""
        assert self.books is not None
        keys = keys_of(self.hotline.config())
        known = {self.books.phones.get(ticket.reporter_id) for ticket in self.books.tickets.values()}
        for case in self.people.cases.values():
            if case.taken and keys.hash("phone", case.phone) not in known:
                yield f"the {'call' if case.by_call else 'text'} from …{case.phone[-4:]} became no ticket"

    def _read(self) -> Books:
        return read(self.hotline, self.url, datetime.now(UTC))

    def _audit(self) -> str:
        command = [sys.executable, "-m", "hotline", "--config", str(ROOT / "config.yaml"), "audit", "verify"]
        environment = {**os.environ, **self.hotline.environ}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).strip()


def _seconds(back: list[float]) -> str:
    return f"back after {min(back):.1f}-{max(back):.1f} s" if back else ""
