"""Reads over many tickets at once: right rows, right counts, on both databases."""

from hotline.domain.clock_row import ClockKind
from hotline.domain.entry import EntryKind
from hotline.domain.ticket import State
from hotline.storage import Database
from tests.storage.samples import HOUR, NOW, Samples


def test_running_clocks_come_by_ticket_the_first_due_first(database: Database, make: Samples) -> None:
    tickets = [make.ticket(), make.ticket(), make.ticket()]
    with database.writing() as store:
        for ticket in tickets:
            store.tickets.add(ticket)
        late = make.clock(tickets[0].id, due_at=NOW - HOUR, kind=ClockKind.ACCEPT)
        later = make.clock(tickets[0].id, due_at=NOW + HOUR)
        met = make.clock(tickets[1].id, met_at=NOW)
        for clock in (later, late, met):
            store.clocks.add(clock)
    with database.reading() as store:
        assert store.desk.clocks_of([t.id for t in tickets]) == {tickets[0].id: (late, later)}
        assert store.desk.clocks_of([]) == {}


def test_returns_unrouted_and_unplaced_are_told_apart(database: Database, make: Samples) -> None:
    held = {"place": "a", "category": "c01-cover", "grid": "east-1", "handler": "roads"}
    returned = make.ticket(state=State.DISPATCHED, return_pending=True, **held)
    nobodys = make.ticket(state=State.RECEIVED, place="a", received_at=NOW + HOUR)
    waits = make.ticket(state=State.RECEIVED, category="c01-cover")
    done = make.ticket(state=State.CLOSED)
    moved_on = make.ticket(state=State.IN_PROGRESS, return_pending=True, **held)
    with database.writing() as store:
        for ticket in (returned, nobodys, waits, done, moved_on):
            store.tickets.add(ticket)
        store.clocks.add(make.clock(waits.id, kind=ClockKind.PLACE))
        store.entries.add(make.entry(returned.id, kind=EntryKind.RETURN, words="first", at=NOW))
        store.entries.add(make.entry(returned.id, kind=EntryKind.RETURN, words="not ours", at=NOW + HOUR))
        store.entries.add(make.entry(returned.id, words="a report", at=NOW + 2 * HOUR))
    with database.reading() as store:
        assert store.desk.returns() == (returned,)
        assert store.desk.unrouted() == (nobodys,)
        assert store.desk.unplaced() == (waits, nobodys)
        assert store.desk.return_reasons([returned.id, nobodys.id]) == {returned.id: "not ours"}
