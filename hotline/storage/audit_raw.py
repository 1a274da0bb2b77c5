"""Rows of the audit log as a tamperer may have left them: SQLite keeps anything in any column, and PostgreSQL's moments reach
beyond Python's. One such row must not end the reading of all the others, nor write on the auditor's screen."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_LONGEST_NAME = 120


class as_kept(FunctionElement[Any]):  # noqa: N801 - reads as a function of SQL
    """A moment as the database writes it: not yet read, for it may be none."""

    inherit_cache = True
    type = sa.types.NullType()


@compiles(as_kept)
def _plainly(element: as_kept, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(as_kept, "postgresql")
def _as_text(element: as_kept, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS TEXT)"


def moment_of(raw: object) -> datetime | None:
    """A moment read from what the database keeps; None where it is none, or tells no zone."""
    try:
        found = datetime.fromisoformat(raw) if isinstance(raw, str) else None
        return None if found is None or found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def named(value: object) -> str:
    """The name of a chain as it may be printed: made up, it may hold what moves a terminal's cursor, or no letters at all."""
    text = value if isinstance(value, str) else repr(value)
    return (text if text.isprintable() else ascii(text))[:_LONGEST_NAME]


def number(value: object) -> int:
    return value if isinstance(value, int) else 0


@contextmanager
def any_text(connection: sa.Connection) -> Iterator[None]:
    """Reads a text of SQLite's whatever its bytes are; each other text stays another."""
    driver: Any = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str
