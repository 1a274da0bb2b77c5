"""`audit anchor` and `audit verify` as an auditor runs them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from hotline.cli import group
from hotline.cli.context import Context
from hotline.cli.opened import opened
from hotline.services.anchor_audit import anchor_audit
from hotline.storage import Database
from tests.storage.samples import NOW, RESIDENT

CONFIG = Path(__file__).parents[2] / "config.yaml"
type_run = Callable[..., Result]


@pytest.fixture
def run(migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type_run:
    """The whole command line, with the keys it makes for itself."""
    monkeypatch.setenv("HOTLINE__DATABASE__URL", migrated_url)
    monkeypatch.setenv("HOTLINE__DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HOTLINE__CARRIER__SIMULATED", "true")
    with opened(Context(path=CONFIG)) as hotline, hotline.database.writing() as store:
        store.audit.append("ticket:1", "received", RESIDENT, {}, None, NOW, new=True)

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(group, ["--config", str(CONFIG), "audit", *map(str, arguments)])

    return call


def test_an_anchor_a_line_and_a_whole_log(run: type_run, tmp_path: Path) -> None:
    kept = tmp_path / "anchors.jsonl"
    for number in (1, 2):
        done = run("anchor", "--out", kept, "--json")
        assert done.exit_code == 0
        assert json.loads(done.stdout)["number"] == number
    assert len(kept.read_text().splitlines()) == 2
    assert run("verify", "--anchors", kept).exit_code == 0
    done = run("verify", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


def test_what_was_changed_is_named_and_the_status_says_so(run: type_run, database: Database, tmp_path: Path) -> None:
    kept = tmp_path / "anchors.jsonl"
    run("anchor", "--out", kept)
    with database._engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit_entries SET mac = 'ab'"))
    done = run("verify")
    assert done.exit_code == 1
    assert "ticket:1 1: altered_row" in done.stdout
    assert "were changed" in done.stderr
    done = run("verify", "--anchors", kept, "--json")
    assert done.exit_code == 1
    assert {"fault": "altered_row", "chain": "ticket:1", "seq": 1} in json.loads(done.stdout)


def test_the_hourly_file_is_read_as_well(run: type_run, tmp_path: Path) -> None:
    kept = tmp_path / "audit" / "anchors.jsonl"
    with opened(Context(path=CONFIG)) as hotline:
        anchor_audit(hotline.parts, kept)
    assert run("verify", "--anchors", kept).exit_code == 0
    assert run("anchor", "--out", kept).exit_code == 0
    assert run("verify", "--anchors", kept).exit_code == 0


@pytest.fixture
def hourly(run: type_run, tmp_path: Path) -> Path:
    """The file cron adds to, with two anchors; `verify` finds it by itself."""
    kept = tmp_path / "var" / "audit" / "anchors.jsonl"
    with opened(Context(path=CONFIG)) as hotline:
        anchor_audit(hotline.parts, kept)
        anchor_audit(hotline.parts, kept)
    return kept


def test_verify_says_what_it_compared_with(run: type_run, hourly: Path, tmp_path: Path) -> None:
    assert f"also against the 2 of {hourly}" in run("verify").stdout
    mine = tmp_path / "mine.jsonl"
    mine.write_text(hourly.read_text().splitlines()[0] + "\n")
    assert f"against the 1 anchors of {mine} and the 2 of {hourly}" in run("verify", "--anchors", mine).stdout
    hourly.unlink()
    assert "no anchor outside the database was there to compare with" in run("verify").stdout


def test_anchors_that_vanished_are_found_by_the_hourly_file_alone(run: type_run, database: Database, hourly: Path) -> None:
    with database._engine.begin() as connection:
        for table in ("audit_entries", "audit_heads", "audit_anchored", "audit_anchors"):
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608
    done = run("verify")
    assert done.exit_code == 1
    assert "anchor:1-2: missing_anchor" in done.stdout
    hourly.unlink()
    assert run("verify").exit_code == 0, "this only an auditor's copy shows"


def test_a_spoiled_line_of_the_hourly_file_is_named_and_hides_no_other(run: type_run, database: Database, hourly: Path) -> None:
    _, second = hourly.read_bytes().splitlines()
    for spoiled in (b"\xff\xfe", b"{", b'{"anchor":Infinity,"at":"2026-01-01T00:00:00Z","chains":1,"root":"","mac":""}'):
        hourly.write_bytes(spoiled + b"\n" + second + b"\n")
        done = run("verify")
        assert done.exit_code == 1
        assert done.stdout == f"{hourly} 1: altered_anchor\n"
    with database._engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM audit_anchors WHERE number = 2"))
    assert "anchor:2: missing_anchor" in run("verify").stdout


def test_half_a_line_of_a_power_cut_spoils_no_other(run: type_run, hourly: Path) -> None:
    hourly.write_text(hourly.read_text() + '{"anch')
    with opened(Context(path=CONFIG)) as hotline:
        anchor_audit(hotline.parts, hourly)
    done = run("verify")
    assert done.stdout == f"{hourly} 3: altered_anchor\n"
    assert len(hourly.read_text().splitlines()) == 4


def test_an_hourly_file_that_may_not_be_read_is_named(run: type_run, hourly: Path) -> None:
    hourly.unlink()
    hourly.mkdir()
    done = run("verify")
    assert done.exit_code == 1
    assert f"{hourly} can't be read" in done.stderr


def test_a_file_that_is_no_file_of_anchors_is_named(run: type_run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text("{}\n")
    done = run("verify", "--anchors", wrong)
    assert done.exit_code == 1
    assert f"{wrong}:1" in done.stderr
    assert run("verify", "--anchors", tmp_path / "nowhere").exit_code == 1
    assert run("anchor", "--out", tmp_path / "nowhere" / "x").exit_code == 1
