"""The city's rows are kept in the process for five seconds, and never shown before they are committed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hotline.domain.staff import Department, Role, Staff
from hotline.storage import Database, city
from tests.storage.samples import KEYS

ROADS = Department(id="roads", name={"en": "Roads"})
HEAD = Staff(id="s-1", name="王", phone=None, role=Role.HEAD)


@pytest.fixture
def other(migrated_url: str) -> Iterator[Database]:
    opened = Database(migrated_url, KEYS)
    yield opened
    opened.dispose()


class Watch:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    stopped = Watch()
    monkeypatch.setattr(city, "time", stopped)
    return stopped


def departments(database: Database) -> int:
    with database.reading() as store:
        return len(store.city.departments())


def test_own_changes_are_seen_at_once_others_within_five_seconds(database: Database, other: Database, watch: Watch) -> None:
    assert departments(database) == departments(other) == 0
    with database.writing() as store:
        store.city.add_department(ROADS)
        assert len(store.city.departments()) == 1, "within the transaction as well"
    assert departments(database) == 1
    assert departments(other) == 0, "kept: nothing was read"
    watch.seconds += city.FRESH
    assert departments(other) == 1


def test_what_was_rolled_back_is_shown_to_nobody(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as store:  # noqa: PT012 - the transaction is what raises
        store.city.add_department(ROADS)
        assert len(store.city.departments()) == 1
        raise RuntimeError
    assert departments(database) == 0


def test_a_changed_person(database: Database) -> None:
    with database.writing() as store:
        store.city.add_staff(HEAD)
        assert store.city.staff() == (HEAD,)
    with database.writing() as store:
        assert store.city.staff() == (HEAD,)
        store.city.save_staff(replace(HEAD, on_duty=False))
        assert store.city.staff() == (replace(HEAD, on_duty=False),)
    with database.reading() as store:
        assert store.city.staff() == (replace(HEAD, on_duty=False),)


def test_departments_stay_in_the_order_they_were_seeded(database: Database) -> None:
    with database.writing() as store:
        for name in ("roads", "sanitation", "order", "township"):
            store.city.add_department(Department(id=name, name={}))
    with database.reading() as store:
        assert [row.id for row in store.city.departments()] == ["roads", "sanitation", "order", "township"]
