"""By phone: what a hang-up leaves, who can't be rung back, the language of a number, a turn told twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from hotline.carrier.webhooks import sign
from hotline.domain.ticket import Channel, State
from tests.journeys.stage import (
    ANNA,
    LANDLINE,
    LIN,
    QIAN,
    WITHHELD,
    call_backs,
    dial,
    drafts,
    hung_up,
    number_in,
    only,
    reporter,
    ticket,
    tickets,
    told,
)  # fmt: skip
from tests.support.city import City

TOKEN = "token-of-the-tests"


def post(city: City, path: str, **form: str) -> requests.Response:
    url = path if path.startswith("http") else city.base + path
    return requests.post(url, data=form, headers={"X-Twilio-Signature": sign(TOKEN, url, form)}, timeout=30)


def test_a_hang_up_half_way_keeps_a_draft_and_somebody_rings_back(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    hung_up(city, phone)
    assert only(drafts(city)).category == "c01-cover"  # type: ignore[arg-type,attr-defined]
    assert [c.reason for c in call_backs(city)] == ["draft"]
    assert "最迟今天10:50" in only(city.heard(LIN))
    assert tickets(city) == ()


def test_a_hang_up_at_the_greeting_leaves_nothing(city: City) -> None:
    hung_up(city, dial(city, LIN))
    assert drafts(city) == call_backs(city) == city.heard(LIN) == []


def test_danger_told_and_the_line_put_down_is_a_ticket_at_once(city: City) -> None:
    phone = dial(city, LIN)
    phone.speak("家里煤气漏气了")
    hung_up(city, phone)
    made = only(list(tickets(city)))  # type: ignore[arg-type]
    assert (made.urgent, made.category, made.state) == (True, "05-gas", State.DISPATCHED)  # type: ignore[attr-defined]
    assert len(city.heard(QIAN)) == 1


def test_a_recording_that_comes_after_the_end_of_its_call_is_a_report_and_no_draft(city: City) -> None:
    call = {"AccountSid": "AC1", "CallSid": "CAlate", "From": LIN, "To": "+861012345678", "CallStatus": "in-progress"}
    first = post(city, "/voice", **call).text
    call_id = first.split("/carrier/calls/")[1].split("/")[0]
    post(city, f"/carrier/calls/{call_id}/1", **call, Digits="1")
    post(city, f"/carrier/calls/{call_id}/2", **call, Digits="1")
    post(city, "/carrier/status", **call | {"CallStatus": "completed"})
    assert len(drafts(city)) == 1
    recording = {"RecordingUrl": "https://x/RElate", "RecordingSid": "RElate", "RecordingDuration": "7", "Digits": "hangup"}
    post(city, f"/carrier/calls/{call_id}/3", **call, **recording)
    assert drafts(city) == call_backs(city) == []
    assert only(list(tickets(city))).channel is Channel.VOICE  # type: ignore[arg-type,attr-defined]


def test_a_withheld_caller_gets_number_and_code_and_hears_the_state_by_keying_it(city: City) -> None:
    phone = dial(city, WITHHELD)
    phone.press("1")
    phone.press("4")
    phone.speak("工地半夜打桩")
    heard = "".join(told(city, phone))
    assert "查询码是" in heard
    number = tickets(city)[0].number
    assert tickets(city)[0].reporter_id is None
    again = dial(city, WITHHELD)
    again.press("2")
    again.press(f"{number}#")
    assert "城管执法队" in "".join(told(city, again))
    other = dial(city, WITHHELD)
    other.press("0")
    other.silence()
    assert "无法回电" in "".join(other.end())
    assert call_backs(city) == []


def test_zero_brings_a_call_back_once_however_often_it_is_asked_for(city: City) -> None:
    for _ in range(2):
        phone = dial(city, LANDLINE)
        phone.press("0")
        phone.silence()
        assert "最迟今天上午十点五十" in "".join(phone.end())
        city.settle()
    assert [c.reason for c in call_backs(city)] == ["person"]


def test_the_language_chosen_by_key_stays_with_the_number(city: City) -> None:
    phone = dial(city, ANNA)
    phone.press("8")
    phone.press("1")
    phone.press("1")
    phone.speak("North gate of Jianshe Road School")
    phone.silence()
    phone.end()
    city.settle()
    assert reporter(city, ANNA).language == "en"
    assert "number" in city.heard(ANNA)[0].lower() or "no." in city.heard(ANNA)[0].lower()
    second = dial(city, ANNA)
    second.silence()
    assert second.heard()[0].startswith("Hello")
    hung_up(city, second)


def test_star_at_the_recording_corrects_the_category(city: City) -> None:
    phone = dial(city, LIN)
    phone.speak("路灯不亮")
    phone.press("*")
    phone.press("1")
    phone.speak("建设路小学北门")
    told(city, phone)
    assert only(list(tickets(city))).category == "c01-cover"  # type: ignore[arg-type,attr-defined]


def test_the_same_turn_twice_gets_the_same_bytes_and_changes_nothing(city: City) -> None:
    call = {"AccountSid": "AC1", "CallSid": "CAtwice", "From": LIN, "To": "+861012345678", "CallStatus": "in-progress"}
    first = post(city, "/voice", **call)
    assert post(city, "/voice", **call).content == first.content
    address = f"/carrier/calls/{first.text.split('/carrier/calls/')[1].split('/')[0]}/1"
    once = post(city, address, **call, Digits="1")
    assert post(city, address, **call, Digits="1").content == once.content
    assert post(city, address, **call, Digits="2").content == once.content, "a late other answer to an old turn"


@pytest.mark.parametrize("keys", [("1", "1"), ("1", "2")])
def test_of_two_at_once_one_wins_and_both_hear_the_same(city: City, keys: tuple[str, str]) -> None:
    call = {"AccountSid": "AC1", "CallSid": "CArace", "From": LIN, "To": "+861012345678", "CallStatus": "in-progress"}
    address = f"/carrier/calls/{post(city, '/voice', **call).text.split('/carrier/calls/')[1].split('/')[0]}/1"
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda key: post(city, address, **call, Digits=key).content, keys))
    assert answers[0] == answers[1]


def test_progress_and_chase_by_the_callers_own_ticket(city: City) -> None:
    number = number_in(city.text(LIN, "人民路12号井盖坏了")[0])
    phone = dial(city, LIN)
    phone.press("2")
    phone.press("1")
    heard = "".join(told(city, phone))
    assert "催办已经记下" in heard
    assert ticket(city, number).chases == 1
    assert len(city.heard(QIAN)) == 2
