"""What goes along in the address of a turn that is tried again, and what never does."""

import re

import pytest

from hotline.web.kept_input import brought, keep
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Silence, Speech

RECORDED = Recorded(recording_ref="RE" + "a" * 32, seconds=12, ended_by="key", digits="#")


@pytest.mark.parametrize("heard", [
    Joined(outcome="talked", seconds=35), Joined(outcome="no_answer", seconds=0), RECORDED,
    Recorded(recording_ref="RE1", seconds=0, ended_by="silence", digits=""),
    Recorded(recording_ref="RE1", seconds=4, ended_by="key", digits="*"),
    Recorded(recording_ref="RE1", seconds=4, ended_by="hangup", digits=""),
    Recorded(recording_ref="RE1", seconds=4, ended_by="key", digits="0"),
])  # fmt: skip
def test_a_recording_and_the_end_of_a_talk_come_back_as_they_were(heard: Input) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", keep(heard)), "nothing that would have to be escaped"
    assert brought(keep(heard)) == heard


@pytest.mark.parametrize("heard", [Keys(digits="13800138000"), Speech(text="我姓林", confidence=0.9), Silence(), HungUp()])
def test_keys_and_words_never_stand_in_an_address(heard: Input) -> None:
    assert keep(heard) == ""


@pytest.mark.parametrize("kept", ["", "x", "joined-talked", "recorded-RE1-9-key-12", "joined-talked-1x", "recorded--9-key-"])
def test_what_we_did_not_write_is_nothing(kept: str) -> None:
    assert brought(kept) is None
