"""What stories look at and do: who is who, the number in a text, a ticket, a person at a telephone."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hotline.domain.call import CallBack, Draft
from hotline.domain.message import Means, Message
from hotline.domain.ticket import State, Ticket
from tests.carrier.simulated.phone import Phone
from tests.support.city import City
from tests.support.walker import Walk

ZONE = ZoneInfo("Asia/Shanghai")
SIGNED = "【示范市12345】"
LIN, ANNA, OTHER = "+8613800138000", "+8613800138077", "+8613800138066"
LANDLINE, WITHHELD = "+861065551234", "anonymous"
QIAN, SUN, ZHAO = "+8613900010112", "+8613900010113", "+8613900010111"  # roads: two officers, then the head
ZHOU, LI = "+8613900010122", "+8613900010121"  # sanitation: first officer, head
WANG, CHU = "+8613900010132", "+8613900010142"  # first officers of street order and of the township
JIANG = "+8613900010151"  # coordinator
COVER = {LIN: "人民路12号井盖坏了", ANNA: "Broken manhole cover at 12 Renmin Road"}


def number_in(text: str) -> str:
    found = re.search(r"(\d{4})-(\d{4})", text)
    assert found, f"no ticket number in {text!r}"
    return found[1] + found[2]


def shown(number: str) -> str:
    return f"{number[:4]}-{number[4:]}"


def wrong(number: str) -> str:
    """A slip of one digit: the check digit fails."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def report(city: City, sender: str, body: str = "") -> str:
    """Somebody texts a report; the number they are told."""
    return number_in(only(city.text(sender, body or COVER[sender])))


def only(texts: list[str]) -> str:
    assert len(texts) == 1, texts
    return texts[0]


def news(city: City, number: str, act: Callable[[], object]) -> list[str]:
    """What a phone gets while something happens."""
    before = len(city.heard(number))
    act()
    city.settle()
    return city.heard(number)[before:]


def done(city: City, officer: str, number: str, words: str = "办结 {} 井盖已更换") -> None:
    city.text(officer, words.format(number))


def ticket(city: City, number: str) -> Ticket:
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
    assert found is not None
    return found


def tickets(city: City) -> tuple[Ticket, ...]:
    with city.hotline.database.reading() as store:
        return store.tickets.listing(limit=100)


def state(city: City, number: str) -> State:
    return ticket(city, number).state


def reporter(city: City, phone: str):  # type: ignore[no-untyped-def]
    with city.hotline.database.reading() as store:
        found = store.reporters.by_phone(phone)
    assert found is not None
    return found


def messages(city: City, number: str, means: Means | None = None) -> list[Message]:
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
        assert found is not None
        return [m for m in store.outbox.of_ticket(found.id) if means in (None, m.means)]


def audit(city: City, number: str) -> list[str]:
    """The ticket's story as the audit log tells it."""
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
        assert found is not None
        return [entry.action for entry in store.audit.of_chain(f"ticket:{found.id}")]


def call_backs(city: City) -> list[CallBack]:
    with city.hotline.database.reading() as store:
        return list(store.callbacks.open())


def drafts(city: City) -> list[Draft]:
    with city.hotline.database.reading() as store:
        return list(store.drafts.open())


def change_staff(city: City, phone: str, /, **changes: object) -> None:
    with city.hotline.database.writing() as store:
        person = store.city.staff_by_phone(phone)
        assert person is not None
        store.city.save_staff(replace(person, **changes))  # type: ignore[arg-type]


def at(city: City, *moment: int) -> None:
    """It is this local time now: year, month, day, hour, minute."""
    city.clock.set(datetime(*moment, tzinfo=ZONE))  # type: ignore[arg-type,misc]
    city.settle()


def dial(city: City, caller: str) -> Phone:
    return Phone(city.carrier, city.carrier.control.call(caller))


def hung_up(city: City, phone: Phone) -> None:
    """The caller puts the phone down where something is asked."""
    phone.until("gather", "record")
    city.carrier.control.hang_up(phone.call.sid)
    assert phone.call.until_over(5)
    city.settle()


def told(city: City, phone: Phone) -> list[str]:
    """To the end of the call; what was heard after the greeting."""
    phone.silence()
    heard = phone.end()
    city.settle()
    return heard[2:]


def rings(city: City, number: str, within: float = 5.0) -> Phone:
    """The phone rings and is picked up."""
    last = time.monotonic() + within
    while not (calls := city.carrier.control.ringing(number)):
        assert time.monotonic() < last, f"nobody rings {number}"
        time.sleep(0.01)
    city.carrier.control.answer(calls[0].sid)
    return Phone(city.carrier, calls[0])


def at_home(city: City, number: str) -> None:
    """Somebody is there to pick up."""
    city.carrier.control.attend(number)


def calls_to(city: City, number: str) -> int:
    """How many automated calls were ordered to this phone."""
    rows = city.carrier.control._store.rows("SELECT 1 FROM calls WHERE recipient = ? AND direction = 'outbound-api'", (number,))
    return len(rows)


def walk(city: City, caller: str, **more: str) -> Walk:
    """A call that judges every document it gets."""
    carrier = city.hotline.config.carrier
    return Walk(
        base=city.base, token=str(carrier.auth_token), account=carrier.account_sid, hotline=carrier.number, caller=caller, **more
    )
