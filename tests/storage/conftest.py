"""A migrated database for each test, on SQLite and on PostgreSQL: both copied from one made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.storage import Database, migrate
from tests.storage.audit_log import grow
from tests.storage.samples import KEYS, Samples
from tests.support.postgres import Postgres


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "hotline.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres_template(postgres: Postgres) -> str:
    name = postgres.create()
    migrate(postgres.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of today's tables, empty; every test that asks for it runs on both."""
    if request.param == "sqlite":
        path = tmp_path / "hotline.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create(template=request.getfixturevalue("_postgres_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = Database(migrated_url, KEYS)
    yield opened
    opened.dispose()


@pytest.fixture
def make() -> Samples:
    return Samples()


@pytest.fixture
def log(database: Database) -> Database:
    """Three chains of 1, 3 and 5 entries; the longest grew in two transactions."""
    grow(database, "ticket:1", 1)
    grow(database, "ticket:2", 3)
    grow(database, "ticket:3", 2)
    grow(database, "ticket:3", 3)
    return database
