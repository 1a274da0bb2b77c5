"""Recordings come home sealed, leave the carrier, and are waited for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.clock import FixedClock
from hotline.domain.call import Call, Direction, Recording, RecordingState
from hotline.domain.errors import CarrierError, Permanent, Temporary, Uncertain
from hotline.media import Media
from hotline.services.anchor_audit import anchor_audit
from hotline.services.fetch_recordings import fetch_recordings
from hotline.storage import Database, migrate
from tests.services.delivery_stage import KEYS, Parts

SOUND = b"RIFF the caller's own voice"


@dataclass
class Shelf:
    """A carrier that has, or has not, one recording."""

    sound: bytes = SOUND
    fetch_fault: CarrierError | None = None
    delete_fault: CarrierError | None = None
    asked: list[str] = field(default_factory=list)

    def fetch_recording(self, sid: str) -> bytes:
        self.asked.append(f"fetch {sid}")
        if self.fetch_fault:
            raise self.fetch_fault
        return self.sound

    def delete_recording(self, sid: str) -> None:
        self.asked.append(f"delete {sid}")
        if self.delete_fault:
            raise self.delete_fault


@pytest.fixture
def parts(database_url: str, clock: FixedClock) -> Iterator[Parts]:
    migrate(database_url)
    database = Database(database_url, KEYS)
    now = clock.now()
    with database.writing() as store:
        store.calls.add(Call(id="c1", sid="CA1", direction=Direction.INBOUND, phone=None, language="en", started_at=now))
        store.recordings.add(Recording(id="r1", sid="RE1", call_id="c1", next_at=now, created_at=now))
    yield Parts(database=database, clock=clock)
    database.dispose()


@pytest.fixture
def media(tmp_path: Path) -> Media:
    return Media(folder=tmp_path / "media", seal=lambda sound: b"sealed:" + sound[::-1])


def stored(parts: Parts) -> Recording:
    with parts.database.reading() as store:
        found = store.recordings.get("r1")
    assert found is not None
    return found


def test_fetched_sealed_stored_deleted(parts: Parts, media: Media) -> None:
    shelf = Shelf()
    assert fetch_recordings(parts, shelf, media) == 1  # type: ignore[arg-type]
    row = stored(parts)
    assert row.state is RecordingState.STORED
    assert row.sha256 is not None
    place = media.path(row.sha256)
    assert place.read_bytes() == b"sealed:" + SOUND[::-1]
    assert place.parent.name == row.sha256[:2]
    assert place.stat().st_mode & 0o077 == 0
    assert [p.name for p in place.parent.iterdir()] == [row.sha256]
    assert shelf.asked == ["fetch RE1", "delete RE1"]
    assert fetch_recordings(parts, shelf, media) == 0  # type: ignore[arg-type]


def test_what_does_not_come_is_tried_again_later_and_later(parts: Parts, media: Media) -> None:
    shelf = Shelf(fetch_fault=Temporary())
    waits = []
    for _ in range(4):
        before = parts.clock.now()
        assert fetch_recordings(parts, shelf, media) == 0  # type: ignore[arg-type]
        row = stored(parts)
        waits.append((row.next_at - before).total_seconds())
        parts.clock.set(row.next_at)
    assert waits == [15, 60, 300, 900]
    assert (row.state, row.attempts) == (RecordingState.DUE, 4)
    shelf.fetch_fault = None
    assert fetch_recordings(parts, shelf, media) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [404, 20404])
def test_gone_is_believed_when_it_had_time_to_be_made(parts: Parts, media: Media, code: int) -> None:
    shelf = Shelf(fetch_fault=Permanent(code))
    fetch_recordings(parts, shelf, media)  # type: ignore[arg-type]
    assert stored(parts).state is RecordingState.DUE
    parts.clock.move(timedelta(minutes=11))
    fetch_recordings(parts, shelf, media)  # type: ignore[arg-type]
    assert stored(parts).state is RecordingState.GONE
    parts.clock.move(timedelta(days=1))
    fetch_recordings(parts, shelf, media)  # type: ignore[arg-type]
    assert len(shelf.asked) == 2


def test_our_login_refused_is_not_gone(parts: Parts, media: Media) -> None:
    parts.clock.move(timedelta(hours=1))
    fetch_recordings(parts, Shelf(fetch_fault=Permanent(401)), media)  # type: ignore[arg-type]
    assert stored(parts).state is RecordingState.DUE


def test_a_copy_that_stays_at_the_carrier_is_said(parts: Parts, media: Media, caplog: pytest.LogCaptureFixture) -> None:
    assert fetch_recordings(parts, Shelf(delete_fault=Uncertain()), media) == 1  # type: ignore[arg-type]
    assert stored(parts).state is RecordingState.STORED
    assert "could not be deleted" in caplog.text


def test_a_worker_that_dies_has_only_put_it_off(parts: Parts, media: Media) -> None:
    class Killed(BaseException):
        pass

    shelf = Shelf()
    dead = Media(folder=media.folder, seal=lambda _: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        fetch_recordings(parts, shelf, dead)  # type: ignore[arg-type]
    assert fetch_recordings(parts, shelf, media) == 0  # type: ignore[arg-type]
    parts.clock.move(timedelta(minutes=4))
    assert fetch_recordings(parts, shelf, media) == 1  # type: ignore[arg-type]


def test_the_anchor_is_a_line_an_auditor_keeps(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "audit" / "anchors.jsonl"
    first, second = anchor_audit(parts, file), anchor_audit(parts, file)
    lines = file.read_text().splitlines()
    assert len(lines) == 2
    assert first.mac in lines[0]
    assert second.mac in lines[1]
