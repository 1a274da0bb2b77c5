"""After a long silence of the sweep: however much is due, each thing gets its turn in the first pass."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.domain.actor import SWEEP as _NOBODY
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.ticket import State
from hotline.services.sweep import BATCH, sweep
from tests.conftest import MORNING
from tests.services.living import Living
from tests.storage.samples import Samples

MANY = 2 * BATCH + 7


def late(city: Living) -> None:
    """Nobody was warned: the sweep stood still from before the warning until after the deadline."""
    make = Samples()
    department = city.staff[0].department or "roads"
    with city.database.writing() as store:
        for n in range(MANY):
            ticket = make.ticket(state=State.IN_PROGRESS, owner=department, handler=department, received_at=MORNING)
            store.tickets.add(ticket)
            store.clocks.add(Clock(
                id=f"k{n:04d}", ticket_id=ticket.id, kind=ClockKind.RESULT, round=0, started_at=MORNING,
                due_at=MORNING + timedelta(minutes=2, seconds=n), warn_at=MORNING + timedelta(minutes=1),
                committee_at=MORNING + timedelta(days=9),
            ))  # fmt: skip
            store.audit.append(f"ticket:{ticket.id}", "received", _NOBODY, {}, None, MORNING, new=True)


def test_all_that_is_late_is_swept_at_once_and_only_once(tmp_path: Path) -> None:
    city = Living(tmp_path)
    late(city)
    city.clock.move(timedelta(hours=3))
    assert sweep(city.parts).late == MANY
    assert sweep(city.parts).total == 0
    with city.database.reading() as store:
        assert store.clocks.due(city.clock.now(), MANY) == ()
    city.close()


def test_one_thing_that_fails_keeps_nothing_else_from_being_done(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    city = Living(tmp_path)
    late(city)
    with city.database.writing() as store:
        first = store.clocks.due(MORNING + timedelta(hours=3), 1)[0]
    with sqlite3.connect(tmp_path / "history.db") as rows:  # as nothing of ours would write it
        rows.execute("UPDATE tickets SET state = 'nowhere' WHERE id = ?", (first.ticket_id,))
    city.clock.move(timedelta(hours=3))
    swept = sweep(city.parts)
    assert (swept.late, swept.failed) == (MANY - 1, 1)
    assert "ValueError at" in caplog.text
    assert "nowhere" not in caplog.text, "its place, not its text"
    city.close()
