"""A log line is readable, or a JSON object; what would log addresses with their queries is kept down."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from hotline.logs import set_up_logs


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("text", "info")
    logging.getLogger("hotline.web").info("ready in %s s", 2)
    logging.getLogger("hotline.web").debug("not shown")
    assert capsys.readouterr().err.split(" ", 1)[1] == "INFO    hotline.web: ready in 2 s\n"


def test_a_line_is_one_json_object_even_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json", "warning")
    try:
        raise KeyError("gone")
    except KeyError:
        logging.getLogger("hotline.web").exception("井盖")
    said = json.loads(capsys.readouterr().err)
    assert (said["level"], said["message"], "KeyError" in said["error"]) == ("error", "井盖", True)
    assert sys.stderr is not None


def test_the_carriers_client_does_not_log_its_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("text", "debug")
    logging.getLogger("twilio.http_client").info("GET /Messages?To=…")
    assert capsys.readouterr().err == ""
