"""A turn as the carrier's document, judged as XML."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.carrier.settings import DEFAULT_VOICES
from hotline.carrier.twiml import LARGEST, LONGEST_ESCAPED, NOTHING, Documents, clean, joined_hints, pieces
from ivr_flows.outputs import Finish, Gather, HangUp, Play, Record, Say

DOCUMENTS = Documents("https://hotline.example/", DEFAULT_VOICES)


def say(text: str, language: str = "zh-CN", **more: object) -> Say:
    return Say(text=text, language=language, **more)  # type: ignore[arg-type]


def gather(*prompts: Say, **more: object) -> Gather:
    asked: dict[str, object] = {
        "kinds": ("keys", "speech"), "num_digits": 1, "finish_on_key": "", "timeout": 5, "speech_timeout": 3,
        "hints": ("井盖", "路灯"), "language": "zh-CN", "prompts": prompts,
    }  # fmt: skip
    return Gather(**{**asked, **more})  # type: ignore[arg-type]


def record(**more: object) -> Record:
    asked: dict[str, object] = {
        "max_seconds": 60, "finish_on_key": "#*0", "timeout": 4, "transcribe": False, "language": "zh-CN",
        "prompts": (say("请说"),),
    }  # fmt: skip
    return Record(**{**asked, **more})  # type: ignore[arg-type]


def parsed(*outputs: object) -> ET.Element:
    written = DOCUMENTS.turn(outputs, "01-abc", 3)  # type: ignore[arg-type]
    assert written.startswith(b"<?xml")
    return ET.fromstring(written)


def test_a_question() -> None:
    root = parsed(say("您好"), gather(say("请按1"), say("press 8", "en")))
    assert [child.tag for child in root] == ["Say", "Gather"]
    assert root[0].attrib == {"voice": "Polly.Zhiyu", "language": "cmn-CN"}
    assert root[1].attrib == {
        "input": "dtmf speech", "action": "https://hotline.example/carrier/calls/01-abc/3", "method": "POST",
        "timeout": "5", "actionOnEmptyResult": "true", "finishOnKey": "", "numDigits": "1", "language": "cmn-Hans-CN",
        "speechTimeout": "3", "hints": "井盖,路灯",
    }  # fmt: skip
    assert [(p.text, p.get("language")) for p in root[1]] == [("请按1", "cmn-CN"), ("press 8", "en-US")]


def test_a_number_is_keyed_until_hash() -> None:
    asked = parsed(gather(kinds=("keys",), num_digits=None, finish_on_key="#"))[0]
    assert asked.get("input") == "dtmf"
    assert asked.get("finishOnKey") == "#"
    assert {"numDigits", "language", "speechTimeout", "hints"}.isdisjoint(asked.attrib)


def test_speech_alone_takes_no_keys() -> None:
    asked = parsed(gather(kinds=("speech",), speech_timeout=0))[0]
    assert (asked.get("input"), asked.get("finishOnKey"), asked.get("speechTimeout")) == ("speech", None, "auto")


def test_a_recording() -> None:
    root = parsed(record())
    assert [child.tag for child in root] == ["Say", "Record"]
    assert root[1].attrib == {
        "action": "https://hotline.example/carrier/calls/01-abc/3", "method": "POST", "timeout": "4",
        "finishOnKey": "#*0", "maxLength": "60", "playBeep": "true",
        "recordingStatusCallback": "https://hotline.example/carrier/calls/01-abc/recording",
        "recordingStatusCallbackEvent": "completed absent",
    }  # fmt: skip


def test_a_recording_is_transcribed_only_when_asked() -> None:
    asked = parsed(record(transcribe=True))[1]
    assert asked.get("transcribe") == "true"
    assert asked.get("transcribeCallback") == "https://hotline.example/carrier/calls/01-abc/transcription"


def test_slow_and_pauses() -> None:
    root = parsed(say("一", slow=True, pause_before=2), HangUp())
    assert [child.tag for child in root] == ["Pause", "Say", "Hangup"]
    assert root[0].get("length") == "2"
    assert (root[1][0].tag, root[1][0].get("rate"), root[1][0].text) == ("prosody", "75%", "一")


def test_a_stored_recording_is_played() -> None:
    assert parsed(Play(ref="r.1.x"), HangUp())[0].text == "https://hotline.example/carrier/sounds/r.1.x"


@pytest.mark.parametrize("outputs", [(), (say("再见"),), (Play(ref="r"),)])
def test_a_turn_without_a_question_ends_the_call(outputs: tuple[Say, ...]) -> None:
    assert parsed(*outputs)[-1].tag == "Hangup"


def test_what_the_app_must_answer_first_is_refused() -> None:
    with pytest.raises(TypeError, match="Finish"):
        parsed(Finish(name="report"))


def test_the_answer_to_a_text_says_nothing() -> None:
    assert list(ET.fromstring(NOTHING)) == []


def test_markup_and_control_characters_are_words() -> None:
    said = parsed(say("a<b>&\x00\x07\ud83d\ufffe\nc"))[0].text
    assert said == "a<b>& c"


@given(text=st.text(max_size=80))
def test_any_words_make_a_document(text: str) -> None:
    said = parsed(gather(say(text), hints=(text,)), HangUp())
    assert (said[0].findtext("Say") or "").strip() == clean(text).strip()


@given(text=st.text(alphabet="字a。. ", max_size=4000))
@settings(max_examples=40)
def test_long_words_are_cut_and_none_is_lost(text: str) -> None:
    parts = list(pieces(text))
    assert "".join(parts).split() == text.split() or "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(len(part) * 9 <= LONGEST_ESCAPED * 2 and len(part) <= 2900 for part in parts)


@pytest.mark.parametrize("count", [1, 60, 3000])
def test_never_over_the_limit(count: int) -> None:
    written = DOCUMENTS.turn([gather(*[say("字" * 3000)] * count)], "c", 1)
    assert len(written) <= LARGEST
    assert ET.fromstring(written)[0].tag == "Gather"


def test_hints_keep_to_their_limits() -> None:
    assert joined_hints(("a,b", "", " c ")) == "a b,c"
    assert len(joined_hints(("x" * 300,) * 900)) <= 4_000
