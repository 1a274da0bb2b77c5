"""`observers list` and `observers ledger`: nobody's number, and an exit status that tells when the books do not add up."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from hotline.cli import group
from hotline.clock import FixedClock
from tests.support.city import OFFICER, RESIDENT, City, close_city, open_city
from tests.web.console.conftest import latest


@pytest.fixture
def town(tmp_path: Path, clock: FixedClock, redis_url: str):  # type: ignore[no-untyped-def]
    opened = open_city(tmp_path, clock, f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    yield opened
    close_city(opened)


def run(town: City, *words: str) -> Result:
    return CliRunner().invoke(group, ["observers", *words], env=town.environ)


def test_who_observes_and_what_the_accounts_hold(town: City) -> None:
    assert "nobody observes yet" in run(town, "list").output
    town.text(RESIDENT, "加入")
    town.text(RESIDENT, "人民路12号井盖坏了")
    town.text(OFFICER, f"办结 {latest(town).number} 已更换")
    town.text(RESIDENT, "1")
    listed = run(town, "list")
    assert "+86 138****8000  stars: 1  12 points of 12" in listed.output
    assert RESIDENT not in listed.output
    [row] = json.loads(run(town, "list", "--json").output)["observers"]
    assert (row["points"], row["earned"], row["stars"]) == (12, 12, 1)
    sound = run(town, "ledger", "--json")
    assert sound.exit_code == 0
    told = json.loads(sound.output)
    assert (told["city"], told["observers"], told["redeemed"], told["total"]) == (-12, 12, 0, 0)


def test_books_that_were_cooked_fail(town: City) -> None:
    town.text(RESIDENT, "加入")
    assert run(town, "ledger").exit_code == 0
    engine = sa.create_engine(town.hotline.config.database.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE observers SET balance = 500"))
    engine.dispose()
    cooked = run(town, "ledger")
    assert cooked.exit_code == 1
    assert "1 balances are wrong" in cooked.output
