"""`flows check` and `flows draw` as an engineer runs them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli.flows import COMMANDS

SOUND = Path(__file__).parent / "sound"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "mine"))


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(COMMANDS[0], [*words])
    return result.exit_code, result.stdout, result.stderr


def test_sound_flows_are_named() -> None:
    assert run("check") == (0, "4 flows checked, all sound: intake, officer, status, survey\n", "")


def test_a_fault_is_printed_and_the_exit_status_says_so(folder: Path) -> None:
    path = folder / "flows" / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"1": what', '"1": wat'), encoding="utf-8")
    status, out, err = run("check", "--folder", str(folder))
    assert status == 1
    assert out.startswith("flows/small.yaml:11: step 'hello' leads to 'wat', which does not exist.")
    assert err == "Error: 1 problem in the flows: mend the lines named above.\n"


def test_json_lists_each_problem(folder: Path) -> None:
    (folder / "prompts" / "en" / "small.yaml").unlink()
    status, out, _ = run("check", "--json", "--folder", str(folder))
    assert status == 1
    assert {"file", "line", "what", "mend"} == set(json.loads(out)[0])


def test_sound_flows_are_an_empty_list(folder: Path) -> None:
    assert run("check", "--json", "--folder", str(folder)) == (0, "[]\n", "")


def test_pictures_are_written(tmp_path: Path) -> None:
    status, out, _ = run("draw", "intake", "--language", "en", "--out", str(tmp_path / "new"))
    assert (status, out) == (0, f"{tmp_path / 'new' / 'intake.en.svg'}\n")
    assert (tmp_path / "new" / "intake.en.svg").read_text(encoding="utf-8").startswith("<svg")


def test_all_flows_in_all_languages_by_default(tmp_path: Path) -> None:
    assert run("draw", "--out", str(tmp_path))[0] == 0
    assert len(list(tmp_path.glob("*.svg"))) == 8


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("intak",), "There is no flow 'intak': choose from intake, officer, status, survey."),
        (("intake", "--language", "fr"), "Flow 'intake' does not speak 'fr': choose from zh-CN, en."),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    status, _, err = run("draw", *words, "--out", str(tmp_path))
    assert (status, err) == (1, f"Error: {told}\n")


def test_faulty_flows_are_not_drawn(folder: Path) -> None:
    (folder / "prompts" / "en" / "small.yaml").unlink()
    status, _, err = run("draw", "--folder", str(folder), "--out", str(folder))
    assert status == 1
    assert "flows check" in err
