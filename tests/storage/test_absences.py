"""Absences as rows: which are current, which have begun, and that every process sees them within five seconds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.domain.absence import Absence
from hotline.domain.staff import Role, Staff
from hotline.storage import Database, city
from tests.storage.samples import KEYS, NOW

HOUR = timedelta(hours=1)


def absence(name: str, start: int, end: int) -> Absence:
    return Absence(
        id=name, staff_id="one", from_at=NOW + start * HOUR, until_at=NOW + end * HOUR, made_by="desk", made_at=NOW,
    )


OVER, NOW_AWAY, COMING = absence("over", -5, 0), absence("now", -1, 3), absence("coming", 5, 9)


@pytest.fixture
def kept(database: Database) -> Database:
    with database.writing() as store:
        store.city.add_staff(Staff(id="one", name="王", phone=None, role=Role.OFFICER, deputy_id="two"))
        for each in (COMING, OVER, NOW_AWAY):
            store.absences.add(each)
    return database


@pytest.fixture
def other(migrated_url: str) -> Iterator[Database]:
    opened = Database(migrated_url, KEYS)
    yield opened
    opened.dispose()


def current(database: Database) -> tuple[Absence, ...]:
    with database.reading() as store:
        return store.absences.current(NOW)


def test_those_that_are_not_over_in_the_order_they_begin(kept: Database) -> None:
    assert current(kept) == (NOW_AWAY, COMING)
    with kept.reading() as store:
        assert store.city.staff()[0].deputy_id == "two"


def test_what_has_begun_is_looked_through_once(kept: Database) -> None:
    with kept.writing() as store:
        assert store.absences.begun(NOW, 10) == (NOW_AWAY,)
        assert store.absences.hand("now", NOW)
        assert not store.absences.hand("now", NOW + HOUR)
        assert store.absences.begun(NOW, 10) == ()
        assert store.absences.begun(NOW + 6 * HOUR, 10) == (COMING,)
    assert current(kept) == (replace(NOW_AWAY, handed_at=NOW), COMING)


def test_an_end_is_seen_at_once_here_and_within_five_seconds_elsewhere(
    kept: Database, other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watch:
        seconds = 100.0

        def monotonic(self) -> float:
            return self.seconds

    watch = Watch()
    monkeypatch.setattr(city, "time", watch)
    assert current(other) == (NOW_AWAY, COMING)
    with kept.writing() as store:
        store.absences.end("now", NOW)
        assert store.absences.current(NOW) == (COMING,), "within the transaction as well"
    assert current(kept) == (COMING,)
    assert current(other) == (NOW_AWAY, COMING), "kept: nothing was read"
    watch.seconds += city.FRESH
    assert current(other) == (COMING,)


def test_the_night_duty_lies_beside_the_rota(kept: Database) -> None:
    with kept.writing() as store:
        store.city.add_staff(Staff(id="two", name="李", phone=None, role=Role.OFFICER))
        store.duty.set_night("roads", ["two", "one"])
        assert store.duty.night() == {"roads": ("two", "one")}
        assert store.duty.rota() == {}
        store.duty.set_rota("roads", ["one"])
    with kept.writing() as store:
        store.duty.set_night("roads", [])
    with kept.reading() as store:
        assert (store.duty.night(), store.duty.rota()) == ({}, {"roads": ("one",)})
