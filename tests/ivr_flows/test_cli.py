"""`flows check` and `flows draw` as an engineer runs them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotline.cli.flows import COMMANDS
from ivr_flows.load import HERE, load_flows

FLOWS = load_flows()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the hotline's own, to change."""
    for part in ("flows", "prompts"):
        shutil.copytree(HERE / part, tmp_path / "mine" / part)
    return tmp_path / "mine"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(COMMANDS[0], [*words])
    return result.exit_code, result.stdout, result.stderr


def test_sound_flows_are_named() -> None:
    assert run("check") == (0, f"{len(FLOWS)} flows checked, all sound: {', '.join(FLOWS)}\n", "")


def test_a_fault_is_printed_and_the_exit_status_says_so(folder: Path) -> None:
    edit(folder / "flows" / "intake.yaml", '"2": progress', '"2": progres')
    status, out, err = run("check", "--folder", str(folder))
    assert status == 1
    assert "step 'greeting' leads to 'progres', which does not exist. Write 'progress', or write the step.\n" in out
    assert err == "Error: 1 problem in the flows: mend the lines named above.\n"


def test_json_lists_each_problem(folder: Path) -> None:
    (folder / "prompts" / "en" / "intake.yaml").unlink()
    status, out, _ = run("check", "--json", "--folder", str(folder))
    assert status == 1
    assert {"file", "line", "what", "mend"} == set(json.loads(out)[0])


def test_sound_flows_are_an_empty_list(folder: Path) -> None:
    assert run("check", "--json", "--folder", str(folder)) == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("report.yaml", "lookup: category", "lookup: categories", "the app has no lookup 'categories'. Write 'category'."),
        ("progress.yaml", "      over: ", "      ended: ",
         "'chase' never comes to 'ended' here. Use one of: over, person, told."),
        ("report.yaml", "      unknown: {to: tell, set: {category: null}}\n", "",
         "step 'which' leads nowhere when 'category' comes to 'unknown'. Write 'unknown: STEP' among its outcomes."),
        ("progress.yaml", "gives: [department, by]", "gives: [department, by, who]",
         "outcome 'told' of 'chase' gives no 'who'. Use one of: by, department."),
        ("status.yaml", "facts: [news", "facts: [nws",
         "the app tells flow 'status' nothing of 'nws', so that no call could begin. Write 'news'."),
    ],
)
def test_what_the_app_does_not_carry_out_is_found_before_anybody_calls(
    file: str, old: str, new: str, told: str, folder: Path
) -> None:
    edit(folder / "flows" / file, old, new)
    status, out, _ = run("check", "--folder", str(folder))
    assert status == 1
    assert told in out
    assert out.startswith("flows/")


def test_pictures_are_written(tmp_path: Path) -> None:
    status, out, _ = run("draw", "intake", "--language", "en", "--out", str(tmp_path / "new"))
    assert (status, out) == (0, f"{tmp_path / 'new' / 'intake.en.svg'}\n")
    assert (tmp_path / "new" / "intake.en.svg").read_text(encoding="utf-8").startswith("<svg")


def test_all_flows_in_all_languages_by_default(tmp_path: Path) -> None:
    assert run("draw", "--out", str(tmp_path))[0] == 0
    assert {path.name for path in tmp_path.glob("*.svg")} == {
        f"{name}.{language}.svg" for name, flow in FLOWS.items() for language in flow.languages
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("intak",), f"There is no flow 'intak': choose from {', '.join(FLOWS)}."),
        (
            ("intake", "--language", "fr"),
            f"Flow 'intake' does not speak 'fr': choose from {', '.join(FLOWS['intake'].languages)}.",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    status, _, err = run("draw", *words, "--out", str(tmp_path))
    assert (status, err) == (1, f"Error: {told}\n")


def test_faulty_flows_are_not_drawn(folder: Path) -> None:
    (folder / "prompts" / "en" / "intake.yaml").unlink()
    status, _, err = run("draw", "--folder", str(folder), "--out", str(folder))
    assert status == 1
    assert "flows check" in err
