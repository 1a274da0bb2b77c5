"""The pictures: sound SVG, every step in it with its words, nothing on top of anything else."""

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr_flows.draw import draw
from ivr_flows.layout import Box, place
from ivr_flows.load import load_flows
from ivr_flows.model import Flow
from ivr_flows.picture_text import label, wide
from ivr_flows.steps import JOIN_OUTCOMES

FLOWS = load_flows()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("name", "language"), [(name, one) for name, flow in FLOWS.items() for one in flow.languages])
def test_every_step_is_in_the_picture(name: str, language: str) -> None:
    flow = FLOWS[name]
    root = ET.fromstring(draw(flow, language))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    for step in flow.steps:
        assert step == flow.trouble.to or step.replace("_", " ") in texts
    assert float(root.attrib["width"]) < 4700
    assert not any(text and "{" in text for text in texts)


def test_words_are_the_languages_own() -> None:
    chinese, english = draw(FLOWS["survey"], "zh-CN"), draw(FLOWS["survey"], "en")
    assert "问题解决了吗" in chinese
    assert "Is it solved?" in english
    assert "问题解决了吗" not in english


@pytest.fixture(scope="module")
def small() -> Flow:
    return load_flows(Path(__file__).parent / "sound")["small"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ["0 “a person” · * “again”", "1 “wait for a person, I will wait”", "2 “no need, hang up”", "queue ‹line›",
                "‹ahead› before you. To stop", "leave 1", "danger from"]),
        ("zh-CN", ["0 “人工” · * “重听”", "1 “等人接、我等”", "2 “不用了、挂断”", "queue ‹line›",
                   "您前面还有‹ahead›位。不等了，请"]),
    ],
)  # fmt: skip
def test_a_picture_shows_words_under_their_keys_queues_and_where_danger_leads(
    small: Flow, language: str, shown: list[str]
) -> None:
    texts = [text.text for text in ET.fromstring(draw(small, language)).iter(f"{SVG}text")]
    assert [one for one in shown if one not in texts] == []


@pytest.mark.parametrize("language", sorted(FLOWS["intake"].languages))
def test_what_every_flow_may_show_has_words_in_the_language_of_the_picture(language: str) -> None:
    """Outcomes and steps may stay as they are written in the flow; what the picture itself says may not."""
    own = {"speech", "recording", "number", "silence", "wrong", "give up", "person", "asks again", "not", "looks up", "does",
           "on", "slow", "queue", "dial", "join", "leave", "danger from"}  # fmt: skip
    own |= {outcome for outcomes in JOIN_OUTCOMES.values() for outcome in outcomes}
    assert own <= set(FLOWS["intake"].voices[language].picture)


def test_what_only_silence_leads_to_hangs_on_an_arrow() -> None:
    """Else it would stand at the top like a second beginning."""
    flow = FLOWS["survey"]
    texts = [text.text for text in ET.fromstring(draw(flow, "en")).iter(f"{SVG}text")]
    assert "silence · wrong key · two failures" in texts


names = st.lists(st.sampled_from([f"step{number}" for number in range(14)]), min_size=1, max_size=14, unique=True)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_boxes_never_touch(data: st.DataObject) -> None:
    there = data.draw(names)
    boxes = [Box(name=name, width=200, height=data.draw(st.integers(40, 200))) for name in there]
    pair = st.tuples(st.sampled_from(there), st.sampled_from(there)).filter(lambda both: both[0] != both[1])
    arrows = data.draw(st.lists(pair, unique=True, max_size=25)) if len(there) > 1 else []
    placed = place(boxes, arrows)
    sizes = {box.name: box for box in boxes}
    for a, b in combinations(there, 2):
        (ax, ay), (bx, by) = placed.corners[a], placed.corners[b]
        beside = ax + 200 <= bx + 0.1 or bx + 200 <= ax + 0.1
        above = ay + sizes[a].height <= by or by + sizes[b].height <= ay
        assert beside or above
    assert set(placed.waypoints) == set(arrows)


@pytest.mark.parametrize(
    ("labels", "shown"),
    [(["1", "2", "3"], "1–3"), (["1", "3", "5"], "1 · 3 · 5"), (["1", "2"], "1 · 2"), (["", ""], "")],
)
def test_keys_in_a_row_are_shortened(labels: list[str], shown: str) -> None:
    assert label(FLOWS["intake"], "en", labels) == shown


@given(st.text("ab 井盖，。", max_size=200))
def test_wrapping_keeps_every_sign(text: str) -> None:
    assert "".join(wide(text, 60, 14)).replace(" ", "") == text.replace(" ", "")
