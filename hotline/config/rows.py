"""What the checks of a configuration are written in: rows of which some could not be read, and faults with their place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hotline.config.partial import NOTHING, field_of

Where = tuple[str | int, ...]
Fault = tuple[Where, str, str]  # where, what, expected
Rows = Sequence[Any]


def each(rows: Rows, *fields: str) -> Iterator[tuple[int, Any]]:
    """The rows in which these were read, with their places."""
    return ((place, row) for place, row in enumerate(rows) if all(field_of(row, field) is not NOTHING for field in fields))


def every(rows: Rows, field: str) -> list[Any] | None:
    """None where one could not be read: then nobody knows which there are."""
    values = [field_of(row, field) for row in rows]
    return None if NOTHING in values else values


def one_of(known: Iterable[str]) -> str:
    return "one of " + ", ".join(known)
