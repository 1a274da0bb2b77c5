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

from tests.journeys.stage import JIANG, LIN, QIAN, ZHAO, number_in
from tests.support.city import ROOT
from tests.support.ports import free_port

PROMISES = {
    "ACCEPT_WITHIN": "8s", "COMMITTEE_AFTER": "60s", "QUIET_HOURS": "off", "SWEEP_EVERY": "1s", "PLACE_WAIT": "60s",
}  # fmt: skip
LANDLINE, CALLER = "+861065551234", "+8613800138077"
PATIENT = {"HOTLINE__PROMISES__ACCEPT_WITHIN": "4wh", "HOTLINE__PROMISES__SURVEY_CALL_AFTER": "2s"}
OTHER = "+8613800138088"
WITHIN = 90  # seconds; a busy machine starts five processes slowly


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

    def dial(self, sender: str) -> "Line":
        asked = requests.post(f"{self.carrier}/calls", json={"from": sender, "patient": True}, timeout=20)
        return Line(self, asked.json()["id"])

    def picks_up(self, number: str) -> "Line":
        """Somebody is at this phone, and answers when it rings."""
        requests.post(f"{self.carrier}/attend", json={"number": number}, timeout=20)
        ringing: list[dict[str, str]] = []

        def rings() -> bool:
            ringing[:] = requests.get(f"{self.carrier}/ringing", params={"number": number}, timeout=20).json()["calls"]
            return bool(ringing)

        self.until(rings, f"a call to {number[-4:]}")
        line = Line(self, ringing[0]["id"])
        line.act("answer", patient=True)
        return line

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


class Line:
    """A call of one of the phones, over HTTP."""

    def __init__(self, city: Set, sid: str) -> None:
        self._city, self._sid = city, sid
        self._asked = 0

    def events(self) -> list[dict[str, object]]:
        told = requests.get(f"{self._city.carrier}/calls/{self._sid}/events", timeout=20)
        found: list[dict[str, object]] = told.json()["events"]
        return found

    @property
    def heard(self) -> str:
        return "".join(str(event["text"]) for event in self.events() if event["kind"] in ("say", "voice"))

    def act(self, what: str, **how: object) -> None:
        requests.post(f"{self._city.carrier}/calls/{self._sid}/{what}", json=how, timeout=20).raise_for_status()

    def when_asked(self, what: str, **how: object) -> "Line":
        self._city.until(lambda: len(self._questions()) > self._asked, f"a question after {self.heard!r}")
        self._asked = len(self._questions())
        self.act(what, **how)
        return self

    def _questions(self) -> list[dict[str, object]]:
        return [event for event in self.events() if event["kind"] in ("gather", "record")]

    def hears(self, words: str) -> None:
        self._city.until(lambda: words in self.heard, f"{words!r} in the call, but {self.heard!r}")


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


def _ticket(running: Set, number: str) -> dict[str, object]:
    shown: dict[str, object] = json.loads(running.command("tickets", "show", number, "--json"))
    return shown


@pytest.mark.timeout(200)
def test_by_phone_from_report_to_a_verdict_by_keypad(tmp_path: Path) -> None:
    running = Set(tmp_path, **PATIENT)
    try:
        running.until(lambda: "the hotline is up" in running.screen, "the set")
        call = running.dial(CALLER).when_asked("press", keys="1").when_asked("press", keys="1")
        call.when_asked("speak", words="建设路小学北门，井盖没了").hears("已经登记好了")
        number = number_in(running.hears(CALLER, "您来电反映的井盖问题已登记"))
        running.hears(QIAN, number[:4])
        assert _ticket(running, number)["state"] == "dispatched"
        line = running.dial(QIAN).when_asked("press", keys=f"{number}#")
        running.until(lambda: any(event["kind"] == "play" for event in line.events()), "the recording, for its officer")
        line.act("hangup")
        running.dial(CALLER).when_asked("press", keys="2").hears("已派单")
        running.text(QIAN, f"办结 {number} 井盖已更换")
        running.hears(CALLER, "井盖已更换。请您核实")
        survey = running.picks_up(CALLER).when_asked("press", keys="1")
        survey.hears("井盖已更换")
        survey.when_asked("press", keys="3").hears("市政维护处")
        running.hears(ZHAO, number[:4])
        running.until(lambda: _ticket(running, number)["state"] == "dispatched", "the ticket, open again")

        landline = running.dial(LANDLINE).when_asked("press", keys="1").when_asked("press", keys="2")
        landline.when_asked("speak", words="人民路12号路灯不亮").hears("办好后我们打电话告诉您")
        lamp = number_in(running.hears(QIAN, "路灯"))
        running.text(QIAN, f"办结 {lamp} 路灯已修好")
        told = running.picks_up(LANDLINE).when_asked("press", keys="1")
        told.hears("路灯已修好")
        told.when_asked("press", keys="1").when_asked("press", keys="1").when_asked("press", keys="2")
        running.until(lambda: _ticket(running, lamp)["state"] == "closed", "the verdict by keypad")
        assert running.heard(LANDLINE) == []

        dropped = running.dial(OTHER).when_asked("press", keys="1").when_asked("press", keys="1")
        dropped.when_asked("hangup")
        running.hears(OTHER, "您来电的事我们记下了")
        running.hears(JIANG, "回电")
    finally:
        running.close()


@pytest.mark.timeout(150)
def test_a_return_is_ruled_on_and_moves_and_a_place_is_asked(tmp_path: Path) -> None:
    running = Set(tmp_path, **PATIENT, HOTLINE__PROMISES__RETURN_WITHIN="4wh")
    try:
        running.until(lambda: "the hotline is up" in running.screen, "the set")
        running.text(LIN, "路灯不亮")
        number = number_in(running.hears(LIN, "具体在哪里"))
        running.text(LIN, "人民路12号")
        running.hears(LIN, "地点已记下：人民路12号")
        running.hears(QIAN, number[:4])
        running.text(QIAN, f"退回 {number} 不是我们的灯")
        running.hears(JIANG, "不是我们的灯")
        running.text(JIANG, f"同意退回 {number} 城管执法队")
        running.hears(LIN, "改由城管执法队办理")
        assert _ticket(running, number)["department"] in ("order", "城管执法队")
    finally:
        running.close()
