"""Consent by purpose, and the record of it that can be handed over."""

import csv
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import group
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import ANNA, LIN, OTHER, QIAN, done, news, only, report, reporter
from tests.support.city import City


@pytest.mark.parametrize(
    ("caller", "word", "said"), [(LIN, "不要回访", "不再发回访"), (ANNA, "no surveys", "no more survey questions")]
)
def test_whoever_wants_no_questions_still_gets_the_result(town: City, caller: str, word: str, said: str) -> None:
    assert said in only(town.text(caller, word))
    number = report(town, caller)
    told = only(news(town, caller, lambda: done(town, QIAN, number)))
    assert "1" not in told.replace(f"{number[:4]}-{number[4:]}", "").replace("12345", ""), "asked nothing"
    town.later(days=2)
    town.sweep()
    town.text(caller, "开通")
    assert reporter(town, caller).refuses == frozenset()


def test_news_to_all_is_refused_alone(town: City) -> None:
    assert "群发" in only(town.text(LIN, "退订通知"))
    assert reporter(town, LIN).refuses == {"broadcast"}
    number = report(town, LIN)
    assert "解决" in only(news(town, LIN, lambda: done(town, QIAN, number)))


def test_the_record_holds_every_act_and_only_its_owner_may_read_it(open_one: OpenCity, tmp_path: Path) -> None:
    town = open_one()
    report(town, LIN)
    town.text(LIN, "退订")
    town.text(LIN, "开通")
    report(town, ANNA)
    town.text(ANNA, "no surveys")
    town.text(OTHER, "只发短信")
    file = tmp_path / "consent.csv"
    run = CliRunner().invoke(group, ["export", "consent", str(file)], env=town.environ)
    assert run.exit_code == 0, run.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8", newline="") as written:
        rows = [(row["number"], row["purpose"], row["given"], row["via"]) for row in csv.DictReader(written)]
    assert {row[1:] for row in rows if row[0] == LIN} == {
        ("status", "given", "first contact"), ("survey", "given", "first contact"), ("all", "refused", "sms"),
        ("all", "given", "sms"),
    }
    assert (ANNA, "survey", "refused", "sms") in rows
    assert (OTHER, "calls", "refused", "sms") in rows
    again = CliRunner().invoke(group, ["export", "consent", str(file)], env=town.environ)
    assert again.exit_code == 1
    assert "is there already" in again.output
