"""A database that hangs: nobody waits longer than their patience, and the next are told at once."""

import threading
import time
from collections.abc import Iterator

import pytest

from hotline.domain.errors import Unavailable
from hotline.storage import Database, migrate
from hotline.storage import patience as waits
from hotline.storage.patience import Door
from tests.storage.samples import KEYS
from tests.support.postgres import Postgres


@pytest.fixture
def server() -> Iterator[Postgres]:
    """Of its own: the shared one must not be taken from other tests."""
    with Postgres() as some:
        yield some


@pytest.fixture
def waiting(server: Postgres) -> Iterator[Database]:
    url = server.url(server.create())
    migrate(url)
    some = Database(url, KEYS, patience=1.5)
    with some.writing() as store:
        store.meta.set("x", "1")
    yield some
    some.dispose()


def took(database: Database) -> float:
    begun = time.monotonic()
    with pytest.raises(Unavailable), database.writing() as store:
        store.meta.set("x", "2")
    return time.monotonic() - begun


def is_watched() -> bool:
    return any(thread.name == "patience" for thread in threading.enumerate())


def unwatched() -> None:
    last = time.monotonic() + 5
    while is_watched():
        assert time.monotonic() < last, "the thread goes on"
        time.sleep(0.02)


def test_a_server_that_hangs_is_waited_for_once_and_serves_when_it_is_back(
    server: Postgres, waiting: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waits, "REST", 0.5)
    unwatched()  # whoever waits after a quiet time is watched over like the first
    with server.stalled():
        assert 1.4 < took(waiting) < 4
        assert took(waiting) < 0.2, "the next is told at once"
    time.sleep(0.6)
    with waiting.writing() as store:
        store.meta.set("x", "3")
    with waiting.reading() as store:
        assert store.meta.get("x") == "3"


def test_work_within_its_patience_is_left_alone(waiting: Database) -> None:
    for _ in range(3):
        with waiting.writing() as store:
            store.meta.set("x", "4")
            time.sleep(0.6)
    time.sleep(2.0)
    with waiting.reading() as store:
        assert store.meta.get("x") == "4"


def test_no_thread_is_left_where_nobody_waits(waiting: Database) -> None:
    """One for each database that was ever opened would wake up for ever."""
    with waiting.reading():
        assert is_watched()
    unwatched()


def fail(door: Door, after: float) -> None:
    with pytest.raises(Unavailable), door.passing():  # noqa: PT012 - the door is what is tried
        time.sleep(after)
        raise Unavailable("database")


def test_a_failure_told_at_once_shuts_no_door() -> None:
    door, passed = Door(), 0
    for _ in range(2):
        fail(door, 0)
        with door.passing():
            passed += 1
    assert passed == 2


def test_behind_a_shut_door_one_at_a_time_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "IN_VAIN", 0.05)
    monkeypatch.setattr(waits, "REST", 0.2)
    door = Door()
    fail(door, 0.1)
    with pytest.raises(Unavailable), door.passing():
        pytest.fail("it was shut")
    time.sleep(0.25)
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with door.passing():
            inside.set()
            go_on.wait(5)

    trying = threading.Thread(target=first)
    trying.start()
    assert inside.wait(5)
    with pytest.raises(Unavailable), door.passing():
        pytest.fail("another one tries already")
    go_on.set()
    trying.join()
    with door.passing():
        pass


def test_whoever_tries_in_vain_shuts_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "IN_VAIN", 0.05)
    monkeypatch.setattr(waits, "REST", 0.2)
    door = Door()
    fail(door, 0.1)
    time.sleep(0.25)
    fail(door, 0)
    with pytest.raises(Unavailable), door.passing():
        pytest.fail("it was shut")
    time.sleep(0.25)
    with pytest.raises(KeyError), door.passing():  # a fault of the work, not of the database
        raise KeyError
    with door.passing():
        pass
