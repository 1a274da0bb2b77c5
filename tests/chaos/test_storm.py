"""Processes of the real set are killed while residents text: nothing is lost, nothing is said twice, the audit holds."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import requests

from tests.journeys.stage import number_in
from tests.journeys.test_real_processes import Set

KILLED = ("workers.run", "workers.cron", "redis-server", "granian")
SETTLED_WITHIN = 240.0
FAULTS = ("refuse_500", "rate_limit_429", "timeout_after_accept", "slow")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Set]:
    started = Set(tmp_path, HOTLINE__CARRIER__TEXTS_PER_SECOND="50", HOTLINE__PROMISES__ACCEPT_WITHIN="4wh")
    yield started
    started.close()


def processes(running: Set, name: str) -> list[int]:
    """Those of this set alone: its children, and theirs."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    family = {running.process.pid}
    for _ in range(3):
        family |= {int(pid) for pid, parent, _ in rows if int(parent) in family}
    return [int(pid) for pid, _, args in rows if int(pid) in family - {running.process.pid} and name in args]


def storm(running: Set, seconds: float, dice: Random) -> tuple[list[str], dict[str, int]]:
    """Texts come in steadily while something is killed or fails every few seconds; who got a 200, and what was done."""
    taken, done = [], dict.fromkeys((*KILLED, *FAULTS), 0)
    ends, next_blow = time.monotonic() + seconds, time.monotonic() + 2
    for count in range(100_000):
        if time.monotonic() > ends:
            break
        sender = f"+86138{count:06d}50"
        body = {"from": sender, "body": f"人民路{count % 300 + 1}号井盖坏了"}
        answer = requests.post(f"{running.carrier}/texts", json=body, timeout=60).json()
        if answer["status"] == 200:
            taken.append(sender)
        if time.monotonic() > next_blow:
            next_blow = time.monotonic() + 3
            blow(running, dice, done)
        time.sleep(0.1)
    requests.post(f"{running.carrier}/faults", json={"kind": "none"}, timeout=20)
    return taken, done


def blow(running: Set, dice: Random, done: dict[str, int]) -> None:
    what = dice.choice(list(done))
    done[what] += 1
    if what in FAULTS:
        requests.post(f"{running.carrier}/faults", json={"kind": what, "count": 3}, timeout=20)
        return
    pids = processes(running, what)
    if pids:
        os.kill(dice.choice(pids), signal.SIGKILL)


def outbound(running: Set) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = requests.get(f"{running.carrier}/messages", timeout=60).json()["messages"]
    return rows


def check(running: Set, taken: list[str]) -> dict[str, int]:
    """Everybody whose text was taken in has their number, once."""
    last = time.monotonic() + SETTLED_WITHIN
    waited = time.monotonic()
    while missing := set(taken) - {row["to"] for row in outbound(running)}:
        assert time.monotonic() < last, f"{len(missing)} of {len(taken)} never heard:\n{running.screen[-3000:]}"
        time.sleep(1)
    settle = time.monotonic() - waited
    time.sleep(5)
    rows = outbound(running)
    to_residents = [(row["to"], row["body"]) for row in rows if row["to"] in set(taken)]
    twice = len(to_residents) - len(set(to_residents))
    numbers = [number_in(body) for _, body in to_residents]
    assert len(set(numbers)) == len(taken), "one ticket each"
    assert "OK" in running.command("audit", "verify")
    tickets = json.loads(running.command("tickets", "list", "--limit", "1000", "--json"))
    counted = {"texts taken in": len(taken), "tickets": len(tickets), "texts out": len(rows), "twice": twice}
    return counted | {"settled in s": round(settle)}


def _run(running: Set, seconds: float, seed: int) -> None:
    running.until(lambda: "the hotline is up" in running.screen, "the set")
    taken, done = storm(running, seconds, Random(seed))
    figures = check(running, taken)
    print("\n", f"seed {seed}", figures, done)
    assert len(taken) > seconds
    assert figures["twice"] == 0


@pytest.mark.timeout(300)
def test_a_short_storm(running: Set) -> None:
    _run(running, 30, seed=20261124)


@pytest.mark.chaos
@pytest.mark.timeout(1500)
def test_ten_minutes_of_it(running: Set) -> None:
    _run(running, float(os.environ.get("CHAOS_SECONDS", "600")), seed=int(time.time()))
