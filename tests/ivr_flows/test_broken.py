"""One fault a file in broken/: an edit to the sound little flow, and the exact message it must bring.

The first line names the edited file, '- ' lines are taken out, '+ ' lines put in, what follows 'expect' is told.
"""

import shutil
from pathlib import Path

import pytest

from ivr_flows.acts import Act, App, names, only, outcomes
from ivr_flows.load import load_flows, read_flows
from ivr_flows.model import LoadError

HERE = Path(__file__).parent
# What the app of the little flow carries out.
APP = App(
    lookups={
        "understand": Act(
            lookup=True, reads=names("speech language?"), outcomes=outcomes({"known": "thing", "unclear": ""}),
        ),
    },
    finishes={
        "report": Act(
            lookup=False, reads=names("tape thing kind?"),
            outcomes=outcomes({"registered": "number by?", "refused": only("", kind="wish")}),
        ),
        "callback": Act(lookup=False, reads=names(""), outcomes=outcomes({"due": "by"})),
    },
    facts={"small": names("city things line slow?")},
)
FAULTS = sorted((HERE / "broken").glob("*.txt"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound little flow to break."""
    return Path(shutil.copytree(HERE / "sound", tmp_path / "flows"))


def broken(folder: Path, text: str) -> str:
    """Does the edit and returns what is to be told."""
    edit, expected = text.split("expect\n")
    name, *lines = edit.splitlines()
    old = "\n".join(line[2:] for line in lines if line.startswith("- "))
    new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
    path = folder / name
    whole = path.read_text(encoding="utf-8")
    assert whole.count(old) == 1, old
    path.write_text(whole.replace(old, new), encoding="utf-8")
    return expected


def test_the_little_flow_is_sound(folder: Path) -> None:
    flows, problems = read_flows(folder, APP)
    assert [*flows] == ["small"]
    assert problems == ()


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_is_told_with_its_place_and_mend(path: Path, folder: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    expected = broken(folder, text)
    _, problems = read_flows(folder, APP)
    told = "".join(f"{problem}\n" for problem in problems)
    if request.config.getoption("--update", default=False):
        path.write_text(text.split("expect\n")[0] + "expect\n" + told, encoding="utf-8")
    else:
        assert told == expected
    assert problems, "the fault was not found"


@pytest.mark.parametrize(
    "names",
    [
        ("unknown-entry", "no-such-key", "stray-brace"),
        ("prompt-missing", "stray-brace", "prompt-too-long-zh", "unknown-branch"),
        # What is wrong with the steps hides nothing of what each prompt and key shows by itself.
        ("two-kinds", "unknown-step", "prompt-of-no-step", "prompt-too-long-en", "voice-words-missing"),
        ("set-without-values", "full-width-brace", "prompt-cut-by-a-comment", "key-never-said"),
    ],
    ids=lambda names: names[0],
)
def test_all_faults_are_told_at_once(names: tuple[str, ...], folder: Path) -> None:
    expected = [broken(folder, (HERE / "broken" / f"{name}.txt").read_text(encoding="utf-8")) for name in names]
    with pytest.raises(LoadError) as told:
        load_flows(folder, APP)
    whats = {problem.what for problem in told.value.problems}
    assert all(any(what in message for what in whats) for message in expected)
    assert len(whats) == len(names)


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in read_flows(folder, APP)[1]]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("flows/small.yaml", b"", "the file is empty"),
        ("flows/small.yaml", "flows: 你好\nmore: 再见".encode("gbk"), "the file is not UTF-8. Save it as UTF-8"),
        ("flows/small.yaml", b"\x00\x01\x02", "this is no YAML: a character that no text holds"),
        ("flows/small.yaml", "steps: 你好".encode("utf-16"), "the file is not UTF-8"),
        ("flows/lost.yml", b"part: true", "files that end in .yml are not read. Rename it to lost.yaml"),
        ("flows/lost.yaml", b"part: true\nsteps: {}", "no flow includes this part"),
        ("prompts/en/smal.yaml", b"{}", "no flow or part is called 'smal'. Did you mean small.yaml?"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told(folder: Path, name: str, content: bytes, expected: str) -> None:
    (folder / name).write_bytes(content)
    (only_one,) = told(folder)
    assert only_one.startswith(f"{name}:1: {expected}")


def test_a_file_saved_with_a_mark_at_its_beginning_is_read(folder: Path) -> None:
    path = folder / "flows" / "small.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert told(folder) == []


def test_a_language_that_is_still_being_written_stops_nobody(folder: Path) -> None:
    shutil.copytree(folder / "prompts" / "en", folder / "prompts" / "ug")
    assert told(folder) == []


@pytest.mark.parametrize("written", ["yes", "no", "on", "9:30", "0110", "1e3", "2026-11-25", "~x", "0b_"])
def test_words_stay_as_they_were_written(folder: Path, written: str) -> None:
    """YAML would make truth, a number or a date of them."""
    for language in ("zh-CN", "en"):
        path = folder / "prompts" / language / "small.yaml"
        lines = path.read_text(encoding="utf-8").replace('"2": [', f'"2": [{written}, ').splitlines()
        path.write_text("\n".join(f"bye: {written}" if line.startswith("bye:") else line for line in lines), encoding="utf-8")
    (flow,) = load_flows(folder, APP).values()
    assert flow.prompts["en"]["bye", "say"].parts[0].pieces == (written,)
    assert flow.words["en"]["alarmed"]["2"][0] == written


def test_a_folder_without_flows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="there is no flow file"):
        load_flows(tmp_path)


def test_the_version_changes_with_a_prompt(folder: Path) -> None:
    before = read_flows(folder)[0]["small"].version
    path = folder / "prompts" / "en" / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Goodbye", "Bye"), encoding="utf-8")
    assert read_flows(folder)[0]["small"].version != before


def test_a_part_no_carrier_can_speak_is_refused(folder: Path) -> None:
    path = folder / "prompts" / "en" / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Goodbye", "a" * 4100), encoding="utf-8")
    (told,) = read_flows(folder, APP)[1]
    assert str(told) == (
        "prompts/en/small.yaml:22: prompt 'bye.say' has a part no carrier can speak in en. Keep each part under 450 characters."
    )


def test_a_step_in_two_files_is_refused(folder: Path) -> None:
    flow = folder / "flows" / "small.yaml"
    flow.write_text(flow.read_text(encoding="utf-8") + "include: [more]\n", encoding="utf-8")
    (folder / "flows" / "more.yaml").write_text("part: true\nsteps:\n  bye: {end: true}\n", encoding="utf-8")
    for language in ("zh-CN", "en"):
        (folder / "prompts" / language / "more.yaml").write_text("{}\n", encoding="utf-8")
    (told,) = read_flows(folder, APP)[1]
    assert str(told) == "flows/more.yaml:3: step 'bye' stands in flows/small.yaml as well. Rename one of them."


def test_a_language_without_a_file_is_told_what_it_has_to_say_file_by_file(folder: Path) -> None:
    (folder / "prompts" / "en" / "small.yaml").unlink()
    (told,) = read_flows(folder, APP)[1]
    assert str(told) == (
        "prompts/en/small.yaml:1: the file is missing, and with it defaults: silence, wrong, unclear, noted; hello: say; "
        "what: say, choice; tell: say; done: say; alarmed: say, words; wait: hold; bye: say. "
        "Copy prompts/zh-CN/small.yaml and translate it."
    )


def test_without_the_apps_table_only_the_flow_itself_is_checked(folder: Path) -> None:
    path = folder / "flows" / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("lookup: understand", "lookup: divine"), encoding="utf-8")
    assert read_flows(folder)[1] == ()
    assert len(read_flows(folder, APP)[1]) == 1
