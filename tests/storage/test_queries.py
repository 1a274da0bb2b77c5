"""What the shelves find: by person, by state, by what is due."""

from dataclasses import replace

from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.ticket import State
from hotline.storage import Database, Keys
from tests.storage.samples import HOUR, NOW, PHONE, Samples


def test_open_and_latest_tickets_of_a_reporter_newest_first(database: Database, make: Samples) -> None:
    reporter, stranger = make.reporter(), make.reporter()
    rows = [make.ticket(reporter_id=reporter.id, state=state, received_at=NOW + n * HOUR) for n, state in enumerate(State)]
    with database.writing() as store:
        store.reporters.add(reporter)
        store.reporters.add(stranger)
        for row in [*rows, make.ticket(reporter_id=stranger.id)]:
            store.tickets.add(row)
        over = {State.CLOSED, State.WITHDRAWN, State.REJECTED, State.MERGED}
        still = [row for row in reversed(rows) if row.state not in over]
        assert list(store.tickets.open_of(reporter.id)) == still
        assert list(store.tickets.open_of(reporter.id, limit=2)) == still[:2]
        assert list(store.tickets.latest_of(reporter.id, limit=3)) == rows[:-4:-1]


def test_what_an_officer_has_in_hand(database: Database, make: Samples) -> None:
    rows = [make.ticket(officer_id="o-1", state=state, received_at=NOW + n * HOUR) for n, state in enumerate(State)]
    with database.writing() as store:
        for row in [*rows, make.ticket(officer_id="o-2", state=State.ACCEPTED)]:
            store.tickets.add(row)
        states = [row.state for row in store.tickets.of_officer("o-1")]
    assert states == [State.DISPATCHED, State.ACCEPTED, State.IN_PROGRESS, State.PLANNED]


def test_a_look_up_code_fits_one_ticket_only(database: Database, make: Samples) -> None:
    with database.writing() as store:
        ticket = make.ticket(number="26417301", code_hash=store.tickets.code_hash("26417301", "4711"))
        bare = make.ticket(number="12345671")
        store.tickets.add(ticket)
        store.tickets.add(bare)
        assert store.tickets.by_number_and_code("26417301", "4711") == ticket
        assert store.tickets.by_number_and_code("26417301", "4712") is None
        assert store.tickets.by_number_and_code("12345671", "4711") is None
        assert store.tickets.by_number_and_code("99999999", "4711") is None
    assert "4711" not in str(ticket.code_hash)


def test_the_work_list_filters_searches_and_pages(database: Database, make: Samples) -> None:
    rows = [
        make.ticket(
            state=State.ACCEPTED if n % 2 else State.RECEIVED,
            handler="roads" if n < 4 else "order",
            officer_id="o-1" if n == 1 else None,
            number=f"2641730{n}",
            received_at=NOW + n // 2 * HOUR,
        )
        for n in range(6)
    ]
    newest = rows[::-1]
    with database.writing() as store:
        for row in rows:
            store.tickets.add(row)
        listing = store.tickets.listing
        assert list(listing()) == newest
        assert list(listing(states=[State.ACCEPTED])) == newest[::2]
        assert list(listing(department="roads", states=[State.RECEIVED])) == [rows[2], rows[0]]
        assert list(listing(officer="o-1")) == [rows[1]]
        assert list(listing(search_number="2641-7303")) == [rows[3]]
        assert list(listing(search_number="2641-")) == newest
        assert listing(search_number="730") == ()
        assert listing(states=[]) == ()
        first = listing(limit=3)
        assert list(first + listing(limit=9, before=first[-1].id)) == newest
        counts = store.tickets.counts()
    assert counts[State.RECEIVED] == counts[State.ACCEPTED] == 3
    assert set(counts) == set(State)


def test_a_number_hashed_under_an_older_key_is_still_found(migrated_url: str, database: Database, make: Samples) -> None:
    reporter = make.reporter(phone=PHONE)
    with database.writing() as store:
        store.reporters.add(reporter)
    exchanged = Database(
        migrated_url, Keys(data=b"D" * 32, lookup=b"L" * 32, audit=b"A" * 32, older_data=(b"d" * 32,),
                           older_lookup=(b"l" * 32,), older_audit=(b"a" * 32,)),
    )  # fmt: skip
    with exchanged.writing() as store:
        assert store.reporters.by_phone(PHONE) == reporter
        store.reporters.save(reporter)
        assert store.reporters.by_phone(PHONE) == replace(reporter, version=1)
    exchanged.dispose()
    with database.reading() as store:
        assert store.reporters.by_phone(PHONE) is None, "it was written under the new key"


def test_clocks_ring_by_rung_and_stop_when_met_or_stopped(database: Database, make: Samples) -> None:
    ticket = make.ticket()
    due = {"due_at": NOW, "warn_at": NOW - HOUR, "committee_at": NOW + HOUR}
    later = NOW + 9 * HOUR
    clocks = {
        "warn": make.clock(ticket.id, warn_at=NOW, due_at=later),
        "late": make.clock(ticket.id, **due, warned_at=NOW),
        "committee": make.clock(ticket.id, **due | {"committee_at": NOW}, warned_at=NOW, late_at=NOW),
        "done": make.clock(ticket.id, **due, warned_at=NOW, late_at=NOW, committee_told_at=NOW),
        "not yet": make.clock(ticket.id, warn_at=later, due_at=later),
        "no warning": make.clock(ticket.id, warn_at=None, due_at=later, committee_at=None),
        "met": make.clock(ticket.id, **due, met_at=NOW),
        "committee before late": make.clock(ticket.id, due_at=later, warned_at=NOW, committee_at=NOW),
    }
    with database.writing() as store:
        store.tickets.add(ticket)
        for clock in clocks.values():
            store.clocks.add(clock)
        assert names(store.clocks.due(NOW, 99), clocks) == {"warn", "late", "committee"}
        assert len(store.clocks.due(NOW, 1)) == 1
        assert store.clocks.stop(ticket.id, (), NOW) == 7
        assert store.clocks.due(NOW, 99) == ()
        assert store.clocks.of_ticket(ticket.id) == ()
        kept = {clock.id: clock for clock in store.clocks.of_ticket(ticket.id, open_only=False)}
    assert kept[clocks["late"].id].met_at is None, "a stopped clock is not a kept promise"


def names(found: tuple[Clock, ...], clocks: dict[str, Clock]) -> set[str]:
    by_id = {clock.id: name for name, clock in clocks.items()}
    return {by_id[clock.id] for clock in found}


def test_only_the_newest_round_is_met(database: Database, make: Samples) -> None:
    ticket, other = make.ticket(), make.ticket()
    old, new = make.clock(ticket.id), make.clock(ticket.id, round=1)
    accept = make.clock(ticket.id, round=1, kind=ClockKind.ACCEPT)
    foreign = make.clock(other.id, round=5)
    with database.writing() as store:
        for one in (ticket, other):
            store.tickets.add(one)
        for clock in (old, new, accept, foreign):
            store.clocks.add(clock)
        assert store.clocks.meet(ticket.id, [ClockKind.RESPONSE, ClockKind.RESULT], NOW) == 1
        assert store.clocks.meet(ticket.id, [ClockKind.RESPONSE], NOW) == 0
        assert {clock.id for clock in store.clocks.of_ticket(ticket.id)} == {old.id, accept.id}
        assert store.clocks.of_ticket(other.id) == (foreign,)


def test_surveys_due_for_a_call_or_to_close(database: Database, make: Samples) -> None:
    tickets = [make.ticket() for _ in range(5)]
    at = {"call_at": NOW, "close_at": NOW}
    waiting = make.survey(tickets[0].id, **at)
    called = make.survey(tickets[1].id, **at, called_at=NOW)
    begun = make.survey(tickets[2].id, **at, solved=1)
    closed = make.survey(tickets[3].id, **at, closed_at=NOW)
    early = make.survey(tickets[4].id)
    with database.writing() as store:
        for ticket in tickets:
            store.tickets.add(ticket)
        for survey in (waiting, called, begun, closed, early):
            store.surveys.add(survey)
        assert store.surveys.due_call(NOW, 9) == (waiting,)
        assert set(s.id for s in store.surveys.due_close(NOW, 9)) == {waiting.id, called.id, begun.id}  # noqa: C401
        assert store.surveys.open_of(tickets[2].id) == begun
        again = make.survey(tickets[3].id, round=1)
        store.surveys.add(again)
        assert store.surveys.latest_of(tickets[3].id) == again


def test_the_newest_open_question_of_a_person(database: Database, make: Samples) -> None:
    reporter, ticket = make.reporter(), make.ticket()
    mine = {"reporter_id": reporter.id, "ticket_id": ticket.id}
    first = make.question(**mine, words="人民路那边", options=("t-1", "t-2"), word="STATUS")
    second = make.question(**mine, kind="solved", survey_id="s-1", asked_at=NOW + HOUR)
    expired = make.question(**mine, asked_at=NOW + 2 * HOUR, expires_at=NOW)
    with database.writing() as store:
        store.reporters.add(reporter)
        store.tickets.add(ticket)
        for question in (second, first, expired):
            store.questions.add(question)
        assert store.questions.open_for(reporter_id=reporter.id, now=NOW) == second
        assert store.questions.open_for(staff_id="o-1", now=NOW) is None
        store.questions.close_ticket(ticket.id, NOW, kinds=["place"])
        assert store.questions.open_for(reporter_id=reporter.id, now=NOW) == second
        store.questions.close_survey("s-1", NOW)
        assert store.questions.open_for(reporter_id=reporter.id, now=NOW) is None
        store.questions.add(replace(first, id="q-9"))
        assert store.questions.open_for(reporter_id=reporter.id, now=NOW) == replace(first, id="q-9")
        store.questions.close_ticket(ticket.id, NOW)
        assert store.questions.open_for(reporter_id=reporter.id, now=NOW) is None


def test_calls_that_never_ended_and_call_backs_by_urgency(database: Database, make: Samples) -> None:
    reporter = make.reporter()
    hung, fresh = make.call(started_at=NOW - HOUR), make.call()
    later, sooner = make.callback(reporter_id=reporter.id), make.callback(due_at=NOW)
    with database.writing() as store:
        store.reporters.add(reporter)
        store.calls.add(hung)
        store.calls.add(fresh)
        store.callbacks.add(later)
        store.callbacks.add(sooner)
        assert store.calls.still_up(NOW) == (hung,)
        assert store.callbacks.open() == (sooner, later)
        assert store.callbacks.open_of(reporter.id) == (later,)
        store.callbacks.done(later.id, "o-1", NOW)
        assert store.callbacks.open() == (sooner,)
