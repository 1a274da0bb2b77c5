"""`hotline learn` on generated tickets: its figures, its confusion table, and that what it learnt is read with afterwards."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli import group
from hotline.learning import kept
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import LIN, number_in, only, ticket
from tests.support.closed_tickets import write

pytest.importorskip("sklearn", reason="make slow installs requirements-learn.txt")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


def learn(town: object, *arguments: str) -> dict[str, object]:
    run = CliRunner().invoke(group, ["learn", *arguments, "--json"], env=town.environ)  # type: ignore[attr-defined]
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def test_it_beats_the_words_where_people_say_it_otherwise_and_is_used_then(open_one: OpenCity, tmp_path: Path) -> None:
    town = open_one()
    said = learn(town, str(write(tmp_path / "tickets.csv", 10_000)), "--confusion", str(tmp_path / "confusion.csv"))
    print(json.dumps(said, ensure_ascii=False, indent=1))
    assert said["used"] is True
    assert said["both"]["accuracy"] > said["scorer"]["accuracy"]  # type: ignore[index]
    with (tmp_path / "confusion.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert sum(int(n) for row in table[1:] for n in row[1:]) == said["held_out"]
    model = kept.load(Path(town.environ["HOTLINE__DATA_DIR"]))
    assert model is not None
    town = open_one()  # started afterwards
    made = ticket(town, number_in(only(town.text(LIN, "人民路12号，晚上走路全靠手机照着"))))
    assert (made.category, made.read_by) == ("c01-lamp", model.version)


def test_labels_of_somebody_else_are_judged_and_not_used(open_one: OpenCity, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    films = (("good film", "pos"), ("bad film", "neg"))
    rows = [f"{n},{word} number {n % 7},{label}" for n in range(300) for word, label in films]
    file.write_text("id,text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    said = learn(open_one(), str(file))
    assert said["used"] is False
    assert said["model"]["accuracy"] == 1.0  # type: ignore[index]
    assert said["foreign"] == ["neg", "pos"]
