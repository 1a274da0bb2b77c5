"""What the storage tests look at: an open database, samples, three chains of the audit log."""

from collections.abc import Iterator

import pytest

from hotline.storage import Database
from tests.storage.audit_log import grow
from tests.storage.samples import KEYS, Samples


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
