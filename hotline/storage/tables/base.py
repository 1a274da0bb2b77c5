"""The one MetaData, and the short words the table files are written in."""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def needed(name: str, type_: Any, *rest: Any) -> sa.Column[Any]:
    """A column that always holds something."""
    return sa.Column(name, type_, *rest, nullable=False)


def maybe(name: str, type_: Any, *rest: Any) -> sa.Column[Any]:
    """A column that may be empty."""
    return sa.Column(name, type_, *rest, nullable=True)


def key(name: str = "id", type_: Any = sa.Text) -> sa.Column[Any]:
    """A primary key given by the caller, never by the database."""
    return sa.Column(name, type_, primary_key=True, autoincrement=False)


def index_where(name: str, where: str, *columns: str) -> sa.Index:
    """A partial index: only the rows somebody still waits for are in it, so it stays small for ever."""
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
