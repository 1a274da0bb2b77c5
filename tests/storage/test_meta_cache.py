"""What every call asks of the shared facts costs no query: kept for five seconds, own writes are seen at once."""

from collections.abc import Iterator

import pytest

from hotline.storage import Database, city
from tests.storage.samples import KEYS
from tests.storage.test_city_cache import Watch


@pytest.fixture
def other(migrated_url: str) -> Iterator[Database]:
    opened = Database(migrated_url, KEYS)
    yield opened
    opened.dispose()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    stopped = Watch()
    monkeypatch.setattr(city, "time", stopped)
    return stopped


def recent(database: Database) -> str:
    with database.reading() as store:
        return store.meta.recent("switch")


def switch(database: Database, to: str) -> None:
    with database.writing() as store:
        store.meta.set("switch", to)
        assert store.meta.recent("switch") == to, "within the transaction as well"


def test_own_changes_are_seen_at_once_others_within_five_seconds(database: Database, other: Database, watch: Watch) -> None:
    assert recent(database) == recent(other) == ""
    switch(database, "on")
    assert recent(database) == "on"
    assert recent(other) == "", "kept"
    watch.seconds += 5
    assert recent(other) == "on"


def broken_off(database: Database) -> None:
    with database.writing() as store:
        store.meta.set("switch", "on")
        assert store.meta.recent("switch") == "on"
        raise ZeroDivisionError


def test_what_was_not_committed_is_nobody_elses(database: Database, watch: Watch) -> None:
    with pytest.raises(ZeroDivisionError):
        broken_off(database)
    assert recent(database) == ""
