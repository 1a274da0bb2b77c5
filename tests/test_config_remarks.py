"""Settings that can be run, and that somebody may not have meant so: said by `config check`, never refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hotline.config import load_config, remarks_on
from tests.support.city import ROOT

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FILE = ROOT / "config.yaml"


def told(file: Path = FILE, **environ: str) -> list[str]:
    load_config(file, environ)
    return [str(remark) for remark in remarks_on(file, environ, NOW)]


def test_the_sample_city_is_warned_of_nothing() -> None:
    assert told() == []


@pytest.mark.parametrize(("name", "value", "says"), [
    ("SURVEY_CALL_AFTER", "8d", "closed before anybody is rung"),
    ("LOOKBACK_AFTER", "120d", "can't be reopened any more"),
    ("CLOSE_DAYS", "5", "more days than tries"),
])  # fmt: skip
def test_promises_that_overtake_one_another(name: str, value: str, says: str) -> None:
    (warning,) = told(**{f"HOTLINE__PROMISES__{name}": value})
    assert says in warning
    assert name in warning


@pytest.mark.parametrize(("role", "says"), [("protection", "reprisals"), ("supervisor", "committee")])
def test_a_role_that_nobody_has(tmp_path: Path, role: str, says: str) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(f"role: {role}", "role: auditor"), encoding="utf-8")
    assert any(says in warning for warning in told(file))
