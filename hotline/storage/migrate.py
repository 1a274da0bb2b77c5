"""Brings a database to today's tables. The first migration made them all; nothing is ever created beside it."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from hotline.storage.engine import WRITING, open_engine, translated

_LOCK = 0x12345  # of PostgreSQL, so that two processes that start at once migrate one after the other


def migrate(url: str) -> None:
    """Do what is missing, in one transaction; nothing when nothing is. Raises Unavailable."""
    config = _config()
    engine = open_engine(url, pool_size=1, makes=True)
    try:
        if _version(engine) == _newest(config):
            return
        options = {WRITING: True} if engine.dialect.name == "sqlite" else {"isolation_level": "READ COMMITTED"}
        with translated(engine), engine.execution_options(**options).begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def is_current(url: str) -> bool:
    """Does the database have today's tables?"""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists():
        return False
    engine = open_engine(url, pool_size=1)
    try:
        return _version(engine) == _newest(_config())
    finally:
        engine.dispose()


def _version(engine: sa.Engine) -> str | None:
    with translated(engine), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _newest(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _config() -> Config:
    config = Config()
    # A percent sign in a folder's name would be read as a reference by the config parser.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
