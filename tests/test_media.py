"""Recordings on the disk and in a real bucket over HTTP: sealed, whole or not there, and honest about a store that is away."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline.bucket import ASK_AFTER, S3Bucket
from hotline.domain.errors import Unavailable
from hotline.media import Media
from tests.support.ports import free_port
from tests.support.s3 import BUCKET, KEYS, S3Server

SOUND = b"RIFF the caller's own voice"
NAME = hashlib.sha256(SOUND).hexdigest()
MakeMedia = Callable[..., Media]


def seal(sound: bytes) -> bytes:
    return b"sealed:" + sound[::-1]


def unseal(sealed: bytes) -> bytes:
    return sealed.removeprefix(b"sealed:")[::-1]


def bucket(url: str, prefix: str = "/city/recordings", **more: object) -> S3Bucket:
    return S3Bucket(f"s3://{BUCKET}{prefix}", endpoint=url, region="us-east-1", **{**KEYS, **more})  # type: ignore[arg-type]


@pytest.fixture(params=["disk", "bucket"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Media:
    store = bucket(request.getfixturevalue("s3").url) if request.param == "bucket" else None
    return Media(folder=tmp_path / "media", seal=seal, unseal=unseal, bucket=store)


def test_what_is_kept_comes_back_under_the_name_of_what_it_holds(media: Media) -> None:
    assert media.ready()
    assert not media.has(NAME)
    assert media.keep(SOUND) == NAME
    assert media.keep(SOUND) == NAME
    assert media.has(NAME)
    assert media.read(NAME) == SOUND


def test_what_is_removed_is_gone_and_once_more_is_no_fault(media: Media) -> None:
    media.keep(SOUND)
    media.remove(NAME)
    assert not media.has(NAME)
    media.remove(NAME)
    with pytest.raises(Unavailable):
        media.read(NAME)


def test_in_the_bucket_lies_what_is_sealed_and_nothing_on_the_disk(tmp_path: Path, s3: S3Server) -> None:
    Media(folder=tmp_path / "media", seal=seal, bucket=bucket(s3.url)).keep(SOUND)
    assert s3.names() == [f"city/recordings/{NAME[:2]}/{NAME}"]
    assert s3.content(s3.names()[0]) == seal(SOUND)
    assert not (tmp_path / "media").exists()


def test_a_bucket_without_a_prefix(tmp_path: Path, s3: S3Server) -> None:
    Media(folder=tmp_path, seal=seal, bucket=bucket(s3.url, prefix="")).keep(SOUND)
    assert s3.names() == [f"{NAME[:2]}/{NAME}"]


def test_what_was_kept_before_there_was_a_bucket_is_read_and_removed_where_it_lies(tmp_path: Path, s3: S3Server) -> None:
    Media(folder=tmp_path, seal=seal).keep(SOUND)
    later = Media(folder=tmp_path, seal=seal, unseal=unseal, bucket=bucket(s3.url))
    assert later.has(NAME)
    assert later.read(NAME) == SOUND
    later.remove(NAME)
    assert not later.has(NAME)


@pytest.mark.parametrize("act", ["has", "keep", "read", "remove"])
def test_a_store_that_is_away_is_said_soon_and_without_its_address(
    tmp_path: Path, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    away = Media(folder=tmp_path, seal=seal, bucket=bucket(f"http://127.0.0.1:{free_port()}"))
    started = time.monotonic()
    with pytest.raises(Unavailable, match="recordings") as error:
        getattr(away, act)(SOUND if act == "keep" else NAME)
    assert time.monotonic() - started < 10
    assert error.value.__cause__ is None
    assert "can't be reached" in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert NAME not in caplog.text


def test_a_bucket_that_does_not_exist_takes_nothing(s3: S3Server) -> None:
    nowhere = S3Bucket("s3://no-such-bucket", endpoint=s3.url, region="us-east-1", **KEYS)
    assert not nowhere.ready()
    with pytest.raises(Unavailable):
        nowhere.put("a", b"b")


def test_whether_it_is_ready_is_asked_again_after_a_while_only(s3: S3Server) -> None:
    now = [0.0]
    here = bucket(s3.url, monotonic=lambda: now[0])
    assert here.ready()
    s3.empty()
    assert here.ready()
    assert s3.names() == []
    now[0] = ASK_AFTER
    assert here.ready()
    assert s3.names() == ["city/recordings/ready"]


def test_a_disk_that_takes_nothing_is_a_store_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("no folder")
    with pytest.raises(Unavailable, match="recordings"):
        Media(folder=tmp_path / "media", seal=seal).keep(SOUND)
