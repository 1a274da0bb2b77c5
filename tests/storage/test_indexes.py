"""The look-ups everybody waits for walk an index, on a database ten times as full as the first year's day."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from hotline.domain.message import Delivery, Means
from hotline.domain.ticket import State
from hotline.storage import Database
from hotline.storage.store import Store
from hotline.storage.written import Found, Written
from tests.storage.samples import HOUR, NOW, RESIDENT, Samples

ROWS = 2000
EXECUTE = Written.execute


@pytest.fixture
def full(database: Database, make: Samples) -> Database:
    """Mostly what is done with, as in life: a handful of rows is due."""
    with database.writing() as store:
        for n in range(ROWS):
            done = n > 20
            reporter = make.reporter(phone=f"+86138{n:08d}")
            ticket = make.ticket(
                number=f"{n:08d}",
                reporter_id=reporter.id,
                officer_id=f"o-{n % 200}",
                state=State.CLOSED if done else State.ACCEPTED,
                received_at=NOW + timedelta(seconds=n),
            )
            store.reporters.add(reporter)
            store.tickets.add(ticket)
            store.clocks.add(make.clock(ticket.id, met_at=NOW if done else None))
            store.surveys.add(make.survey(ticket.id, closed_at=NOW if done else None))
            store.questions.add(make.question(reporter_id=reporter.id, closed_at=NOW if done else None))
            store.outbox.add(
                make.message(
                    reporter_id=reporter.id,
                    ticket_id=ticket.id,
                    carrier_sid=f"SM{n}" if done else None,
                    state=Delivery.DELIVERED if done else Delivery.WAITING,
                )
            )
            call = make.call(sid=f"CA{n}")
            store.calls.add(call)
            store.recordings.add(make.recording(call.id))
            store.callbacks.add(make.callback(done_at=NOW if done else None))
            store.entries.add(make.entry(ticket.id))
    with database._engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    return database


LATER = NOW + 100 * HOUR
LOOK_UPS: dict[str, Callable[[Store], object]] = {
    "reporters by phone": lambda s: s.reporters.by_phone("+8613800000007"),
    "tickets by number": lambda s: s.tickets.by_number("00000007"),
    "open tickets of a reporter": lambda s: s.tickets.open_of("r-00000001"),
    "tickets of an officer": lambda s: s.tickets.of_officer("o-7"),
    "the newest tickets": lambda s: s.tickets.listing(limit=20),
    "entries of a ticket": lambda s: s.entries.of_ticket("t-00000003"),
    "clocks due": lambda s: s.clocks.due(LATER, 10),
    "surveys to call": lambda s: s.surveys.due_call(LATER, 10),
    "surveys to close": lambda s: s.surveys.due_close(LATER, 10),
    "the open question": lambda s: s.questions.open_for(reporter_id="r-00000001", now=NOW),
    "calls by sid": lambda s: s.calls.by_sid("CA7"),
    "call-backs open": lambda s: s.callbacks.open(10),
    "outbox claim": lambda s: s.outbox.claim(LATER, LATER, 10),
    "outbox claim of texts": lambda s: s.outbox.claim(LATER, LATER, 10, Means.TEXT),
    "who is on the phone": lambda s: s.outbox.staff_on_calls(LATER),
    "outbox lost leases": lambda s: s.outbox.expire(LATER),
    "outbox uncertain": lambda s: s.outbox.uncertain(LATER, 10),
    "outbox presumed": lambda s: s.outbox.presume(LATER),
    "outbox by sid": lambda s: s.outbox.by_sid("SM70"),
    "outbox by body": lambda s: s.outbox.same_body_count("+8613700000007", "已登记"),
    "outbox in trouble": lambda s: s.outbox.listing([Delivery.FAILED, Delivery.UNDELIVERED]),
    "outbox age": lambda s: s.outbox.queue_age(LATER),
    "outbox of a survey": lambda s: s.outbox.cancel(survey_id="s-1", reason="answered"),
    "texts that failed": lambda s: s.outbox.reporter_failed("r-00000001", NOW),
    "results of a day": lambda s: s.patterns.results(LATER),
    "pictures of a day": lambda s: s.patterns.pictures(LATER, 10),
    "whose line ended first": lambda s: s.patterns.ended_early(LATER, LATER, HOUR),
    "what a talk left": lambda s: s.patterns.left_nothing(LATER, LATER),
    "traces of a reporter": lambda s: s.evidence.traces_of("r-00000001"),
    "one chain's head": lambda s: s.audit.append("ticket:1", "x", RESIDENT, {}, None, NOW),
}
BIG = ("reporters", "tickets", "entries", "clocks", "surveys", "questions", "outbox", "calls", "callbacks")


def plans(database: Database, look: Callable[[Store], object]) -> list[str]:
    """How the database would run each statement of a look-up, whichever way it goes to the driver."""
    caught: list[tuple[str, Any]] = []
    raw: list[tuple[str, Any]] = []

    def catch(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        caught.append((statement, parameters))

    def execute(self: Written, driver: Any, given: Mapping[str, Any]) -> Found:
        raw.append((self.sql.decode(), [bind.of(given) for bind in self.binds]))
        return EXECUTE(self, driver, given)

    event.listen(database._engine, "before_cursor_execute", catch)
    with pytest.MonkeyPatch.context() as patch, database.writing() as store:
        patch.setattr(Written, "execute", execute)
        look(store)
    event.remove(database._engine, "before_cursor_execute", catch)
    explain = "EXPLAIN QUERY PLAN " if database._sqlite else "EXPLAIN "
    seen: list[str] = []
    with database._engine.connect() as connection:
        for statement, parameters in filter(_explains, caught):
            seen += [str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters)]
        for statement, parameters in filter(_explains, raw):
            cursor = psycopg.RawCursor(connection.connection.driver_connection)
            seen += [str(row[-1]) for row in cursor.execute(explain + statement, parameters)]
    return seen


def _explains(one: tuple[str, Any]) -> bool:
    return one[0].startswith(("SELECT", "UPDATE", "WITH", "DELETE"))


@pytest.mark.timeout(240)
def test_no_look_up_reads_a_whole_table(full: Database) -> None:
    walks: dict[str, list[str]] = {}
    for name, look in LOOK_UPS.items():
        lines = plans(full, look)
        assert lines, name
        whole = [line for line in lines if reads_all(line)]
        if whole:
            walks[name] = whole
    assert walks == {}


def reads_all(line: str) -> bool:
    """SQLite says SCAN (an index walked from its beginning is fine where a limit ends it); PostgreSQL Seq Scan."""
    if "Seq Scan on" in line:
        return any(f"on {table} " in line for table in BIG)
    return line.startswith("SCAN") and "USING" not in line and any(f" {table}" in line for table in (*BIG, "older"))


def test_a_table_without_its_index_would_be_noticed(full: Database) -> None:
    with full._engine.begin() as connection:
        connection.execute(sa.text("DROP INDEX ix_entries_ticket"))
    assert [line for line in plans(full, LOOK_UPS["entries of a ticket"]) if reads_all(line)]
