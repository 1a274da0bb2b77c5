"""What every process does before it starts: faults of configuration, flows and texts are told together, in one go."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hotline.config import Config, Keys, load_config
from hotline.soundness import Unsound, sound_config
from ivr_flows.load import read_flows

ROOT = Path(__file__).parent.parent

STARTS = {
    "config check": ("-m", "hotline", "config", "check"),
    "up": ("-m", "hotline", "up"),
    "migrate": ("-m", "hotline", "migrate"),
    "web": ("-m", "hotline", "web"),
    "worker": ("-m", "hotline", "worker"),
    "cron": ("-m", "hotline", "cron"),
    "a worker by itself": ("-m", "workers.run"),
    "cron by itself": ("-m", "workers.cron"),
    "the application by itself": ("-c", "from hotline.web.app import create_app; create_app()"),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole hotline with a fault of each kind."""
    folder = tmp_path_factory.mktemp("faulty") / "hotline"
    folder.mkdir()
    for part in ("hotline", "ivr_flows", "sms", "workers"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    written = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (folder / "config.yaml").write_text(written.replace("port: 8000", "port: eighty"), encoding="utf-8")
    flow = folder / "ivr_flows" / "flows" / "status.yaml"
    flow.write_text("start: [\n", encoding="utf-8")
    text = folder / "sms" / "templates" / "en" / "received.txt.j2"
    assert text.exists()
    text.write_text("{{ nobody_knows }}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("start", STARTS)
def test_every_process_tells_all_faults_in_one_go_and_does_not_start(faulty: Path, start: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HOTLINE", "PORT"))}
    environment["PYTHONPATH"] = str(faulty)
    command = [sys.executable, *STARTS[start]]
    done = subprocess.run(command, cwd=faulty, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    told = done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    for file, words in (("config.yaml:", "server.port"), ("flows/status.yaml:", ""), ("en/received.txt.j2:", "nobody_knows")):
        assert any(file in line and words in line for line in told), done.stderr
    assert told[-1] == f"{len(told) - 1} to mend"
    assert not (faulty / "var").exists()


def test_a_sound_hotline_starts(tmp_path: Path) -> None:
    config = sound_config(lambda: load_config(ROOT / "config.yaml", {"HOTLINE__DATA_DIR": str(tmp_path)}))
    assert config.city.languages == ("zh-CN", "en")


def test_a_language_of_a_flow_without_a_voice_is_named_with_its_key(tmp_path: Path) -> None:
    voices = "{zh-CN: {say_language: cmn-CN, speech_language: cmn-Hans-CN}, en: {say_language: en-US, speech_language: en-US}}"
    environ = {"HOTLINE__DATA_DIR": str(tmp_path), "HOTLINE__CARRIER__VOICES": voices}
    with pytest.raises(Unsound) as caught:
        sound_config(lambda: load_config(ROOT / "config.yaml", environ))
    speaking = ", ".join(name for name, flow in read_flows()[0].items() if "yue" in flow.languages)
    (told,) = (fault for fault in caught.value.faults if "carrier.voices.yue" in fault)
    assert told.startswith(f"carrier.voices.yue is missing, and {speaking} speak yue. Name a voice in config.yaml")


def test_texts_are_looked_at_with_the_citys_signature_whatever_else_is_wrong(tmp_path: Path) -> None:
    """A long signature makes texts too long: that is no fault to find out in a second go."""
    environ = {
        "HOTLINE__DATA_DIR": str(tmp_path), "PORT": "0", "HOTLINE__CITY__TIMEZONE": "Moon/Crater",
        "HOTLINE__CITY__SIGNATURE": "{zh-CN: " + "长" * 200 + "}",
    }  # fmt: skip

    def read() -> Config:
        return load_config(ROOT / "config.yaml", environ, keys=Keys.LOOK)

    with pytest.raises(Unsound) as caught:
        sound_config(read)
    assert any("PORT" in fault for fault in caught.value.faults)
    assert any("segments" in fault for fault in caught.value.faults)
    assert not any("/en/" in fault for fault in caught.value.faults), "English goes without"


def test_a_file_that_is_no_text_is_a_fault_like_others(faulty: Path) -> None:
    wrong = ("sms/templates/en/help.txt.j2", "sms/templates/zh-CN/_when.txt.j2", "ivr_flows/prompts/en/survey.yaml",
             "ivr_flows/flows/progress.yaml")  # fmt: skip
    for name in wrong:
        (faulty / name).write_bytes(b"\xff")
    environment = {**os.environ, "PYTHONPATH": str(faulty)}
    command = [sys.executable, *STARTS["config check"]]
    done = subprocess.run(command, cwd=faulty, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    for name in ("config.yaml", *wrong):
        assert "/".join(name.split("/")[-3:]) in done.stderr or "/".join(name.split("/")[-2:]) in done.stderr, name
