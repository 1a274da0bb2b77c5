"""Golden calls: each file is one call, both sides of it."""

from pathlib import Path

import pytest

from ivr_flows.model import Flow
from tests.ivr_flows.paper import play

CALLS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.stem)
def test_the_call_goes_as_written(path: Path, flows: dict[str, Flow], request: pytest.FixtureRequest) -> None:
    written = path.read_text(encoding="utf-8")
    played = play(flows, written)
    if request.config.getoption("--update", default=False):
        path.write_text(played, encoding="utf-8")
    else:
        assert played == written


def test_there_are_calls_of_every_flow_in_each_of_its_languages(flows: dict[str, Flow]) -> None:
    heads = {tuple(path.read_text(encoding="utf-8").splitlines()[0:2]) for path in CALLS}
    assert heads >= {
        (f"flow: {name}", f"language: {language}")
        for name in ("bridge", "intake", "officer", "status", "survey")
        for language in flows[name].languages
    }
