"""A row changed past the hotline is found by its ticket's number, though the log itself is whole."""

import sqlite3
from pathlib import Path

import pytest

from hotline.domain.audit import Fault
from tests.services.living import Living, residents


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ("state = 'closed', closed_as = 'verdict'", Fault.OTHER_STATE),
        ("handler = 'order'", Fault.OTHER_STATE),
        ("id = 'made-up'", Fault.NO_STORY),
    ],
)
def test_a_changed_row_is_named(tmp_path: Path, changed: str, fault: Fault) -> None:
    city = Living(tmp_path)
    city.text(next(residents()), "人民路12号井盖坏了")
    with city.database.reading(frozen=True) as store:
        assert store.audit.replayed() == ()
    with sqlite3.connect(tmp_path / "history.db") as plain:
        plain.execute(f"UPDATE tickets SET {changed}")  # noqa: S608 - of this test's own
    plain.close()
    with city.database.reading(frozen=True) as store:
        assert store.audit.verify() == ()
        assert [(p.ticket, p.fault) for p in store.audit.replayed()] == [(city.numbers[0], fault)]
    city.close()
