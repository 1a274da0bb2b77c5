"""The player of written calls knows every thing that can happen to one: queues, joined lines, words half heard, `#`."""

import shutil
from pathlib import Path

import pytest

from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Silence, Speech
from ivr_flows.load import load_flows
from ivr_flows.model import Flow
from tests.ivr_flows import city
from tests.ivr_flows.paper import heard, play

HERE = Path(__file__).parent


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Flow]:
    """The little flow, whose `0` leads into its queue, and one that rings a number."""
    folder = Path(shutil.copytree(HERE / "sound", tmp_path / "flows"))
    path = folder / "flows" / "small.yaml"
    text = path.read_text(encoding="utf-8").replace("person: person", "person: wait", 1)
    ring = "  ring:\n    dial: line\n    outcomes: {talked: bye, busy: hello, failed: bye}\n"
    path.write_text(text.replace('"2": bye', '"2": ring') + ring, encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("  person:\n    finish: callback\n    values: everything\n"
        "    outcomes:\n      due: bye\n", ""), encoding="utf-8")  # fmt: skip
    for language, words in (("zh-CN", "ring: {whisper: 热线来电。}\n"), ("en", "ring: {whisper: The hotline calls.}\n")):
        with (folder / "prompts" / language / "small.yaml").open("a", encoding="utf-8") as prompts:
            prompts.write(words)
    monkeypatch.setitem(city.FACTS, "small", {"things": [city.COVER], "line": "people"})  # type: ignore[arg-type]
    return load_flows(folder)


def test_a_queue_is_played_to_its_end(small: dict[str, Flow]) -> None:
    call = "flow: small\nlanguage: en\n\n> key 0\n\n> waits 2\n\n> waits 0\n\n> talked 30\n"
    assert play(small, call).splitlines()[-12:] == [
        "> key 0", "    [waits in queue people]", "",
        "> waits 2", "2 before you. To stop waiting, press 1.", "",
        "> waits 0", "0 before you. To stop waiting, press 1.", "",
        "> talked 30", "Goodbye.", "    [hangs up]",
    ]  # fmt: skip


def test_a_number_is_rung_and_what_the_other_hears_is_written(small: dict[str, Flow]) -> None:
    call = "flow: small\nlanguage: zh-CN\n\n> says 漏气了\n\n> says 挂断 (0.4)\n\n> busy\n"
    played = play(small, call)
    assert "(to them) 热线来电。\n    [rings people, 30 s]\n\n> busy\n" in played
    assert "示范市热线。" in played.partition("> busy")[2]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("key #", Keys(digits="#")),
        ("says 没修好 (0.4)", Speech(text="没修好", confidence=0.4)),
        ("says not fixed (really) (.35)", Speech(text="not fixed (really)", confidence=0.35)),
        ("says fixed (I think)", Speech(text="fixed (I think)", confidence=0.9)),
        ("says 漏气了 (0)", Speech(text="漏气了", confidence=0.0, danger=True)),
        ("talked 30", Joined(outcome="talked", seconds=30)),
        ("left", Joined(outcome="left")),
        ("no answer", Joined(outcome="no_answer")),
        ("gone", Joined(outcome="gone")),
        ("silence", Silence()),
        ("hangs up", HungUp()),
        ("records 9 #", Recorded(recording_ref="tape", seconds=9, ended_by="key", digits="#")),
    ],
)
def test_a_line_is_what_it_says(line: str, meant: Input) -> None:
    assert heard(line) == meant
