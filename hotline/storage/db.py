"""The database: a transaction that commits at the end of its with-block, or leaves nothing behind."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from hotline.domain.errors import Unavailable
from hotline.storage.city import CityCache
from hotline.storage.crypto import Keys
from hotline.storage.engine import WRITING, open_engine, translated
from hotline.storage.inserting import PostgresInserts, SqliteInserts
from hotline.storage.lazily import LazyTransaction
from hotline.storage.patience import Door, Watch
from hotline.storage.store import Store
from hotline.storage.transaction import Transaction

PATIENCE = 60.0  # jobs and commands; whoever answers the carrier has less
_TURN = 5.0  # seconds a writer waits for its turn before the database counts as away


class Database:
    """One per process. ``pool_size`` should be the number of threads that serve; ``patience``: seconds that a piece of
    work may take before the database counts as away."""

    def __init__(self, url: str, keys: Keys, *, pool_size: int = 8, patience: float = PATIENCE) -> None:
        self.keys = keys
        self._watch, self._door = Watch(patience), Door()
        self._engine = open_engine(url, pool_size, self._watch)
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._frozen = self._engine if self._sqlite else self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = self._engine.execution_options(**{WRITING: True})
        # SQLite has one writer: threads of a process queue here, awake at once, instead of polling its lock.
        self._turn = threading.Lock()
        self._city = CityCache()
        self._sqlite_inserts = SqliteInserts()
        self._postgres_inserts = PostgresInserts()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """A transaction. Conflict when somebody else won a race, Unavailable when the database is away."""
        with self._door.passing(), self._my_turn(), translated(self._engine), self._opened() as tx:
            store = Store(tx, self._city)
            yield store
            tx.finish()
        store.city.committed()
        store.known_events.committed()
        store.duty.committed()
        store.absences.committed()
        store.meta.committed()

    @contextmanager
    def _opened(self) -> Iterator[Transaction]:
        if self._sqlite:
            with self._writer.begin() as connection:
                yield Transaction(connection, self.keys, self._sqlite_inserts)
        else:
            with self._engine.connect() as connection, self._watch.over(connection.connection.driver_connection):
                yield LazyTransaction(connection, self.keys, self._postgres_inserts)

    @contextmanager
    def reading(self, *, frozen: bool = False) -> Iterator[Store]:
        """Reads only. ``frozen`` sees one moment of the database throughout, however long it takes."""
        engine = self._frozen if frozen else self._engine
        with self._door.passing(), translated(self._engine), engine.connect() as connection:
            if frozen or self._sqlite:
                yield Store(Transaction(connection, self.keys, self._sqlite_inserts), self._city)
                return
            with self._watch.over(connection.connection.driver_connection):
                yield Store(LazyTransaction(connection, self.keys, self._postgres_inserts), self._city)

    def dispose(self) -> None:
        """Close every connection, as before a fork or at the end."""
        self._engine.dispose()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self._sqlite:
            yield
            return
        if not self._turn.acquire(timeout=_TURN):
            raise Unavailable("database")
        try:
            yield
        finally:
            self._turn.release()

    def ready(self) -> None:
        """Raises Unavailable unless the database answers."""
        with translated(self._engine), self._engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
