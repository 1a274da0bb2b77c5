"""An event the city knows of: callers of the ticket's area hear of it first, and may follow it with a key."""

from collections.abc import Mapping

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.known_event import KnownEvent
from hotline.domain.staff import Staff
from hotline.domain.ticket import IN_WORK
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand, may_see
from hotline.services.work import working

LONGEST = 60  # characters: with the rest of its prompt under 20 seconds
STOPS = " 。.!！"


def announce(parts: Parts, staff: Staff, number: str, words: Mapping[str, str]) -> None:
    """``words``: language → a sentence; the city's first language must be there. NotFound; RuleError: no_words, too_long,
    unknown_grid, not_in_work, already_announced."""
    said = {language: text.strip().rstrip(STOPS) for language, text in words.items() if text.strip()}
    if parts.languages[0] not in said:
        raise RuleError("no_words")
    if any(len(text) > (LONGEST if language == parts.languages[0] else 2 * LONGEST) for language, text in said.items()):
        raise RuleError("too_long")
    retried(lambda: _announce(parts, staff, number, said))


def _announce(parts: Parts, staff: Staff, number: str, words: Mapping[str, str]) -> None:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or not may_see(staff, ticket):
            raise NotFound("ticket")
        if ticket.grid is None:
            raise RuleError("unknown_grid")
        if ticket.state not in IN_WORK:
            raise RuleError("not_in_work")
        if any(event.ticket_id == ticket.id for event in work.store.known_events.current()):
            raise RuleError("already_announced")
        event = KnownEvent(id=parts.ids.new(), ticket_id=ticket.id, grid=ticket.grid, words=words, began_at=work.now)
        work.store.known_events.add(event)
        work.audit(f"ticket:{ticket.id}", "announced", hand(staff), {"grid": ticket.grid})


def end_announcement(parts: Parts, staff: Staff, number: str) -> None:
    """Callers hear no more of it. NotFound where nothing is announced."""
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or not work.store.known_events.end(ticket.id, work.now):
            raise NotFound("announcement")
        work.audit(f"ticket:{ticket.id}", "announcement_ended", hand(staff), {})
