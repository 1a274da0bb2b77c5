"""The whole set on real processes, as `make run` starts it, with promises of seconds: from a report to a verdict."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.journeys.stage import LIN, QIAN, ZHAO, number_in
from tests.support.city import ROOT
from tests.support.ports import free_port

PROMISES = {
    "ACCEPT_WITHIN": "8s", "COMMITTEE_AFTER": "60s", "QUIET_HOURS": "off", "SWEEP_EVERY": "1s", "PLACE_WAIT": "60s",
}  # fmt: skip
OTHER = "+8613800138088"
WITHIN = 30.0


class Set:
    """One started hotline, and the phones at its simulated carrier."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port, self.data = free_port(), folder / "var"
        promises = {f"HOTLINE__PROMISES__{name}": value for name, value in PROMISES.items()}
        self.told = {**os.environ, **promises, "HOTLINE__DATA_DIR": str(self.data), "PORT": str(self.port), **settings}
        self.log = (folder / "screen").open("w+b")
        command = [sys.executable, "-m", "hotline", "up"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.told, stdout=self.log, stderr=self.log)

    @property
    def screen(self) -> str:
        return Path(self.log.name).read_text(encoding="utf-8")

    @property
    def carrier(self) -> str:
        return f"http://127.0.0.1:{(self.data / 'run' / 'carrier.port').read_text().strip()}/sim"

    def until(self, seen: Callable[[], object], what: str) -> None:
        last = time.monotonic() + WITHIN
        while not seen():
            assert self.process.poll() is None, self.screen
            assert time.monotonic() < last, f"{what} did not come:\n{self.screen[-3000:]}"
            time.sleep(0.1)

    def text(self, sender: str, body: str) -> None:
        answer = requests.post(f"{self.carrier}/texts", json={"from": sender, "body": body}, timeout=20)
        assert answer.json()["status"] == 200

    def heard(self, number: str) -> list[str]:
        rows = requests.get(f"{self.carrier}/threads/{number}", timeout=20).json()["messages"]
        return [row["body"] for row in rows if row["by"] == "app"]

    def hears(self, number: str, words: str) -> str:
        self.until(lambda: any(words in text for text in self.heard(number)), f"{words!r} for {number[-4:]}")
        return next(text for text in self.heard(number) if words in text)

    def command(self, *words: str) -> str:
        command = [sys.executable, "-m", "hotline", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.told, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(25)
        self.log.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Set]:
    started = Set(tmp_path)
    yield started
    started.close()


@pytest.mark.timeout(150)
def test_from_report_to_verdict_and_what_is_late_escalates_by_itself(running: Set) -> None:
    running.until(lambda: "the hotline is up" in running.screen, "the set")
    running.text(LIN, "人民路12号井盖坏了")
    number = number_in(running.hears(LIN, "已登记：井盖，人民路12号"))
    running.hears(QIAN, number[:4])
    running.text(QIAN, f"接单 {number}")
    running.hears(LIN, "市政维护处已接单")
    running.text(QIAN, f"办结 {number} 井盖已更换")
    running.hears(LIN, "井盖已更换。请您核实")
    running.text(LIN, "1")
    running.hears(LIN, "有人联系过您吗")
    shown = json.loads(running.command("tickets", "show", number, "--json"))
    assert shown["state"] == "closed"
    assert LIN not in json.dumps(shown)
    assert "OK" in running.command("audit", "verify")

    running.text(OTHER, "人民路20号路灯不亮")
    other = number_in(running.hears(OTHER, "已登记：路灯"))
    late = running.hears(OTHER, f"{other[:4]}-{other[4:]}：市政维护处")
    assert "抱歉" in late
    running.hears(ZHAO, f"{other[:4]}-{other[4:]}")

    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(25) == 0
    assert "nothing is lost" in running.screen
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{running.port}/healthz", timeout=2)
