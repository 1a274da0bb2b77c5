"""Golden calls: each file is one call, both sides of it."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from ivr_flows.model import Flow, Session
from tests.ivr_flows.branches import Branch, branches, met
from tests.ivr_flows.paper import head, play

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
        for name, flow in flows.items()
        for language in flow.languages
    }


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_branch_of_every_flow_is_in_a_call(language: str, flows: dict[str, Flow]) -> None:
    """Silence, silence again, wrong keys, 0, the star, each key and each of the app's answers, at each step."""
    calls = [path.read_text(encoding="utf-8") for path in CALLS]
    seen: set[Branch] = set()
    for call in calls:
        flow = flows[head(call)["flow"]]
        play(flows, call, lambda session, heard, flow=flow: seen.update(_of(language, met(flow, session, heard), session)))
    spoken = (flow for flow in flows.values() if language in flow.languages)
    assert not {branch for flow in spoken for branch in branches(flow)} - seen


def _of(language: str, met_now: Iterable[Branch], session: Session) -> Iterable[Branch]:
    return met_now if session.language == language else ()
