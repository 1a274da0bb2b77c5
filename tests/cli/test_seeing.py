"""Signs and the list of who saw what, on the command line."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.cli import group
from hotline.clock import FixedClock
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.staff import Role
from hotline.services.add_user import NewUser, add_user
from hotline.wiring import Hotline
from tests.conftest import MORNING
from tests.support.city import RESIDENT, City, close_city, open_city
from tests.web.console.conftest import latest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def city(tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    opened = open_city(tmp_path, FixedClock(MORNING), f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    for name, value in opened.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    yield opened
    close_city(opened)


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def raised(hotline: Hotline, kind: FlagKind, **facts: object) -> str:
    with hotline.database.writing() as store:
        store.flags.raise_(Flag(id=kind, key=kind, kind=kind, at=MORNING, facts=facts))  # type: ignore[arg-type]
    return kind


def test_signs_are_listed_and_seen_by_whoever_may(city: City) -> None:
    raised(city.hotline, FlagKind.REVEALS, reporters=25)
    raised(city.hotline, FlagKind.NO_PHOTO)
    for role in (Role.AUDITOR, Role.COORDINATOR):
        add_user(city.hotline.parts, NewUser(login=role.value, role=role, department=None), "correct-horse-battery")
    assert "reporters=25" in run("flags", "list").output
    assert [row["kind"] for row in json.loads(run("flags", "list", "--kind", "reveals", "--json").output)] == ["reveals"]
    assert run("flags", "see", "reveals", "--by", "coordinator").exit_code == 1
    assert run("flags", "see", "reveals", "--by", "nobody").exit_code == 1
    assert run("flags", "see", "none", "--by", "auditor").exit_code == 1
    assert run("flags", "see", "reveals", "--by", "auditor").exit_code == 0
    twice = run("flags", "see", "reveals", "--by", "auditor")
    assert (twice.exit_code, "looked at it already" in twice.stderr) == (1, True)
    assert [row["kind"] for row in json.loads(run("flags", "list", "--unseen", "--json").output)] == ["no_photo"]


def test_the_list_of_who_saw_what_is_printed_or_written_once_and_for_its_owner_alone(city: City, tmp_path: Path) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    number, file = latest(city).number, tmp_path / "list.csv"
    printed = run("export", "evidence", number)
    (texted, given) = csv.DictReader(StringIO(printed.output.lstrip("\ufeff")))
    assert (texted["what"], texted["detail"], texted["role"], texted["department"]) == ("texted", "words", "officer", "roads")
    assert texted["at"].endswith("+08:00")
    assert (given["what"], given["via"], given["name"]) == ("evidence_given", "command", "")
    assert run("export", "evidence", number, "--out", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert run("export", "evidence", number, "--out", str(file)).exit_code == 1, "never over a file that is there"
    told = json.loads(run("export", "evidence", number, "--format", "json").output)
    assert [row["what"] for row in told] == ["texted", "evidence_given", "evidence_given", "evidence_given"]
    page = run("export", "evidence", number, "--format", "html").output
    assert page.lstrip().startswith("<!doctype html>")
    assert "收到短信，含您的原话" in page
    assert "出具了查看记录" in page
    assert all(RESIDENT[3:] not in each for each in (printed.output, page))


@pytest.mark.parametrize("number", ["12345671", "1234", "12345678"])
def test_of_a_number_that_is_none_it_says_so(city: City, number: str) -> None:
    refused = run("export", "evidence", number)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)


def test_who_takes_every_number_out_is_known_afterwards(city: City, tmp_path: Path) -> None:
    city.text(RESIDENT, "人民路12号井盖坏了")
    assert run("export", "consent", str(tmp_path / "consent.csv")).exit_code == 0
    told = json.loads(run("export", "evidence", latest(city).number, "--format", "json").output)
    assert "exported" in {row["what"] for row in told}
