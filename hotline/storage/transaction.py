"""One transaction as the shelves see it: plain inserts are collected and leave together, reads come after them.

A text that becomes a ticket touches nine tables; sent one by one, each costs a round trip. So inserts and
blind updates wait in a buffer until the commit, or until something is read that they may have changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.storage.crypto import Keys
from hotline.storage.inserting import type_row, type_rows

_AT_ONCE = 2000  # rows of a stream


class Closing(Protocol):
    """Something that has rows of its own to write before the transaction ends."""

    def settle(self) -> None: ...


class Inserts(Protocol):
    """How rows reach one kind of database."""

    def send(self, driver: Any, rows: type_rows) -> None: ...


class Outcome(Protocol):
    """What a statement gave back."""

    @property
    def rowcount(self) -> int: ...
    def first(self) -> Any: ...
    def fetchall(self) -> Sequence[Any]: ...


class Transaction:
    """Wraps a connection in which a transaction has begun."""

    def __init__(self, connection: sa.Connection, keys: Keys, writer: Inserts) -> None:
        self._connection = connection
        self.keys = keys
        self._writer = writer
        self._inserts: dict[sa.Table, list[type_row]] = {}
        self._updates: dict[sa.Update, list[type_row]] = {}
        self._touched: set[sa.Table] = set()
        self._closing: list[Closing] = []

    @property
    def connection(self) -> sa.Connection:
        return self._connection

    def at_end(self, part: Closing) -> None:
        """``part.settle`` is called once more before the commit."""
        self._closing.append(part)

    def insert(self, table: sa.Table, row: type_row) -> None:
        """Write a new row before the commit."""
        self._inserts.setdefault(table, []).append(row)
        self._touched.add(table)

    def later(self, statement: sa.Update, row: type_row) -> None:
        """Run an update whose outcome nobody waits for, before the commit."""
        self._updates.setdefault(statement, []).append(row)
        self._touched.add(statement.table)  # type: ignore[arg-type]

    def run(self, statement: sa.Executable, values: Mapping[str, Any]) -> Outcome:
        """Execute a writing statement now; everything collected so far goes first."""
        self.flush()
        return self._execute(statement, values)

    def guarded(self, statement: sa.Update, values: Mapping[str, Any]) -> None:
        """Change one row that must still be as it was read. Conflict, now or at the commit, where it is not."""
        if self.run(statement, values).rowcount != 1:
            raise Conflict

    def rows(self, table: sa.Table, statement: sa.Executable, values: Mapping[str, Any]) -> Sequence[Any]:
        """Read all rows of a statement about ``table``."""
        if table in self._touched:
            self.flush()
        return self._execute(statement, values).fetchall()

    def stream(self, table: sa.Table, statement: sa.Select[Any]) -> Iterator[Any]:
        """Read all rows of a statement about ``table`` as they come, however many: they are never held at once."""
        if table in self._touched:
            self.flush()
        yield from self._connection.execute(statement, execution_options={"yield_per": _AT_ONCE})

    def one_moment(self) -> None:
        """From here on the transaction sees one moment of the database, whatever others write. SQLite never does else."""

    def first(self, table: sa.Table, statement: sa.Executable, values: Mapping[str, Any]) -> Any:
        """Read the first row, or None."""
        if table in self._touched:
            self.flush()
        return self._execute(statement, values).first()

    def flush(self) -> None:
        """Send what was collected: inserts first, then updates in the order they were asked for."""
        if not self._touched:
            return
        inserts, updates = self._inserts, self._updates
        self._inserts, self._updates, self._touched = {}, {}, set()
        if inserts:
            self._writer.send(self._connection.connection.driver_connection, inserts)
        for statement, rows in updates.items():
            self._connection.execute(statement, rows if len(rows) > 1 else rows[0])

    def finish(self) -> None:
        """The last writes before the commit."""
        for part in self._closing:
            part.settle()
        self.flush()

    def _execute(self, statement: sa.Executable, values: Mapping[str, Any]) -> Outcome:
        return self._connection.execute(statement, values)  # type: ignore[return-value]


class Shelf:
    """What every shelf has: the transaction it works in."""

    __slots__ = ("_tx",)

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def _seal(self, column: str, words: str | None) -> bytes | None:
        return None if words is None else self._tx.keys.seal(column, words)

    def _open(self, column: str, sealed: bytes | None) -> str | None:
        return None if sealed is None else self._tx.keys.open(column, sealed)
