"""The column types every table shares: one for moments, one for encrypted words, one for plain JSON."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

_TEXT_WIDTH = 32


def to_utc(value: datetime) -> datetime:
    """ValueError for a moment that doesn't say its zone."""
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone can't be stored")
    return value.astimezone(UTC)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware datetime, always UTC. PostgreSQL keeps it as timestamptz; SQLite as ISO text of one fixed
    width, which sorts as time does and can be read by a person."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(_TEXT_WIDTH))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        utc = to_utc(value)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if dialect.name == "sqlite" else value.astimezone(UTC)


Sealed = sa.LargeBinary  # key id, nonce and ciphertext: see crypto.py
Json = sa.JSON
