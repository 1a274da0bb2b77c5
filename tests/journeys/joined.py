"""Two lines joined, for stories: a phone that is picked up, 1, the other phone, and what was kept of it."""

from hotline.domain.call import Talk
from hotline.domain.clock_row import Clock, ClockKind
from tests.carrier.simulated.phone import Phone
from tests.journeys.stage import at_home, rings, ticket
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
