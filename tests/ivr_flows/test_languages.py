"""A language is only data: a folder of prompts, its name in a flow, a voice at the carrier."""

import re
import shutil
from pathlib import Path

import pytest

from hotline.services.handle_call.acts import published
from ivr_flows.engine import resume, start
from ivr_flows.inputs import Keys, Speech
from ivr_flows.load import HERE, load_flows, read_flows
from ivr_flows.outputs import Gather
from tests.ivr_flows.city import facts

# Characters written otherwise in traditional Chinese, and words no Cantonese speaker says.
NOT_CANTONESE = re.compile("[们这说没请听么吗别边还转询进现]|什麼|沒有|我們|您|的(?!士)|這|那裡")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("flows", "prompts"):
        shutil.copytree(HERE / part, tmp_path / part)
    return tmp_path


def test_a_new_language_is_a_folder_and_a_name(folder: Path) -> None:
    shutil.copytree(folder / "prompts" / "en", folder / "prompts" / "cy")
    greeting = folder / "prompts" / "cy" / "confirm.yaml"
    greeting.write_text(greeting.read_text(encoding="utf-8").replace("Hello, {city}", "Helo, {city}"), encoding="utf-8")
    flow = folder / "flows" / "status.yaml"
    flow.write_text(flow.read_text(encoding="utf-8").replace("[zh-CN, en, yue]", "[zh-CN, en, yue, cy]"), encoding="utf-8")
    status = load_flows(folder, published())["status"]
    turn = start(status, facts("status", language="cy"))
    assert isinstance(turn.outputs[-1], Gather)
    assert (turn.outputs[-1].language, turn.outputs[-1].prompts[0].text[:5]) == ("cy", "Helo,")


def test_a_language_half_translated_is_told_file_by_file(folder: Path) -> None:
    for name in ("survey", "confirm"):
        (folder / "prompts" / "yue" / f"{name}.yaml").unlink()
    told = {problem.file: problem.what for problem in read_flows(folder, published())[1]}
    assert set(told) == {"prompts/yue/survey.yaml", "prompts/yue/confirm.yaml"}
    assert told["prompts/yue/confirm.yaml"] == "the file is missing, and with it confirm: say, again, words; not_confirmed: say"


def test_cantonese_is_reached_by_key_and_by_name_and_left_again() -> None:
    intake = load_flows()["intake"]
    for heard in (Keys(digits="7"), Speech(text="广东话，谢谢")):
        turn = resume(intake, start(intake, facts("intake")).session, heard)
        assert turn.session.language == "yue"
        assert resume(intake, turn.session, Speech(text="講普通話")).session.language == "zh-CN"


@pytest.mark.parametrize("path", sorted((HERE / "prompts" / "yue").glob("*.yaml")), ids=lambda path: path.stem)
def test_cantonese_is_cantonese(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "language: zh-CN" not in line and NOT_CANTONESE.search(line)] == []
