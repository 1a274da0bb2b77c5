"""`staff` and `duty --night`: absences, deputies and the night duty from the command line."""

import json
from typing import Any

import pytest

from tests.cli.test_commands import run

__all__ = ["run"]  # a fixture


def test_away_back_and_deputies_are_entered_listed_and_audited(run: Any) -> None:
    assert run("migrate").exit_code == 0
    assert "nobody is away" in run("staff", "list").stderr
    assert run("staff", "deputy", "钱小明", "孙丽").stdout == "钱小明: 孙丽 stands in\n"
    done = run("staff", "away", "钱小明", "2099-12-01 08:00", "2099-12-03")
    assert done.stdout == "钱小明: away 2099-12-01 08:00 to 2099-12-04 00:00\n"
    row = {"name": "钱小明", "from": "2099-12-01 08:00", "until": "2099-12-04 00:00", "deputy": "孙丽"}
    assert json.loads(run("staff", "list", "--json").stdout) == [row]
    assert run("staff", "back", "钱小明").stdout == "钱小明: back\n"
    assert run("staff", "list").stdout == "钱小明: here, 孙丽 stands in\n"
    assert run("staff", "deputy", "钱小明").exit_code == 0
    assert "nobody is away" in run("staff", "list").stderr
    assert "OK" in run("audit", "verify").stdout


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("away", "谁", "now", "2099-12-01"), "nobody has the name or login 谁"),
        (("away", "钱小明", "soon", "2099-12-01"), "in the city's time"),
        (("away", "钱小明", "2099-12-02", "2099-12-01 00:00"), "UNTIL is not after FROM"),
        (("away", "钱小明", "2001-12-01", "2001-12-02"), "over already"),
        (("away", "钱小明", "2090-12-01", "2099-12-02"), "400 days"),
        (("back", "钱小明"), "not away"),
        (("deputy", "钱小明", "王静"), "same department"),
    ],
)
def test_what_cannot_be_is_refused_with_what_mends_it(run: Any, words: tuple[str, ...], mend: str) -> None:
    assert run("migrate").exit_code == 0
    refused = run("staff", *words)
    assert refused.exit_code == 1
    assert mend in refused.stderr


def test_the_night_duty_is_set_and_listed_beside_the_rota(run: Any) -> None:
    assert run("migrate").exit_code == 0
    assert "no night duty is set" in run("duty", "list", "--night").stderr
    assert run("duty", "set", "order", "冯涛", "王静", "--night").exit_code == 0
    assert json.loads(run("duty", "list", "--night", "--json").stdout) == {"order": ["冯涛", "王静"]}
    assert json.loads(run("duty", "list", "--json").stdout) == {}
    assert run("duty", "set", "*", "冯涛", "--night").exit_code == 1
