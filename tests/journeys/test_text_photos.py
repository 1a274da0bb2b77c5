"""Photos by text: all of them, kept with what they are about, safe, seen by who may, and gone from the carrier."""

from base64 import b64encode
from datetime import timedelta

import requests

from hotline.domain.photo import Photo, PhotoState
from hotline.domain.staff import Role
from hotline.services.fetch_photos import delete_left_photos, expire_photos
from hotline.services.steps.home import LEASE, file_lease
from tests.journeys.stage import LIN, OTHER, QIAN, audit, done, number_in, only, report, ticket, tickets
from tests.support.city import City
from tests.support.desk import at_desk
from tests.support.photos import jpeg, png


def photos(town: City, number: str) -> tuple[Photo, ...]:
    with town.hotline.database.reading() as store:
        return store.photos.of_ticket(ticket(town, number).id)


def at_the_carrier(town: City) -> int:
    return sum(int(row["n"]) for row in town.carrier._store.rows("SELECT count(*) AS n FROM media"))


def test_all_photos_of_a_report_come_home_plain_and_leave_the_carrier(town: City) -> None:
    number = number_in(only(town.text(LIN, "人民路12号井盖坏了", jpeg(), png(), jpeg(150))))
    kept = photos(town, number)
    assert [photo.state for photo in kept] == [PhotoState.STORED] * 3
    assert (kept[0].facts.lat, kept[0].facts.lon) == (39.9123, 116.4212)
    assert at_the_carrier(town) == 0
    assert all(photo.deleted_at for photo in kept)
    assert "photos" in audit(town, number)
    stored = town.hotline.media.read(kept[0].sha256 or "")
    assert stored[:2] == b"\xff\xd8"
    assert b"Secretphone" not in stored


def test_a_photo_without_words_waits_for_them_and_one_after_the_report_joins_it(town: City) -> None:
    assert "什么事、在哪里" in only(town.text(LIN, "", jpeg()))
    assert tickets(town) == ()
    number = number_in(only(town.text(LIN, "人民路12号井盖坏了")))
    assert len(photos(town, number)) == 1
    assert "照片收到" in only(town.text(LIN, "", jpeg(150)))
    assert len(photos(town, number)) == 2


def test_a_photo_while_the_place_is_asked_belongs_there(town: City) -> None:
    number = number_in(only(town.text(LIN, "井盖坏了")))
    town.text(LIN, "", jpeg())
    assert len(photos(town, number)) == 1
    assert "地点已记下" in only(town.text(LIN, "人民路12号"))


def test_what_is_no_picture_is_said_and_kept_nowhere(town: City) -> None:
    replies = town.text(LIN, "人民路12号井盖坏了", b"MZ this is a program", b"not a picture either")
    assert any("打不开" in text for text in replies)
    assert sum("打不开" in text for text in replies) == 1, "once for each text"
    number = next(number_in(text) for text in replies if "编号" in text)
    assert [photo.state for photo in photos(town, number)] == [PhotoState.REFUSED] * 2
    assert at_the_carrier(town) == 0


def test_an_officers_photo_is_proof_of_the_ticket_it_is_done_with(town: City) -> None:
    number = report(town, LIN)
    town.text(QIAN, f"办结 {number} 井盖已更换", jpeg())
    kept = only(list(photos(town, number)))  # type: ignore[arg-type]
    assert kept.staff_id is not None  # type: ignore[attr-defined]
    assert kept.reporter_id is None  # type: ignore[attr-defined]


def test_one_photo_on_two_tickets_is_noticed_and_a_sealed_one_is_not_its_departments(town: City) -> None:
    first = number_in(town.text(LIN, "人民路12号井盖坏了", jpeg())[0])
    second = number_in(town.text(OTHER, "解放路5号路灯不亮", jpeg(quality=40))[0])
    desk = at_desk(town, Role.COORDINATOR)
    page = desk.get(f"/console/tickets/{second}").text
    assert f"{first[:4]}-{first[4:]}" in page
    seen = photos(town, first)[0]
    shown = desk.get(f"/console/photos/{seen.id}")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    officer = at_desk(town, Role.OFFICER, "roads")
    assert officer.get(f"/console/photos/{seen.id}").status_code == 200
    town.text(LIN, "保密")
    assert officer.get(f"/console/photos/{seen.id}").status_code == 404


def test_one_the_carrier_has_no_more_is_asked_for_a_while_and_then_given_up(town: City) -> None:
    told = {"from": LIN, "body": "人民路12号井盖坏了", "photos": [b64encode(jpeg()).decode()]}
    requests.post(f"{town.carrier.base_url}/sim/texts", json=told, timeout=20).raise_for_status()
    number = tickets(town)[0].number
    town.carrier._store.throw_away(photos(town, number)[0].sid)
    town.settle()
    assert photos(town, number)[0].state is PhotoState.DUE
    for _ in range(6):
        town.later(minutes=10)
    assert photos(town, number)[0].state is PhotoState.GONE


def test_a_file_two_photos_share_goes_with_the_last_and_not_while_somebody_writes_it(town: City) -> None:
    first = number_in(only(town.text(LIN, "人民路12号井盖坏了", jpeg())))
    town.clock.move(timedelta(days=100))
    second = number_in(only(town.text(OTHER, "解放路5号路灯不亮", jpeg())))
    name = photos(town, first)[0].sha256 or ""
    assert photos(town, second)[0].sha256 == name
    done(town, QIAN, first)
    town.settle()
    town.text(LIN, "1")
    parts, media = town.hotline.parts, town.hotline.media
    town.clock.move(timedelta(days=200))
    assert expire_photos(parts, media, timedelta(days=180)) == 1
    assert media.has(name), "the other ticket is open"
    done(town, QIAN, second)
    town.settle()
    town.text(OTHER, "1")
    town.clock.move(timedelta(days=200))
    with town.hotline.database.writing() as store:
        assert store.leases.take(file_lease(name), "somebody", town.clock.now(), town.clock.now() + LEASE)
    assert expire_photos(parts, media, timedelta(days=180)) == 1
    assert media.has(name), "somebody writes this very file"
    town.clock.move(LEASE + timedelta(seconds=1))
    expire_photos(parts, media, timedelta(days=180))
    assert not media.has(name)


def test_photos_go_so_long_after_the_closing(town: City) -> None:
    number = number_in(only(town.text(LIN, "人民路12号井盖坏了", jpeg())))
    done(town, QIAN, number)
    town.settle()
    town.text(LIN, "1")
    kept = photos(town, number)[0]
    town.clock.move(timedelta(days=400))
    assert expire_photos(town.hotline.parts, town.hotline.media, timedelta(days=365)) == 1
    assert (photos(town, number)[0].state, photos(town, number)[0].sha256) == (PhotoState.EXPIRED, None)
    assert not town.hotline.media.has(kept.sha256 or "")
    assert "photo_removed" in audit(town, number)
    assert delete_left_photos(town.hotline.parts, town.hotline.carrier) == 0
