"""Recordings are kept as long as configured and no longer; a copy at the carrier goes, however often that must be tried."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from hotline.domain.call import Recording, RecordingState
from hotline.domain.errors import Uncertain
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from hotline.services.expire_recordings import expire_recordings
from hotline.services.fetch_recordings import delete_leftovers
from hotline.services.hear import hear
from hotline.services.steps.home import LEASE, file_lease
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import LIN, audit, dial, drafts, hung_up, ticket, tickets, told
from tests.support.city import City
from tests.support.desk import at_desk
from tests.support.s3 import BUCKET, KEYS, S3Server

KEEP, DAY = timedelta(days=180), timedelta(days=1)


def say_it(city: City, words: str = "建设路小学北门") -> str:
    """A report by telephone; its number."""
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak(words)
    told(city, phone)
    return tickets(city)[0].number


def recordings(city: City, number: str) -> tuple[Recording, ...]:
    with city.hotline.database.reading() as store:
        return store.recordings.of_ticket(ticket(city, number).id)


def close(city: City, number: str) -> None:
    with city.hotline.database.writing() as store:
        store.tickets.save(replace(ticket(city, number), state=State.CLOSED, closed_at=city.clock.now()))


def expire(city: City) -> int:
    return expire_recordings(city.hotline.parts, city.hotline.media, KEEP)


def files(city: City) -> int:
    return len([file for file in city.hotline.media.folder.glob("*/*") if file.is_file()])


def test_the_sound_goes_so_long_after_the_closing_and_the_ticket_stays(city: City) -> None:
    number = say_it(city)
    assert [r.state for r in recordings(city, number)] == [RecordingState.STORED]
    city.clock.move(2 * KEEP)
    assert expire(city) == 0, "the ticket is not closed"
    close(city, number)
    city.clock.move(KEEP - DAY)
    assert expire(city) == 0
    assert files(city) == 1
    city.clock.move(2 * DAY)
    assert expire(city) == 1
    assert expire(city) == 0
    gone = recordings(city, number)[0]
    assert (gone.state, gone.sha256) == (RecordingState.EXPIRED, None)
    assert files(city) == 0
    assert ticket(city, number).state is State.CLOSED
    assert audit(city, number).count("recording_removed") == 1
    with city.hotline.database.reading(frozen=True) as store:
        assert store.audit.verify() == ()


def test_a_reopened_ticket_keeps_its_recording(city: City) -> None:
    number = say_it(city)
    close(city, number)
    city.clock.move(KEEP / 2)
    with city.hotline.database.writing() as store:
        store.tickets.save(replace(ticket(city, number), state=State.DISPATCHED, closed_at=None))
    city.clock.move(KEEP)
    assert expire(city) == 0


def test_a_recording_without_a_ticket_goes_so_long_after_its_call(city: City) -> None:
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    hung_up(city, phone)
    call_id = drafts(city)[0].call_id
    city.clock.move(KEEP - DAY)
    assert expire(city) == 0
    city.clock.move(2 * DAY)
    assert expire(city) == 1
    with city.hotline.database.reading() as store:
        assert [r.state for r in store.recordings.of_call(call_id)] == [RecordingState.EXPIRED]
        assert [e.action for e in store.audit.of_chain(f"call:{call_id}")] == ["recording_removed"]


def test_a_file_two_share_goes_with_the_last(city: City) -> None:
    number = say_it(city)
    first = recordings(city, number)[0]
    assert first.sha256
    sound = city.hotline.media.read(first.sha256)
    with city.hotline.database.writing() as store:
        store.recordings.add(_stored(city, first.call_id, None, "RE8", sound))
    city.clock.move(DAY)
    close(city, number)
    city.clock.move(KEEP - DAY / 2)
    assert expire(city) == 1, "the one without a ticket"
    assert city.hotline.media.read(first.sha256) == sound
    city.clock.move(DAY)
    assert expire(city) == 1
    assert not city.hotline.media.has(first.sha256)


def test_a_file_somebody_is_just_writing_is_left_alone_and_goes_later(city: City) -> None:
    number = say_it(city)
    close(city, number)
    name = recordings(city, number)[0].sha256 or ""
    city.clock.move(KEEP + DAY)
    with city.hotline.database.writing() as store:
        assert store.leases.take(file_lease(name), "another", city.clock.now(), city.clock.now() + LEASE)
    assert expire(city) == 1
    assert city.hotline.media.has(name)
    city.clock.move(LEASE)
    assert expire(city) == 0
    assert not city.hotline.media.has(name)


def test_one_that_never_came_home_is_not_kept_at_the_carrier_either(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(city.hotline.carrier, "fetch_recording", _unable)
    monkeypatch.setattr(city.hotline.carrier, "delete_recording", asked.append)
    number = say_it(city)
    close(city, number)
    city.clock.move(KEEP + DAY)
    assert expire(city) == 1
    assert delete_leftovers(city.hotline.parts, city.hotline.carrier) == 1
    assert asked == [recordings(city, number)[0].sid]
    assert delete_leftovers(city.hotline.parts, city.hotline.carrier) == 0


def test_a_copy_that_stays_at_the_carrier_is_asked_for_until_it_is_gone(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(city.hotline.carrier, "delete_recording", _unable)
        number = say_it(city)
        assert recordings(city, number)[0].state is RecordingState.STORED
        assert at_the_carrier(city) == 1
        waits = []
        for _ in range(4):
            waits.append(recordings(city, number)[0].next_at - city.clock.now())
            city.clock.move(waits[-1])
            assert delete_leftovers(city.hotline.parts, city.hotline.carrier) == 0
    assert waits == sorted(waits)
    city.later(hours=1)
    assert delete_leftovers(city.hotline.parts, city.hotline.carrier) == 1
    assert at_the_carrier(city) == 0
    assert recordings(city, number)[0].deleted_at == city.clock.now()


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "保存期已满，已删除"), ("en", "removed after the retention")])
def test_the_console_says_that_it_is_gone_and_nobody_hears_it(city: City, language: str, said: str) -> None:
    number = say_it(city)
    close(city, number)
    city.clock.move(KEEP + DAY)
    expire(city)
    desk = at_desk(city, Role.COORDINATOR)
    desk.get(f"/console/tickets/{number}?lang={language}")
    assert said in desk.said
    assert "<audio" not in desk.page.text
    with city.hotline.database.reading() as store:
        staff = next(person for person in store.city.staff() if person.role is Role.COORDINATOR)
    assert hear(city.hotline.parts, city.hotline.media, staff, recordings(city, number)[0].id) is None


@pytest.fixture
def in_a_bucket(open_one: OpenCity, s3: S3Server) -> City:
    return open_one(
        RECORDINGS__STORAGE=f"s3://{BUCKET}/city", RECORDINGS__ENDPOINT=s3.url, RECORDINGS__ACCESS_KEY=KEYS["access_key"],
        RECORDINGS__SECRET_KEY=KEYS["secret_key"],
    )


def test_a_call_s_recording_lies_sealed_in_the_bucket_until_its_time_is_over(in_a_bucket: City, s3: S3Server) -> None:
    number = say_it(in_a_bucket)
    kept = recordings(in_a_bucket, number)[0]
    assert s3.names() == [f"city/{(kept.sha256 or '')[:2]}/{kept.sha256}"]
    assert s3.content(s3.names()[0]) != in_a_bucket.hotline.media.read(kept.sha256 or "")
    assert at_the_carrier(in_a_bucket) == 0
    close(in_a_bucket, number)
    in_a_bucket.clock.move(KEEP + DAY)
    assert expire(in_a_bucket) == 1
    assert s3.names() == []


def test_while_the_bucket_is_away_the_recording_stays_at_the_carrier(in_a_bucket: City, s3: S3Server) -> None:
    s3.stop()
    try:
        number = say_it(in_a_bucket)
        assert recordings(in_a_bucket, number)[0].state is RecordingState.DUE
        assert at_the_carrier(in_a_bucket) == 1
        answer = requests.get(f"{in_a_bucket.base}/readyz", timeout=20)
        assert (answer.status_code, answer.json()["status"], answer.json()["reasons"]) == (503, "degraded", ["recordings"])
    finally:
        s3.start()
    in_a_bucket.later(minutes=4)
    assert recordings(in_a_bucket, number)[0].state is RecordingState.STORED
    assert at_the_carrier(in_a_bucket) == 0


def at_the_carrier(city: City) -> int:
    return len(city.carrier.control._store.rows("SELECT 1 FROM recordings WHERE sid NOT IN (SELECT sid FROM gone)", ()))


def _unable(sid: str) -> bytes:
    raise Uncertain


def _stored(city: City, call_id: str, ticket_id: str | None, sid: str, sound: bytes) -> Recording:
    now = city.clock.now()
    return Recording(
        id=city.hotline.parts.ids.new(), sid=sid, call_id=call_id, ticket_id=ticket_id, seconds=3, created_at=now, next_at=now,
        state=RecordingState.STORED, sha256=city.hotline.media.keep(sound),
    )
