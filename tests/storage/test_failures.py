"""When the database is locked, away or says no: what was not committed is not there, and the caller is told which."""

import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from hotline.domain.errors import Unavailable
from hotline.storage import Database, engine, is_current, migrate
from tests.storage.samples import KEYS, NOW, Samples
from tests.support.ports import free_port
from tests.support.postgres import Postgres

ROOT = Path(__file__).parents[2]


def test_a_block_that_raises_leaves_nothing_behind(database: Database, make: Samples) -> None:
    ticket = make.ticket()
    with pytest.raises(RuntimeError), database.writing() as store:  # noqa: PT012 - the transaction is what raises
        store.tickets.add(ticket)
        store.flush()
        store.entries.add(make.entry(ticket.id))
        raise RuntimeError
    with database.reading() as store:
        assert store.tickets.get(ticket.id) is None
        assert store.entries.of_ticket(ticket.id) == ()


def test_a_row_without_its_parent_stops_the_whole_transaction(database: Database, make: Samples) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)), database.writing() as store:  # noqa: PT012 - the transaction is what raises
        store.webhooks.take("AC1", "sms", "SM1", "", NOW)
        store.entries.add(make.entry("nobody"))
    with database.writing() as store:
        assert store.webhooks.take("AC1", "sms", "SM1", "", NOW)


def test_after_a_failure_the_next_transaction_works(database: Database, make: Samples) -> None:
    for _ in range(20):  # more than the pool holds: a connection that was not given back would be missed
        with pytest.raises(RuntimeError), database.writing():
            raise RuntimeError
    with database.writing() as store:
        store.tickets.add(make.ticket())
    database.ready()


def test_sqlite_locked_by_somebody_else_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_SQLITE", (*engine._SQLITE, "PRAGMA busy_timeout=50"))
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    database = Database(url, KEYS)
    holder = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable), database.writing():
        pass
    with database.reading() as store:
        assert store.meta.get("x") is None, "reading goes on"
    holder.execute("ROLLBACK")
    holder.close()
    with database.writing() as store:
        store.meta.set("x", "1")
    database.dispose()


def test_sqlite_in_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}", KEYS)
    with pytest.raises(Unavailable):
        database.ready()
    database.dispose()


def test_sqlite_whose_file_was_moved_away_is_unavailable_and_no_empty_one_is_begun(tmp_path: Path) -> None:
    place = tmp_path / "a city's 100%.db"
    url = f"sqlite:///{place}"
    migrate(url)
    place.rename(tmp_path / "moved.db")
    database = Database(url, KEYS)
    with pytest.raises(Unavailable), database.writing():
        pass
    assert not place.exists()
    (tmp_path / "moved.db").rename(place)
    with database.writing() as store:
        store.meta.set("x", "1")
    database.dispose()


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    """Write-ahead, synced at every commit, foreign keys checked: on every connection."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    database = Database(url, KEYS)
    with database._engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    database.dispose()


def test_a_missing_table_is_our_fault_and_not_called_an_outage(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}", KEYS)
    with pytest.raises(sa.exc.OperationalError, match="no such table"), database.reading() as store:
        store.meta.get("x")
    database.dispose()


def test_postgresql_that_is_not_there_is_unavailable() -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    database = Database(url, KEYS)
    with pytest.raises(Unavailable), database.writing():
        pass
    with pytest.raises(Unavailable):
        database.ready()
    with pytest.raises(Unavailable):
        is_current(url)
    database.dispose()


def test_postgresql_goes_away_and_comes_back(make: Samples, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh server of its own: the shared one must not be taken from other tests."""
    with Postgres() as server:
        url = server.url(server.create())
        migrate(url)
        database = Database(url, KEYS)
        ticket = make.ticket()
        with database.writing() as store:
            store.tickets.add(ticket)
        with pytest.raises(Unavailable), database.writing() as store:  # noqa: PT012 - the transaction is what raises
            store.tickets.add(make.ticket())
            server.stop()
        with pytest.raises(Unavailable):
            database.ready()
        server.start()
        with database.reading() as store:
            assert store.tickets.get(ticket.id) == ticket
            assert len(store.tickets.listing()) == 1

        # However short the outage was: the server said goodbye, and nobody meets the old connection.
        server.stop()
        server.start()
        with database.writing() as store:
            assert store.tickets.get(ticket.id) == ticket

        # Where its goodbye was lost on the way, a connection that rested long is asked first.
        monkeypatch.setattr(engine, "_spoken_to", lambda _connection: False)
        monkeypatch.setattr(engine, "_IDLE", -1.0)
        server.stop()
        server.start()
        with database.writing() as store:
            assert store.tickets.get(ticket.id) == ticket
        database.dispose()


def test_a_commit_survives_a_kill_and_what_was_not_committed_does_not(migrated_url: str, database: Database) -> None:
    """The process dies as by kill -9, in the middle of its second transaction."""
    script = textwrap.dedent("""
        import os, sys
        from hotline.storage import Database
        from tests.storage.samples import KEYS
        database = Database(sys.argv[1], KEYS)
        with database.writing() as store:
            store.meta.set("first", "1")
        with database.writing() as store:
            store.meta.set("second", "2")
            os._exit(9)
    """)
    done = subprocess.run([sys.executable, "-c", script, migrated_url], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 9
    with database.writing() as store:
        assert store.meta.get("first") == "1"
        assert store.meta.get("second") is None
