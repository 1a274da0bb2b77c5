"""A simulated phone in the terminal: `call` and `text`, for people and for scripts."""

import os
import re
import select
import sys
import time
from base64 import b64encode
from pathlib import Path
from typing import IO, Any, Self, TextIO

import click
import requests

NUMBER = re.compile(r"\+[1-9]\d{6,14}")
WITHHELD = "anonymous"
KEYS = re.compile(r"[0-9*#]+")
PROMPTS = frozenset({"gather", "record", "bridge", "hold"})
BESIDE = frozenset({"voice", "keys", "queue"})  # heard while something is awaited, which goes on being awaited
UNSAID = frozenset({"out"})
PORT_FILE = Path("run", "carrier.port")
EVENT_WAIT = 20
ANSWER_WAIT = 1
TYPED_WITHIN = 0.4
POLL_EVERY = 0.3
ANSWER_WITHIN = 60


class _Wrong(click.ClickException):
    """Said in one line that says what to do."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class _Mistyped(_Wrong):
    exit_code = 2


class _Carrier:
    """The simulated carrier's phones door, found by the port it wrote into the data folder."""

    def __init__(self, data_dir: Path) -> None:
        try:
            port = int((data_dir / PORT_FILE).read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise _Wrong(f"no simulated carrier runs for {data_dir}: start it with make run") from error
        self._base = f"http://127.0.0.1:{port}/sim"
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, path: str, **query: float) -> dict[str, Any]:
        return self._ask("GET", path, params=query)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self._ask("POST", path, json=body)

    def _ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            with self._session.request(method, self._base + path, timeout=ANSWER_WITHIN, **more) as answer:
                given: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise _Wrong("the simulated carrier doesn't answer: start it with make run") from error
        if answer.status_code >= 400:
            raise _Wrong(f"the simulated carrier refused: {given.get('message', answer.status_code)}")
        return given

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()


DATA_DIR = click.option(
    "--data-dir",
    envvar="HOTLINE__DATA_DIR",
    default="var",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Data folder of the hotline to reach.",
)


@click.command()
@click.argument("sender", metavar="FROM")
@DATA_DIR
def call(sender: str, data_dir: Path) -> None:
    """Call the hotline from the simulated number FROM (or "anonymous").

    One line per prompt: digits, * and # are keys, words are speech, an empty line is silence, end of file hangs up.
    In a queue [hold] is such a prompt: an empty line waits on.
    """
    if sender != WITHHELD:
        _checked(sender)
    with _Carrier(data_dir) as carrier:
        sid = carrier.post("/calls", **{"from": sender, "patient": True})["id"]
        try:
            _converse(carrier, sid, _Lines(sys.stdin))
        except KeyboardInterrupt:
            carrier.post(f"/calls/{sid}/hangup")
            raise


class _Lines:
    """Lines as they are typed. Somebody may come for a waiting caller meanwhile, so nothing here waits for long."""

    def __init__(self, source: TextIO) -> None:
        self._source, self._held = source, b""
        try:
            self._number: int | None = source.fileno()
        except (OSError, ValueError):
            self._number = None

    def read(self, seconds: float) -> str | None:
        """None: nothing yet. Without a line end: the end of the file."""
        if self._number is None:
            return self._source.readline()
        while b"\n" not in self._held:
            if not select.select([self._number], [], [], seconds)[0]:
                return None
            more = os.read(self._number, 4096)
            if not more:
                break
            self._held += more
        line, end, self._held = self._held.partition(b"\n")
        return (line + end).decode("utf-8", "replace")


def _converse(carrier: _Carrier, sid: str, lines: _Lines) -> None:
    seen, prompted, failed, talking = 0, False, False, False
    while True:
        wait = EVENT_WAIT if not prompted else ANSWER_WAIT if talking else 0
        state = carrier.get(f"/calls/{sid}/events", after=seen, wait=wait)
        talking = state["waiting"] == "bridge"
        for event in state["events"]:
            seen, kind = event["n"], event["kind"]
            if kind not in UNSAID:
                click.echo(_heard(event))
            failed = failed or "error" in event
            prompted = kind in PROMPTS or (prompted and kind in BESIDE)
            if kind == "hangup":
                if failed:
                    raise _Wrong("the hotline failed while answering: see its log")
                return
        if state["over"]:
            return
        if prompted and (line := lines.read(TYPED_WITHIN)) is not None:
            _act(carrier, sid, line)
            # Two people joined go on talking; every other prompt takes one answer.
            prompted = talking


def _act(carrier: _Carrier, sid: str, line: str) -> None:
    words = line.strip()
    if not line:
        carrier.post(f"/calls/{sid}/hangup")
    elif not words:
        carrier.post(f"/calls/{sid}/silence")
    elif KEYS.fullmatch(words):
        carrier.post(f"/calls/{sid}/press", keys=words)
    else:
        carrier.post(f"/calls/{sid}/speak", words=words)


def _heard(event: dict[str, Any]) -> str:
    kind, text = event["kind"], event["text"]
    if kind == "say":
        return str(text)
    if kind in ("voice", "keys"):
        return f"[{kind}] {text}"
    if kind == "queue":
        return f"[queue {event['position']}]"
    return f"[{kind}]"


@click.command()
@click.argument("sender", metavar="FROM")
@click.argument("body", metavar="BODY")
@click.option("--photos", default=0, type=click.IntRange(0, 10), help="How many photos are attached.")
@click.option("--photo", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file that is attached; may be given again.")
@click.option("--wait", "seconds", default=10.0, show_default=True, type=click.FloatRange(0, 3600), help="For replies.")
@DATA_DIR
def text(sender: str, body: str, photos: int, files: tuple[Path, ...], seconds: float, data_dir: Path) -> None:
    """Text BODY to the hotline from the simulated number FROM, and print what comes back."""
    _checked(sender)
    with _Carrier(data_dir) as carrier:
        before = [message["n"] for message in carrier.get(f"/threads/{sender}")["messages"]]
        seen = max(before, default=0)
        attached = [b64encode(file.read_bytes()).decode() for file in files]
        taken = carrier.post("/texts", **{"from": sender, "body": body, "media_count": photos, "photos": attached})
        if taken["error"] is not None:
            raise _Wrong(f"the hotline did not take the text (status {taken['status']}, error {taken['error']})")
        end = time.monotonic() + seconds
        while True:
            for message in carrier.get(f"/threads/{sender}", after=seen)["messages"]:
                seen = message["n"]
                if not message["inbound"]:
                    click.echo(message["body"])
            if time.monotonic() >= end:
                return
            time.sleep(min(POLL_EVERY, max(end - time.monotonic(), 0)))


def _checked(number: str) -> None:
    if not NUMBER.fullmatch(number):
        raise _Mistyped("FROM is written +, country code, number, without spaces: +8613800000011")


COMMANDS = [call, text]
