"""The command line an engineer uses: what it does, what it prints, how it refuses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hotline.cli import group
from hotline.clock import FixedClock
from hotline.config import load_config
from hotline.demo import walk
from hotline.domain.number import display
from hotline.services.sign_in import sign_in
from hotline.wiring import Hotline, build
from tests.conftest import MORNING

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str) -> Any:
    monkeypatch.setenv("HOTLINE__DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("HOTLINE__REDIS__URL", redis_url)
    monkeypatch.chdir(ROOT)

    def invoke(*words: str, **options: Any) -> Result:
        return CliRunner().invoke(group, list(words), **options)

    return invoke


@pytest.fixture
def filled(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Three of the demo's stories."""
    told = json.loads(walk.STORIES.read_text(encoding="utf-8"))
    kept = [s for s in told["stories"] if s["path"] in ("happy", "ignored", "dropped")]
    short = {**told, "stories": [kept[0], next(s for s in kept if s["path"] == "dropped"), kept[-1]]}
    place = tmp_path / "stories.json"
    place.write_text(json.dumps(short), encoding="utf-8")
    monkeypatch.setattr(walk, "STORIES", place)
    assert run("migrate").exit_code == 0
    done = run("demo")
    assert done.exit_code == 0, done.output
    assert "2 tickets" in done.output
    return run


def opened(tmp_path: Path) -> Hotline:
    return build(load_config(ROOT / "config.yaml", {"HOTLINE__DATA_DIR": str(tmp_path / "var")}), clock=FixedClock(MORNING))


def test_migrate_prepares_an_empty_place_once(run: Any, tmp_path: Path) -> None:
    first, second = run("migrate"), run("migrate")
    assert first.exit_code == second.exit_code == 0
    assert "filled with the configured city" in first.output
    login, password = (tmp_path / "var/secrets/first_login").read_text(encoding="utf-8").split()
    assert f"{login} / {password}" in first.output
    assert second.output == "tables are up to date\n"


@pytest.mark.parametrize(
    "command", [("tickets", "list"), ("outbox", "list"), ("sweep",), ("demo",), ("users", "add", "anna", "--generate")]
)
def test_without_tables_the_mend_is_named(run: Any, command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.exit_code == 1
    assert "python -m hotline migrate" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_user_is_added_and_can_come_in(run: Any, tmp_path: Path) -> None:
    run("migrate")
    done = run("users", "add", "Anna", "--role", "operator", input="a-long-password\na-long-password\n")
    assert done.exit_code == 0
    hotline = opened(tmp_path)
    person = sign_in(hotline.parts, "anna", "a-long-password")
    assert person is not None
    assert person.role.value == "operator"
    hotline.database.dispose()


def test_a_known_phone_gets_the_login_of_its_person(run: Any, tmp_path: Path) -> None:
    run("migrate")
    made = json.loads(run("users", "add", "qian", "--phone", "+8613900010112", "--json").stdout)
    assert (made["role"], made["department"]) == ("officer", "roads")
    hotline = opened(tmp_path)
    person = sign_in(hotline.parts, "qian", made["password"])
    assert person is not None
    assert person.name == "钱小明"
    hotline.database.dispose()


REFUSALS = [
    (("x",), "a login has 2 to 40"), (("anna",), "--role is needed"), (("anna", "--role", "head"), "need --department"),
    (("anna", "--role", "head", "--department", "moon"), "no such department"),
    (("coordinator", "--role", "operator"), "choose another"), (("anna", "--phone", "12"), "no number"),
    (("anna", "--phone", "+8613900010112", "--role", "head"), "another role"),
    (("anna", "--phone", "+8613900010151"), "already has a login"),
]  # fmt: skip


def test_a_user_that_can_not_be_is_refused_with_the_reason(run: Any) -> None:
    run("migrate")
    for words, said in REFUSALS:
        done = run("users", "add", *words, "--generate")
        assert done.exit_code == 1, words
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_the_demo_walks_real_tickets_and_never_twice(filled: Any) -> None:
    rows = json.loads(filled("tickets", "list", "--state", "all", "--json").stdout)
    assert sorted(row["state"] for row in rows) == ["closed", "received"]
    again = filled("demo")
    assert again.exit_code == 1
    assert "there are tickets already" in again.stderr


def test_a_ticket_is_shown_with_its_story_and_without_its_people(filled: Any) -> None:
    rows = json.loads(filled("tickets", "list", "--state", "closed", "--json").stdout)
    shown = filled("tickets", "show", display(rows[0]["number"]))
    story = json.loads(filled("tickets", "show", rows[0]["number"], "--json").stdout)
    actions = [line["action"] for line in story["story"]]
    assert actions[:2] == ["received", "dispatched"]
    assert "closed" in actions
    assert "closed" in shown.stdout
    for output in (shown.stdout, json.dumps(story, ensure_ascii=False)):
        assert "人民路" not in output
        assert "+86138" not in output


@pytest.mark.parametrize(("number", "said"), [("26417302", "check digit"), ("abc", "check digit"), ("11111116", "check digit")])
def test_a_wrong_number_is_said_to_be_wrong(run: Any, number: str, said: str) -> None:
    run("migrate")
    done = run("tickets", "show", number)
    assert done.exit_code == 1
    assert said in done.stderr


def test_the_sweep_says_what_would_ring_and_changes_nothing(filled: Any) -> None:
    before = filled("tickets", "list", "--json").stdout
    looked = json.loads(filled("sweep", "--now", "2030-01-01T09:00", "--dry-run", "--json").stdout)
    late = [row for row in looked if "late" in row["actions"]]
    assert late
    assert all(row["number"] for row in late)
    assert any("text late" in row["messages"] for row in late)
    assert filled("tickets", "list", "--json").stdout == before
    done = json.loads(filled("sweep", "--now", "2030-01-01T09:00", "--json").stdout)
    assert done["late"] == len(late)
    assert filled("sweep", "--now", "tomorrow").exit_code == 1


def test_the_outbox_lists_what_was_lost_and_masks_it(filled: Any) -> None:
    done = filled("outbox", "list", "--json")
    assert done.exit_code == 0
    assert all("****" in row["to"] for row in json.loads(done.stdout))
    unknown = filled("outbox", "retry", "nobodys")
    assert unknown.exit_code == 1
    assert "outbox list" in unknown.stderr


def test_the_demo_keeps_away_from_a_real_carrier(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run("migrate")
    for name, value in {
        "CARRIER__SIMULATED": "false", "CARRIER__ACCOUNT_SID": "AC" + "1" * 32, "CARRIER__AUTH_TOKEN": "t" * 32,
        "CARRIER__NUMBER": "+861012345678", "SERVER__PUBLIC_URL": "https://hotline.example",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"HOTLINE__{name}", value)
    done = run("demo")
    assert done.exit_code == 1
    assert "real carrier" in done.stderr


@pytest.mark.slow
def test_the_whole_demo_fills_every_state(run: Any, caplog: pytest.LogCaptureFixture) -> None:
    run("migrate")
    assert run("demo").exit_code == 0
    assert "broke off" not in caplog.text
    rows = json.loads(run("tickets", "list", "--state", "all", "--limit", "200", "--json").stdout)
    assert len(rows) >= 40
    assert {"received", "dispatched", "accepted", "in_progress", "closed"} <= {row["state"] for row in rows}


@pytest.mark.parametrize("process", ["web", "worker", "cron", "up"])
def test_every_process_takes_the_file_it_is_given_and_names_its_fault(tmp_path: Path, process: str) -> None:
    broken = tmp_path / "other.yaml"
    broken.write_text((ROOT / "config.yaml").read_text(encoding="utf-8").replace("digits: 8", "digits: 7"), encoding="utf-8")
    command = [sys.executable, "-m", "hotline", "--config", str(broken), process]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("other.yaml:")
    assert "numbers.digits" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_rota_is_set_listed_and_refused_with_what_mends_it(run: Any) -> None:
    assert run("migrate").exit_code == 0
    assert "no rota is set" in run("duty", "list").stderr
    assert run("duty", "set", "roads", "孙丽", "钱小明").exit_code == 0
    assert run("duty", "set", "*", "沈岚").exit_code == 0
    assert json.loads(run("duty", "list", "--json").stdout) == {"*": ["沈岚"], "roads": ["孙丽", "钱小明"]}
    assert run("duty", "set", "roads").stdout == "roads: whoever is on duty\n"
    assert run("duty", "list").stdout == "*: 沈岚\n"
    for words, mend in ((("moon",), "no such department"), (("roads", "谁"), "nobody has one of these names")):
        refused = run("duty", "set", *words)
        assert refused.exit_code == 1
        assert mend in refused.stderr
    assert "OK" in run("audit", "verify").stdout
