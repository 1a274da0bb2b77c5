"""Reads over many tickets at once: right rows, right counts, on both databases."""

from datetime import timedelta

from hotline.domain.clock_row import ClockKind
from hotline.domain.entry import EntryKind
from hotline.domain.figures import Figures, Share
from hotline.domain.ticket import ClosedAs, State
from hotline.storage import Database
from tests.storage.samples import HOUR, NOW, Samples

DAY = timedelta(days=1)
SINCE = NOW - 30 * DAY


def _figures(database: Database) -> Figures:
    with database.reading() as store:
        return store.desk.figures(SINCE, NOW)


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


def test_an_empty_city_has_figures_without_a_share(database: Database) -> None:
    figures = _figures(database)
    assert figures == Figures(since=SINCE, until=NOW)
    assert figures.result.percent is None


def test_tickets_count_in_the_period_only(database: Database, make: Samples) -> None:
    long_ago = NOW - 40 * DAY
    rows = [
        make.ticket(state=State.DISPATCHED, handler="roads"),
        make.ticket(state=State.RESOLVED, handler="roads", resolved_at=NOW - DAY),
        make.ticket(state=State.CLOSED, handler="roads", received_at=long_ago, resolved_at=long_ago, closed_at=NOW - DAY,
                    closed_as=ClosedAs.VERDICT),
        make.ticket(state=State.CLOSED, received_at=long_ago, closed_at=long_ago, closed_as=ClosedAs.SILENCE),
        make.ticket(state=State.ACCEPTED, handler="order", received_at=long_ago),
    ]  # fmt: skip
    with database.writing() as store:
        for row in rows:
            store.tickets.add(row)
    figures = _figures(database)
    assert (figures.received, figures.resolved, figures.closed_in_all) == (2, 1, 1)
    assert figures.closed == {ClosedAs.VERDICT: 1}
    assert figures.in_work == {"roads": 1, "order": 1}


def test_a_promise_counts_when_it_was_kept_or_missed(database: Database, make: Samples) -> None:
    ticket, other = make.ticket(), make.ticket()
    day_ago, ahead = NOW - DAY, NOW + DAY
    clocks = {
        "kept": make.clock(ticket.id, due_at=ahead, met_at=day_ago),
        "missed": make.clock(ticket.id, due_at=day_ago),
        "met too late": make.clock(ticket.id, due_at=day_ago, met_at=NOW),
        "running": make.clock(ticket.id, due_at=ahead),
        "long ago": make.clock(ticket.id, due_at=NOW - 60 * DAY, met_at=NOW - 61 * DAY),
        "reopened": make.clock(ticket.id, kind=ClockKind.RESULT, round=1, started_at=day_ago, due_at=ahead),
        "another kind": make.clock(ticket.id, kind=ClockKind.ACCEPT, due_at=day_ago),
    }
    ended = {"in time": make.clock(other.id, due_at=ahead), "after it was due": make.clock(other.id, due_at=NOW - 2 * DAY)}
    with database.writing() as store:
        for row in (ticket, other):
            store.tickets.add(row)
        for clock in (*clocks.values(), *ended.values()):
            store.clocks.add(clock)
        store.clocks.stop(other.id, (), day_ago)
    figures = _figures(database)
    assert figures.response == Share(kept=1, decided=4, running=1, ended=1)
    assert figures.response.percent == 25
    assert figures.result == Share(running=1)
    assert figures.reopened == 1
