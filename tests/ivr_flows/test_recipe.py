"""The recipe of docs/writing-flows.md, done to a copy as an editor would: what it says is told is told, and the entry works."""

import shutil
from pathlib import Path

import pytest

from hotline.services.handle_call.acts import published
from ivr_flows.engine import resume, start
from ivr_flows.inputs import Input, Keys, Speech
from ivr_flows.load import HERE, load_flows, read_flows
from ivr_flows.outputs import Gather
from tests.ivr_flows.city import facts

PAGE = (Path(__file__).parents[2] / "docs" / "writing-flows.md").read_text(encoding="utf-8")
RULES = {
    "en": "There is one vote for each number. You can change it until the last day is over.",
    "zh-CN": "一个号码一票，最后一天以前都可以改。",
    "yue": "一個號碼一票，最後一日之前都可以改。",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("flows", "prompts"):
        shutil.copytree(HERE / part, tmp_path / part)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_the_step(folder: Path) -> None:
    flow = folder / "flows" / "intake.yaml"
    edit(flow, '      "2": consultations\n', '      "2": consultations\n      "3": voting_rules\n')
    flow.write_text(flow.read_text(encoding="utf-8") + "\n  voting_rules:\n    say: participation\n", encoding="utf-8")


def say_it(folder: Path) -> None:
    prompts = {
        "en": ("press 2; for a person, press 0.", "press 2; how voting works, press 3; for a person, press 0."),
        "zh-CN": ("请按2；转人工，请按0。\n", "请按2；怎么投票，请按3；转人工，请按0。\n"),
        "yue": ("請撳2；搵人工，請撳0。\n", "請撳2；點樣投票，請撳3；搵人工，請撳0。\n"),
    }
    words = {
        "en": ("[vote, consultation]", "[voting rules]"),
        "zh-CN": ("[议事, 投票, 听证]", "[怎么投票]"),
        "yue": ("[議事, 投票, 聽證]", "[點樣投票]"),
    }
    for language, (old, new) in prompts.items():
        path = folder / "prompts" / language / "intake.yaml"
        edit(path, old, new)
        listed, added = words[language]
        edit(path, f'    "2": {listed}\n', f'    "2": {listed}\n    "3": {added}\n')
        path.write_text(path.read_text(encoding="utf-8") + f"\nvoting_rules: {RULES[language]}\n", encoding="utf-8")


def test_what_the_page_says_is_told_is_told(folder: Path) -> None:
    add_the_step(folder)
    told = read_flows(folder, published())[1]
    assert {one.file for one in told} == {f"prompts/{language}/intake.yaml" for language in RULES}
    for one in told:
        assert f"{one.what}. {one.mend}." in PAGE or not one.file.startswith("prompts/en")


@pytest.mark.parametrize(
    ("language", "heard"),
    [("en", Keys(digits="3")), ("en", Speech(text="voting rules please")), ("zh-CN", Speech(text="那怎么投票呢"))],
)
def test_the_new_entry_works_by_key_and_by_words(folder: Path, language: str, heard: Input) -> None:
    add_the_step(folder)
    say_it(folder)
    intake = load_flows(folder, published())["intake"]
    turn = start(intake, facts("intake", language=language))
    for given in (Keys(digits="3"), heard):
        turn = resume(intake, turn.session, given)
    assert isinstance(turn.outputs[-1], Gather)
    assert turn.outputs[-1].prompts[0].text.startswith(RULES[language])


def test_words_forgotten_in_a_language_are_named(folder: Path) -> None:
    add_the_step(folder)
    say_it(folder)
    edit(folder / "prompts" / "zh-CN" / "intake.yaml", '    "3": [怎么投票]\n', "")
    told = {problem.what for problem in read_flows(folder, published())[1]}
    assert len(told) == 1
    assert told <= {line.strip() for line in PAGE.splitlines()}
