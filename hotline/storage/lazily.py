"""A transaction of PostgreSQL's that begins with its first write, and not at all where one statement is all it writes.

At READ COMMITTED a transaction around reads promises nothing: each read sees its own moment, and whoever writes guards
what it read (a version, a turn, the length of a chain, a key that must be new). So reads go without; what is written
at the end goes as one statement, atomic by itself: two round trips for a text or a turn instead of five.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.storage.crypto import Keys
from hotline.storage.inserting import PostgresInserts
from hotline.storage.transaction import Outcome, Transaction
from hotline.storage.written import write


class LazyTransaction(Transaction):
    """Wraps a connection that commits every statement of its own. An exception leaves the way back to the pool, which
    rolls back what was begun."""

    def __init__(self, connection: sa.Connection, keys: Keys, writer: PostgresInserts) -> None:
        super().__init__(connection, keys, writer)
        self._postgres = writer
        self._driver: Any = connection.connection.driver_connection
        self._begun = False
        self._guarded: tuple[sa.Update, Mapping[str, Any]] | None = None

    def run(self, statement: sa.Executable, values: Mapping[str, Any]) -> Outcome:
        self.flush()
        self._begin()
        return self._execute(statement, values)

    def guarded(self, statement: sa.Update, values: Mapping[str, Any]) -> None:
        if self._begun or self._touched:
            super().guarded(statement, values)
            return
        # Perhaps it is all there is to write: then it needs no transaction around it.
        self._guarded = statement, values
        self._touched.add(statement.table)  # type: ignore[arg-type]

    def flush(self) -> None:
        if self._touched:
            self._begin()
            self._send()

    def finish(self) -> None:
        for part in self._closing:
            part.settle()
        if self._touched:
            if not self._is_one_statement():
                self._begin()
            self._send()
        if self._begun:
            self._driver.commit()

    def _is_one_statement(self) -> bool:
        if self._updates:
            return False
        return not self._inserts if self._guarded else self._postgres.whole(self._inserts)

    def one_moment(self) -> None:
        if self._begun:
            raise RuntimeError("what was written before cannot belong to the one moment")
        self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ")

    def _begin(self, how: str = "BEGIN") -> None:
        if not self._begun:
            self._begun = True
            self._driver.execute(how)

    def _send(self) -> None:
        guarded, inserts, updates = self._guarded, self._inserts, self._updates
        self._guarded, self._inserts, self._updates, self._touched = None, {}, {}, set()
        if guarded is not None and self._execute(*guarded).rowcount != 1:
            raise Conflict
        if inserts:
            self._postgres.send(self._driver, inserts)
        for statement, rows in updates.items():
            for row in rows:
                self._execute(statement, row)

    def _execute(self, statement: sa.Executable, values: Mapping[str, Any]) -> Outcome:
        written = write(statement)
        if written is None:
            return self._connection.execute(statement, values)  # type: ignore[return-value]
        return written.execute(self._driver, values)
