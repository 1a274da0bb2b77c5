"""What is said when the app fails: in the caller's language, as a document, with a way on."""

import xml.etree.ElementTree as ET

import pytest

from hotline.addresses import Addresses
from hotline.carrier.apologies import PAUSES, Apologies, Broken, Sorry
from hotline.carrier.settings import DEFAULT_VOICES
from hotline.carrier.twiml import Documents

URL, NUMBER, PERSON = "https://hotline.example", "+861012345678", "+861012345600"
WORDS = {
    "zh-CN": Sorry(end="请再打。", person="正在转人工。", wait="请稍等。"),
    "en": Sorry(end="Call again.", person="A person.", wait="One moment."),
}
DOCUMENTS = Documents(URL, DEFAULT_VOICES, number=NUMBER)
PLAIN = Apologies(DOCUMENTS, Addresses(URL), WORDS)
RINGING = Apologies(DOCUMENTS, Addresses(URL), WORDS, person=PERSON)


def verbs(document: bytes | None) -> list[tuple[str, str]]:
    assert document is not None
    return [(verb.tag, "".join(verb.itertext())) for verb in ET.fromstring(document)]


@pytest.mark.parametrize(("language", "said"), [
    ("zh-CN", ["请再打。"]), ("en", ["Call again."]), ("", ["请再打。", "Call again."]), ("xx", ["请再打。", "Call again."]),
])  # fmt: skip
def test_without_a_phone_to_ring_the_call_ends_after_the_sentence(language: str, said: list[str]) -> None:
    assert verbs(PLAIN.last(language)) == [*(("Say", one) for one in said), ("Hangup", "")]
    assert PLAIN.end(language) == PLAIN.last(language)


@pytest.mark.parametrize(("language", "said"), [("en", ["A person."]), ("", ["正在转人工。", "A person."])])
def test_with_a_phone_it_is_rung_and_our_number_is_shown(language: str, said: list[str]) -> None:
    assert verbs(RINGING.last(language)) == [*(("Say", one) for one in said), ("Dial", PERSON)]
    dial = ET.fromstring(RINGING.last(language))[-1]
    assert dial.get("callerId") == NUMBER
    assert dial.get("action") == f"{URL}/carrier/trouble" + (f"/{language}" if language else "")
    assert verbs(RINGING.end("en")) == [("Say", "Call again."), ("Hangup", "")]
    assert verbs(RINGING.end("en", talked=True)) == [("Hangup", "")]


def test_a_short_fault_is_waited_for_as_often_as_there_are_pauses() -> None:
    for tried, seconds in enumerate(PAUSES):
        written = PLAIN.wait(Broken(call_id="c1", turn=3, language="en", tried=tried, kept="k"))
        again = f"{URL}/carrier/calls/c1/en/3/again/{tried + 1}/k"
        assert verbs(written) == [("Say", "One moment."), ("Pause", ""), ("Redirect", again)]
        assert ET.fromstring(written or b"")[1].get("length") == str(seconds)
    assert PLAIN.wait(Broken(call_id="c1", turn=3, language="en", tried=len(PAUSES))) is None
    assert PLAIN.wait(Broken(call_id="c1", turn=3, language="xx")) is None


def test_a_flow_without_these_words_still_has_its_last_sentence() -> None:
    bare = Apologies(DOCUMENTS, Addresses(URL), {"en": Sorry(end="Call again.")}, person=PERSON)
    assert verbs(bare.last("en")) == [("Say", "Call again."), ("Dial", PERSON)]
    assert [verb for verb, _ in verbs(bare.wait(Broken(call_id="c", turn=1, language="en")))] == ["Pause", "Redirect"]
