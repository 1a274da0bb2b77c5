"""An officer rings a resident through the hotline: neither sees the other's number, a talk is the response, a ring is not."""

import pytest

from hotline.domain.call import Talk
from hotline.domain.clock_row import ClockKind
from hotline.domain.message import Delivery, Means
from tests.carrier.simulated.phone import Phone
from tests.journeys.joined import AWAY, BUSY, HOTLINE, clock, facts, hangs_up, recordings, talk
from tests.journeys.stage import (
    ANNA,
    JIANG,
    LIN,
    QIAN,
    SUN,
    WITHHELD,
    ZHAO,
    at,
    at_home,
    calls_to,
    change_staff,
    dial,
    hung_up,
    messages,
    only,
    report,
    rings,
    ticket,
    tickets,
    told,
    walk,
)  # fmt: skip
from tests.support.city import City


def called(city: City, number: str, officer: str = QIAN, word: str = "联系") -> Phone:
    """The officer texts the word; their phone rings and is picked up."""
    at_home(city, officer)
    city.text(officer, f"{word} {number}")
    return rings(city, officer)


def test_an_officers_call_joins_the_two_and_is_the_response(city: City) -> None:
    number = report(city, LIN)
    officer = called(city, number)
    resident = talk(city, officer, LIN)
    offer = officer.heard()[0]
    assert "井盖" in offer
    assert offer.endswith("接通，请按1。")
    assert "人民路" not in offer, "nothing that tells who or where it was"
    assert resident.heard() == ["您好，示范市幺二三四五热线给您回电，通话会录音。"]
    assert officer.call.sender == resident.call.sender == HOTLINE, "neither sees the other's number"
    city.carrier.control.speak(officer.call.sid, "明天上午来修")
    city.carrier.control.hang_up(resident.call.sid)
    officer.silence()
    assert officer.end()[-1] == "已经记下。再见。"
    city.settle()
    assert facts(city, number, "bridged") == [{"outcome": "talked", "seconds": 0, "why": "officer"}]
    assert facts(city, number, "responded") == [{"by": "call", "proof": "talked"}]
    assert clock(city, number, ClockKind.RESPONSE).met_at == city.clock.now()
    assert recordings(city, number) == [Talk.OFFICER]
    assert only([m.state for m in messages(city, number, Means.CALL)]) is Delivery.DELIVERED  # type: ignore[arg-type, comparison-overlap]


def test_a_mere_ring_is_no_response_and_the_officer_hears_what_came_of_it(city: City) -> None:
    for caller, said, outcome in ((BUSY, "正在通话", "busy"), (AWAY, "没有接听", "no_answer")):
        number = report(city, caller, "人民路12号井盖坏了")
        officer = called(city, number)
        officer.press("1")
        heard = officer.end()[-1]
        assert heard.startswith("没有接通")
        assert said in heard
        city.settle()
        assert [f["outcome"] for f in facts(city, number, "bridged")] == [outcome]
        assert facts(city, number, "responded") == []
        assert clock(city, number, ClockKind.RESPONSE).met_at is None


def test_a_mailbox_that_picked_up_is_no_talk_when_the_officer_says_so(city: City) -> None:
    number = report(city, LIN)
    officer = called(city, number)
    hangs_up(city, talk(city, officer, LIN))
    officer.press("2")
    assert officer.end()[-1].startswith("没有接通，对方没有接听")
    assert [f["outcome"] for f in facts(city, number, "bridged")] == ["no_answer"]
    assert facts(city, number, "responded") == []


def test_the_officer_who_hangs_up_first_has_talked_all_the_same(city: City) -> None:
    number = report(city, LIN)
    officer = called(city, number)
    talk(city, officer, LIN)
    hangs_up(city, officer)
    assert [f["outcome"] for f in facts(city, number, "bridged")] == ["talked"]
    assert len(facts(city, number, "responded")) == 1


@pytest.mark.parametrize("end_first", [True, False])
def test_a_talk_counts_in_whatever_order_its_end_is_told_and_once(city: City, end_first: bool) -> None:
    number = report(city, LIN)
    at_home(city, QIAN)
    city.text(QIAN, f"联系 {number}")
    message = only([m.id for m in messages(city, number, Means.CALL)])
    call = walk(city, QIAN, direction="outbound-api").dial(f"/carrier/outbound/{message}").press("1")
    assert "热线给您回电" in call.whisper()
    ended = {"CallStatus": "completed", "CallDuration": "60"}
    told = [lambda: call.tell(f"{city.base}/carrier/outbound/{message}/status", ended), lambda: call.dial_ended(seconds=42)]
    for tell in told if end_first else reversed(told):
        tell()
    call.again()
    assert facts(city, number, "bridged") == [{"outcome": "talked", "seconds": 42, "why": "officer"}]
    assert len(facts(city, number, "responded")) == 1


def test_who_does_not_press_one_rings_nobody_and_is_not_rung_again(city: City) -> None:
    number = report(city, LIN)
    hung_up(city, called(city, number))
    city.later(hours=1)
    assert (calls_to(city, LIN), calls_to(city, QIAN)) == (0, 1)
    assert facts(city, number, "bridged") == []
    assert only([m.state for m in messages(city, number, Means.CALL)]) is Delivery.UNDELIVERED  # type: ignore[arg-type, comparison-overlap]
    hung_up(city, called(city, number))
    assert calls_to(city, QIAN) == 2, "asked for again, it rings again"


def test_the_resident_hears_their_own_language_and_the_officer_theirs(city: City) -> None:
    change_staff(city, QIAN, language="en")
    officer = called(city, report(city, LIN), word="CALL")
    resident = talk(city, officer, LIN)
    assert "To ring them now, press 1." in officer.heard()[0]
    assert "热线给您回电" in resident.heard()[0]
    hangs_up(city, officer)
    change_staff(city, QIAN, language="zh-CN")
    officer = called(city, report(city, ANNA, "Street light broken at 20 Renmin Road"))
    assert "is calling you back. This call is recorded." in talk(city, officer, ANNA).heard()[0]


def test_one_without_a_number_can_not_be_rung_and_the_officer_is_told(city: City) -> None:
    phone = dial(city, WITHHELD)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号门口")
    told(city, phone)
    number = only([t.number for t in tickets(city)])
    assert only(city.text(QIAN, f"联系 {number}")).endswith("没有留号码，打不了电话。")
    assert calls_to(city, QIAN) == 0


def test_a_sealed_reporter_is_not_rung_by_the_department(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号门口")
    phone.press("9")
    hung_up(city, phone)
    number = only([t.number for t in tickets(city)])
    assert ticket(city, number).sealed
    assert "已保密，不能给反映人打电话" in only(city.text(QIAN, f"联系 {number}"))
    assert calls_to(city, QIAN) == 0


def test_whose_texts_were_stopped_may_still_be_rung(city: City) -> None:
    number = report(city, LIN)
    city.text(LIN, "退订")
    hangs_up(city, talk(city, called(city, number), LIN))


def test_at_night_the_officer_hears_from_when_on_unless_it_is_urgent(city: City) -> None:
    number = report(city, LIN)
    at(city, 2026, 11, 23, 22, 30)
    refused = only(city.text(QIAN, f"联系 {number}"))
    assert "休息时间，明天08:00以后可以联系" in refused
    assert calls_to(city, QIAN) == 0
    urgent = report(city, ANNA, "Gas leak at 20 Renmin Road")
    city.text(QIAN, f"接单 {urgent}")  # else the duty calls ring that phone
    talk(city, called(city, urgent), ANNA)


def test_a_word_sent_twice_rings_once(city: City) -> None:
    number = report(city, LIN)
    at_home(city, QIAN)
    city.text(QIAN, f"联系 {number}")
    assert "正在打您的电话" in only(city.text(QIAN, f"联系 {number}"))
    rings(city, QIAN)
    assert calls_to(city, QIAN) == 1


@pytest.mark.parametrize("officer", [SUN, ZHAO, JIANG])
def test_only_the_department_that_has_it_may_ring(town: City, officer: str) -> None:
    number = report(town, LIN, "人民路12号垃圾没人清")
    town.text(officer, f"联系 {number}")
    assert calls_to(town, officer) == calls_to(town, LIN) == 0
