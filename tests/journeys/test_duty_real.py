"""The duty calls on real processes: a due one leaves within seconds, and the next one comes without anybody's doing."""

import time
from pathlib import Path

import pytest
import requests

from tests.journeys import test_real_processes
from tests.journeys.stage import LIN, QIAN, SUN
from tests.journeys.test_real_processes import Set

SOON = 5.0  # seconds; the cron process looks every second, a batch of calls takes 3 (measured: 0.2 to 1.5)


def rings_at(running: Set, number: str) -> float:
    """When this phone began to ring."""
    requests.post(f"{running.carrier}/attend", json={"number": number}, timeout=20)

    def ringing() -> object:
        return requests.get(f"{running.carrier}/ringing", params={"number": number}, timeout=20).json()["calls"]

    running.until(ringing, f"a call to {number[-4:]}")
    return time.monotonic()


@pytest.mark.timeout(200)
def test_the_ladder_is_climbed_by_the_clock_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_real_processes, "WITHIN", 90.0)  # what is measured begins when all of them stand
    running = Set(tmp_path, HOTLINE__PROMISES__DUTY_NEXT_AFTER="6s")
    try:
        running.until(lambda: "waiting for what is due" in running.screen and "repeating:" in running.screen, "the set")
        for number in (QIAN, SUN):
            requests.post(f"{running.carrier}/attend", json={"number": number}, timeout=20)
        began = time.monotonic()
        running.text(LIN, "人民路12号煤气漏气了")
        first = rings_at(running, QIAN)
        assert first - began < SOON
        second = rings_at(running, SUN)
        assert 5 < second - first < 6 + SOON
        running.picks_up(SUN).when_asked("press", keys="1").hears("由您负责了")
        running.hears(LIN, "孙丽已接单")
        running.picks_up(QIAN).hears("孙丽已经接了")
    finally:
        running.close()
