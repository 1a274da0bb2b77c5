"""Connections: SQLite and PostgreSQL made to behave alike, and their failures translated."""

import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
import sqlalchemy as sa
from sqlalchemy import event, exc

from hotline.domain.errors import Conflict, Unavailable
from hotline.storage.patience import Watch

WRITING = "hotline_writing"
_LOCK_MS = 5000
_CONNECT = 3  # seconds; with the patience of a call's turn well under the 15 a carrier waits
_PAUSE = 0.02
_IDLE = 30.0  # a connection unused for longer is asked whether it still lives
# Somebody else was first: a key that is taken, a serialization failure, a deadlock. A missing parent is not among them.
_RACED_POSTGRES = frozenset({"23505", "40001", "40P01"})
_RACED_SQLITE = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
_FAULT_OF_OURS = ("no such table", "no such column", "syntax error", "has no column")

_SQLITE = (
    f"PRAGMA busy_timeout={_LOCK_MS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)
_POSTGRES = (
    "SET timezone = 'UTC'",
    f"SET lock_timeout = {_LOCK_MS}",
    "SET idle_in_transaction_session_timeout = 60000",
)


def open_engine(url: str, pool_size: int, watch: Watch | None = None, *, makes: bool = False) -> sa.Engine:
    """An engine for either database; ``makes`` SQLite's file where there is none. Parameters never show in an error: they
    hold personal data."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, pool_size, "rwc" if makes else "rw")
    return _postgres(url, pool_size, watch or Watch(_LOCK_MS / 1000))


def _sqlite(url: str, pool_size: int, mode: str) -> sa.Engine:
    """A file that was moved away is a database that is away, and not a reason to begin an empty one."""
    file = f"file:{quote(str(sa.make_url(url).database))}?mode={mode}"
    engine = sa.create_engine(
        url,
        creator=lambda: sqlite3.connect(file, uri=True, check_same_thread=False),
        hide_parameters=True,
        poolclass=sa.QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_LOCK_MS / 1000,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        _write_ahead(connection)
        for statement in _SQLITE:
            connection.execute(statement).close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another wrote in between.
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _write_ahead(connection: Any) -> None:
    """Kept in the file for good; two that switch a fresh one at once refuse each other without waiting."""
    ends = time.monotonic() + _LOCK_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _postgres(url: str, pool_size: int, watch: Watch) -> sa.Engine:
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last has its statements prepared, and its server process awake
        pool_timeout=_LOCK_MS / 1000,
        pool_recycle=1800,
        pool_reset_on_return=None,  # done below, and only where there is something to undo
        isolation_level="AUTOCOMMIT",  # whoever writes more than one statement begins a transaction: see lazily.py
        connect_args={"connect_timeout": _CONNECT},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for statement in _POSTGRES:
            connection.execute(statement)

    @event.listens_for(engine, "reset")
    def undo(connection: Any, _record: Any, state: Any) -> None:
        if not state.terminate_only and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            connection.rollback()

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rested"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        rested = time.monotonic() - record.info.get("rested", time.monotonic())
        if rested <= _IDLE and not _spoken_to(connection):
            return
        with watch.over(connection):
            lives = _lives(engine, connection)
        if not lives:
            raise exc.DisconnectionError("the database went away while the connection rested")

    return engine


def _spoken_to(connection: Any) -> bool:
    """Is there something to read where nothing was asked? A server that stops says goodbye, so that the first work after
    an outage of any length meets no dead connection. Costs microseconds, and nothing of the server's."""
    line = select.poll()
    line.register(connection.pgconn.socket, select.POLLIN)
    return bool(line.poll(0))


def _lives(engine: sa.Engine, connection: Any) -> bool:
    driver: Any = engine.dialect.dbapi
    try:
        return engine.dialect.do_ping(connection)
    except driver.Error:
        return False


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Database errors become the hotline's: a lost race is Conflict, a database out of reach is Unavailable."""
    driver: Any = engine.dialect.dbapi
    try:
        yield
    except exc.TimeoutError as error:
        raise Unavailable("database") from error
    except exc.DBAPIError as error:
        _raise_ours(error, error.orig, driver)
        raise
    except driver.Error as error:  # what surfaces when a pipeline ends does not pass through SQLAlchemy
        _raise_ours(error, error, driver)
        raise


def _raise_ours(error: Exception, cause: BaseException | None, driver: Any) -> None:
    if getattr(cause, "sqlstate", None) in _RACED_POSTGRES or getattr(cause, "sqlite_errorcode", None) in _RACED_SQLITE:
        raise Conflict from error
    if isinstance(cause, driver.OperationalError | driver.InterfaceError):
        if any(sign in str(cause) for sign in _FAULT_OF_OURS):
            return
        raise Unavailable("database") from error
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        raise Unavailable("database") from error
