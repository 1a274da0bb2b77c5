"""How often PostgreSQL is asked: each round trip costs a text or a turn a tenth of a millisecond and more."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from hotline.domain.errors import Conflict
from hotline.storage import Database, migrate
from tests.storage.samples import KEYS, NOW, PHONE, RESIDENT, Samples
from tests.support.postgres import Postgres


@pytest.fixture
def database(postgres: Postgres) -> Iterator[Database]:
    name = postgres.create()
    migrate(postgres.url(name))
    opened = Database(postgres.url(name), KEYS, pool_size=1)
    yield opened
    opened.dispose()
    postgres.drop(name)


@contextmanager
def told(database: Database) -> Iterator[Callable[[], list[str]]]:
    """What libpq sends meanwhile: the messages after which it waits for an answer."""
    with database._engine.connect() as connection:
        line = connection.connection.driver_connection
    assert line is not None
    with tempfile.TemporaryFile("w+") as trace:
        line.pgconn.trace(trace.fileno())
        yield lambda: _trips(trace)
        line.pgconn.untrace()


def _trips(trace: IO[str]) -> list[str]:
    trace.seek(0)
    sent = [row.split("\t")[3].strip() for row in trace if "\tF\t" in row]
    return [message for message in sent if message in {"Sync", "Query"}]


def test_everything_a_text_writes_goes_in_one_statement(database: Database, make: Samples) -> None:
    def text(sid: str, phone: str) -> None:
        reporter = make.reporter(phone=phone)
        ticket = make.ticket(reporter_id=reporter.id, place="人民路12号")
        with database.writing() as store:
            assert store.reporters.by_phone(phone) is None
            store.webhooks.add("AC1", "text", sid, "", NOW)
            store.reporters.add(reporter)
            store.tickets.add(ticket)
            store.audit.append(f"ticket:{ticket.id}", "received", RESIDENT, {}, None, NOW, new=True)
            store.clocks.add(make.clock(ticket.id))
            store.outbox.add(make.message(ticket_id=ticket.id))

    text("SM1", PHONE)  # the first on a connection has its statements prepared
    with told(database) as trips:
        text("SM2", "+8613800138001")
        assert len(trips()) == 2


def test_a_turn_is_read_and_saved_and_no_more(database: Database, make: Samples) -> None:
    call = make.call()
    with database.writing() as store:
        store.calls.add(call)
    with told(database) as trips:
        with database.writing() as store:
            assert store.calls.get(call.id) == call
            store.calls.save_turn(replace(call, turn=1), 0)
        assert len(trips()) == 2


def test_what_takes_several_statements_is_begun_and_committed(database: Database, make: Samples) -> None:
    call, ticket = make.call(), make.ticket()
    with database.writing() as store:
        store.calls.add(call)
        store.flush()
        store.tickets.add(make.ticket())  # the first on a connection has its statement prepared
    with told(database) as trips:
        with database.writing() as store:
            store.tickets.add(ticket)
            store.calls.save_turn(replace(call, turn=1, ticket_id=ticket.id), 0)
        assert len(trips()) == 4
    with pytest.raises(Conflict), database.writing() as store:  # noqa: PT012 - the transaction is what raises
        store.calls.save_turn(replace(call, turn=1), 0)
        store.entries.add(make.entry(ticket.id))
    with database.reading() as store:
        assert store.entries.of_ticket(ticket.id) == (), "who lost the turn leaves nothing behind"


def test_many_rows_are_all_there_or_none(database: Database, make: Samples) -> None:
    """More than one statement takes: a transaction is begun for them."""
    ticket = make.ticket()
    with database.writing() as store:
        store.tickets.add(ticket)
    with pytest.raises(Conflict), database.writing() as store:  # noqa: PT012 - the transaction is what raises
        for _ in range(40):
            store.entries.add(make.entry(ticket.id))
        store.tickets.add(make.ticket(number=ticket.number))
    with database.reading() as store:
        assert store.entries.of_ticket(ticket.id) == ()
    with database.writing() as store:
        for _ in range(40):
            store.entries.add(make.entry(ticket.id))
    with database.reading() as store:
        assert len(store.entries.of_ticket(ticket.id)) == 40


def test_a_statement_is_prepared_once_whatever_is_empty(database: Database, make: Samples) -> None:
    """Values of other kinds, or none, would make another statement of it, to be read and planned again."""
    with database.writing() as store:
        for place, lat, urgent in ((None, None, False), ("人民路12号", 39.9, True)):
            for _ in range(8):
                store.tickets.add(make.ticket(place=place, lat=lat, lon=lat, urgent=urgent, resolved_at=NOW if lat else None))
                store.flush()
    with database._engine.connect() as connection:
        found = connection.execute(sa.text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    assert len([statement for statement in found if 'INTO "tickets"' in statement]) == 1


def test_hot_statements_do_not_pass_through_sqlalchemy(database: Database, make: Samples) -> None:
    seen: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    call = make.call()
    with database.writing() as store:
        assert store.reporters.by_phone(PHONE) is None
        assert store.webhooks.take("AC1", "text", "SM1", "", NOW)
        store.calls.add(call)
    with database.writing() as store:
        assert store.calls.get(call.id) == call
        store.calls.save_turn(replace(call, turn=1), 0)
    assert seen == []
