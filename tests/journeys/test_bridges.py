"""Somebody of the city and a resident speak through the hotline: neither sees the other's number, and what came of it is kept."""

import pytest

from hotline.domain.call import Talk
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.message import Delivery, Means
from tests.carrier.simulated.phone import Phone
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
    messages,
    only,
    report,
    rings,
    shown,
    ticket,
    tickets,
    told,
)  # fmt: skip
from tests.support.city import City

HOTLINE = "+861012345678"
BUSY, AWAY = "+8613800138001", "+8613800138002"


def facts(city: City, number: str, action: str) -> list[dict[str, object]]:
    with city.hotline.database.reading() as store:
        found = store.audit.of_chain(f"ticket:{ticket(city, number).id}")
        return [dict(entry.facts) for entry in found if entry.action == action]


def clock(city: City, number: str, kind: ClockKind) -> Clock:
    with city.hotline.database.reading() as store:
        found = store.clocks.of_ticket(ticket(city, number).id, open_only=False)
    return next(c for c in found if c.kind is kind)


def recordings(city: City, number: str) -> list[Talk | None]:
    with city.hotline.database.reading() as store:
        return [r.talk for r in store.recordings.of_ticket(ticket(city, number).id)]


def called(city: City, number: str, officer: str = QIAN, word: str = "联系") -> Phone:
    """The officer texts the word; their phone rings and is picked up."""
    at_home(city, officer)
    city.text(officer, f"{word} {number}")
    return rings(city, officer)


def talk(city: City, officer: Phone, resident: str) -> Phone:
    """1 is pressed, the resident picks up, the two speak."""
    at_home(city, resident)
    officer.press("1")
    other = rings(city, resident)
    other.until("bridge")
    officer.until("bridge")
    return other


def hangs_up(city: City, phone: Phone) -> None:
    city.carrier.control.hang_up(phone.call.sid)
    assert phone.call.until_over(5)
    city.settle()


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
