"""Somebody says on the phone that they are threatened for having reported: a protection ticket, and the desk learns nothing."""

import pytest

from hotline.domain.staff import Role
from hotline.domain.ticket import Kind
from tests.carrier.simulated.phone import Phone
from tests.journeys.stage import (
    ANNA,
    JIANG,
    LANDLINE,
    LIN,
    OTHER,
    WITHHELD,
    call_backs,
    dial,
    drafts,
    news,
    number_in,
    only,
    report,
    shown,
    tickets,
)  # fmt: skip
from tests.support.city import City
from tests.support.desk import at_desk

QIN = "+8613900010175"  # the protection officer


@pytest.mark.parametrize(("caller", "words"), [
    (LIN, "我被报复了"), (LIN, "被报复"), (LANDLINE, "我因为举报被打击报复"), (LIN, "我举报了黑作坊，老板威胁我"),
    (OTHER, "我俾人報復"),
])
def test_whoever_says_so_gets_a_person_within_two_hours_and_the_desk_hears_nothing(city: City, caller: str, words: str) -> None:
    phone = dial(city, caller)
    told = news(city, QIN, lambda: _says(city, phone, words))
    number = number_in(only(told))
    with city.hotline.database.reading() as store:
        [found] = store.tickets.listing(protection=True)
        assert words in [entry.words for entry in store.entries.of_ticket(found.id)]
    assert (found.number, found.kind, found.sealed) == (number, Kind.PROTECTION, True)
    assert [each.ticket_id for each in call_backs(city)] == [found.id]
    assert (tickets(city), drafts(city), city.heard(JIANG)) == ((), [], [])
    for role in (Role.COORDINATOR, Role.OPERATOR):
        desk = at_desk(city, role)
        for page in ("/console/due", "/console/queue", "/console/tickets?state=all"):
            desk.get(page)
            assert not [each for each in (shown(number), words, "报复") if each in desk.said], page
    protector = at_desk(city, Role.PROTECTION)
    protector.get("/console/due")
    assert shown(number) in protector.said


def _says(city: City, phone: Phone, words: str, heard: str = "专人给您回电") -> None:
    phone.speak(words)
    phone.until("record")
    assert heard in "".join(phone.heard()), phone.heard()
    city.carrier.control.hang_up(phone.call.sid)
    assert phone.call.until_over(5)
    city.settle()


def test_in_english_too_and_after_a_key(city: City) -> None:
    city.text(ANNA, "english")
    phone = dial(city, ANNA)
    phone.press("1")
    told = news(city, QIN, lambda: _says(city, phone, "I am being threatened because I reported", "One of them will call you"))
    assert number_in(only(told))
    assert (tickets(city), drafts(city)) == ((), [])


def test_what_is_recorded_then_is_for_protection_officers_ears(city: City) -> None:
    phone = dial(city, LIN)
    phone.speak("我被报复了")
    phone.speak("他们砸了我家的窗")
    phone.end()
    city.settle()
    with city.hotline.database.reading() as store:
        [found] = store.tickets.listing(protection=True)
        [kept] = store.recordings.of_ticket(found.id)
    for role, status in ((Role.COORDINATOR, 404), (Role.OPERATOR, 404), (Role.PROTECTION, 200)):
        assert at_desk(city, role).get(f"/console/recordings/{kept.id}").status_code == status
    assert drafts(city) == []


def test_a_withheld_caller_is_asked_how_to_be_found(city: City) -> None:
    phone = dial(city, WITHHELD)
    told = news(city, QIN, lambda: _says(city, phone, "我被报复了", "怎样能找到您"))
    assert number_in(only(told))
    assert (tickets(city), drafts(city)) == ((), [])
    protector = at_desk(city, Role.PROTECTION)
    protector.get("/console/due")
    assert shown(number_in(only(told))) in protector.said


def test_who_texts_only_is_promised_a_text_and_who_said_it_before_is_one_ticket(city: City) -> None:
    city.text(LIN, "只发短信")
    city.text(LIN, "被报复")
    told = news(city, QIN, lambda: _says(city, dial(city, LIN), "我被报复了", "专人发短信给您，不打电话"))
    assert "又联系了我们" in only(told)
    with city.hotline.database.reading() as store:
        assert len(store.tickets.listing(protection=True)) == len(store.callbacks.open()) == 1


def test_its_number_is_unknown_on_the_phone(city: City) -> None:
    number = report(city, LIN)
    city.text(LIN, "被报复")
    with city.hotline.database.reading() as store:
        [found] = store.tickets.listing(protection=True)
    heard = []
    for keyed in ("12345671", found.number):
        phone = dial(city, LIN)
        phone.press("2")
        phone.press("2")
        phone.press(f"{keyed}#")
        phone.until("gather")
        heard.append(phone.heard()[-1])
        hung_up_now(city, phone)
    assert heard[0] == heard[1]
    assert number != found.number


def hung_up_now(city: City, phone: Phone) -> None:
    city.carrier.control.hang_up(phone.call.sid)
    assert phone.call.until_over(5)
    city.settle()
