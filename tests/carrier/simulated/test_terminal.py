"""The phone in the terminal, against a running carrier; and the carrier as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner, Result

from hotline.carrier.simulated import SimulatedCarrier
from hotline.cli.phone import call, text
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import ACCOUNT, NUMBER, RESIDENT


@pytest.fixture
def folder(carrier: SimulatedCarrier, data_dir: Path) -> Path:
    (data_dir / "run").mkdir()
    (data_dir / "run" / "carrier.port").write_text(f"{carrier.port}\n")
    return data_dir


def run_call(folder: Path, lines: str, sender: str = RESIDENT) -> Result:
    return CliRunner().invoke(call, [sender, "--data-dir", str(folder)], input=lines)


def a_small_menu(app: App) -> None:
    app.says(
        "/voice",
        "<Gather input='dtmf speech' numDigits='1' action='/menu'><Say>您好</Say></Gather><Redirect>/voice</Redirect>",
    )
    app.says("/menu", "<Record action='/bye'/>")
    app.says("/bye", "<Say>再见</Say>")


CALLS = [
    ("1\nbroken cover\n", ["您好", "[gather]", "[beep]", "[record]", "再见", "[hangup]"]),
    ("\n报修\n\n", ["您好", "[gather]", "您好", "[gather]", "[beep]", "[record]", "再见", "[hangup]"]),
    ("", ["您好", "[gather]", "[hangup]"]),
    ("1\n", ["您好", "[gather]", "[beep]", "[record]", "[hangup]"]),
]


@pytest.mark.parametrize(("lines", "printed"), CALLS)
def test_a_call_takes_one_line_per_prompt(folder: Path, app: App, lines: str, printed: list[str]) -> None:
    a_small_menu(app)
    result = run_call(folder, lines)
    assert (result.stdout.splitlines(), result.exit_code) == (printed, 0)


QUEUED = [
    ("\n", ["[queue 1]", "请稍等", "[hold]", "请稍等", "[hold]", "[hangup]"]),
    ("5\n", ["[queue 1]", "请稍等", "[hold]", "再见", "[hangup]"]),
    ("", ["[queue 1]", "请稍等", "[hold]", "[hangup]"]),
]


@pytest.mark.parametrize(("lines", "printed"), QUEUED)
def test_a_queue_shows_the_place_and_takes_a_line_per_round(folder: Path, app: App, lines: str, printed: list[str]) -> None:
    app.says("/voice", "<Enqueue action='/left' waitUrl='/wait'>desk</Enqueue>")
    app.says("/wait", "<Say>请稍等</Say>")
    app.says("/wait", "<Leave/>" if lines.startswith("5") else "<Say>请稍等</Say>")
    app.says("/left", "<Say>再见</Say>")
    result = run_call(folder, lines)
    assert (result.stdout.splitlines(), result.exit_code) == (printed, 0)


def test_somebody_comes_for_a_caller_who_types_nothing(folder: Path, app: App, carrier: SimulatedCarrier) -> None:
    app.says("/voice", "<Enqueue action='/left'>desk</Enqueue>")
    app.says("/left", "<Say>再见</Say>")
    process = subprocess.Popen(
        [sys.executable, "-m", "hotline", "call", RESIDENT, "--data-dir", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["[queue 1]", "[hold]"]
        app.pages["/voice"].clear()
        app.says("/voice", "<Dial><Queue>desk</Queue></Dial>")
        officer = carrier.control.call("+8613900010112")
        assert [process.stdout.readline().strip() for _ in range(2)] == ["[transfer]", "[bridge]"]
        carrier.control.speak(officer.sid, "我是值班员")
        assert process.stdout.readline().strip() == "[voice] 我是值班员"
        process.stdin.write("路灯不亮\n")
        process.stdin.flush()
        assert officer.until(lambda: any(event["text"] == "路灯不亮" for event in officer.events()), 10)
        carrier.control.hang_up(officer.sid)
        rest, _ = process.communicate(timeout=20)
    finally:
        process.kill()
    assert rest.split() == ["[parted]", "再见", "[hangup]"]
    assert process.returncode == 0


def test_a_withheld_caller_may_call(folder: Path, app: App) -> None:
    app.says("/voice", "<Say>a</Say>")
    assert run_call(folder, "", "anonymous").exit_code == 0
    assert app.forms("/voice")[0]["From"] == "anonymous"


def test_a_failing_hotline_is_an_error(folder: Path, app: App) -> None:
    app.says("/voice", "", status=500)
    result = run_call(folder, "")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("number", ["13800000011", "+0123456789", "+86", "call me", "", "+86 138 0000 0011"])
@pytest.mark.parametrize("command", ["call", "text"])
def test_a_wrong_number_is_said_in_one_line(folder: Path, number: str, command: str) -> None:
    given = [number] if command == "call" else [number, "hi"]
    result = CliRunner().invoke({"call": call, "text": text}[command], [*given, "--data-dir", str(folder)])
    assert (result.exit_code, len(result.stderr.splitlines()), result.stdout) == (2, 1, "")


@pytest.mark.parametrize("port", [None, "1", "nonsense"])
def test_without_a_carrier_it_says_how_to_start_one(data_dir: Path, port: str | None) -> None:
    if port is not None:
        (data_dir / "run").mkdir()
        (data_dir / "run" / "carrier.port").write_text(port)
    for command, given in ((call, [RESIDENT]), (text, [RESIDENT, "hi"])):
        result = CliRunner().invoke(command, given, env={"HOTLINE__DATA_DIR": str(data_dir)})
        assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
        assert "make run" in result.stderr


def test_a_text_prints_the_replies(folder: Path, app: App) -> None:
    app.says("/sms", "<Message>before</Message>")
    CliRunner().invoke(text, [RESIDENT, "first", "--wait", "0", "--data-dir", str(folder)])
    app.says("/sms", "<Message>编号2641-7301</Message><Message>again</Message>")
    app.pages["/sms"].pop(0)
    result = CliRunner().invoke(text, [RESIDENT, "second", "--photos", "1", "--wait", "0.1", "--data-dir", str(folder)])
    assert (result.stdout.splitlines(), result.exit_code) == (["编号2641-7301", "again"], 0)
    assert app.forms("/sms")[1]["NumMedia"] == "1"


def test_a_text_that_is_not_taken_is_an_error(folder: Path, app: App) -> None:
    app.says("/sms", "", status=503)
    result = CliRunner().invoke(text, [RESIDENT, "hi", "--wait", "0", "--data-dir", str(folder)])
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_the_process_writes_its_port_and_stops_when_told(tmp_path: Path, app: App) -> None:
    port_file = tmp_path / "run" / "carrier.port"
    options = {
        "--account-sid": ACCOUNT,
        "--number": NUMBER,
        "--voice-url": app.url("/voice"),
        "--sms-url": app.url("/sms"),
    }
    options |= {"--port-file": str(port_file), "--db": str(tmp_path / "carrier.db")}
    words = [part for pair in options.items() for part in pair]
    process = subprocess.Popen(
        [sys.executable, "-m", "hotline.carrier.simulated", *words],
        env={**os.environ, "SIM_AUTH_TOKEN": "t"},
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[3],
    )
    try:
        for _ in range(300):
            if port_file.exists():
                break
            time.sleep(0.05)
        base = f"http://127.0.0.1:{port_file.read_text().strip()}"
        assert requests.get(f"{base}/sim/about", timeout=5).json()["number"] == NUMBER
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert not port_file.exists()


@pytest.mark.parametrize("left_out", ["SIM_AUTH_TOKEN", "number"])
def test_the_process_refuses_to_start_without_what_it_needs(left_out: str) -> None:
    env = {name: value for name, value in os.environ.items() if name != "SIM_AUTH_TOKEN"}
    if left_out != "SIM_AUTH_TOKEN":
        env["SIM_AUTH_TOKEN"] = "t"
    words = [
        "--account-sid",
        ACCOUNT,
        "--number",
        NUMBER if left_out != "number" else "12345",
        "--voice-url",
        "x",
        "--sms-url",
        "x",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "hotline.carrier.simulated", *words],
        env=env,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
