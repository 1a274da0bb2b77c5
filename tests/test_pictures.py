"""Pictures made safe to keep: judged by what they hold, without metadata, alike where they look alike."""

import io
import struct
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hotline.domain.photo import alike
from hotline.pictures import LONGEST_SIDE, NoPicture, picture_of, read_picture
from tests.support.photos import drawn, jpeg, png


def test_time_and_place_are_kept_as_facts_and_stripped_from_the_file() -> None:
    picture = read_picture(jpeg())
    assert picture.facts.taken_at == datetime(2026, 11, 22, 8, 15, 30, tzinfo=UTC)
    assert (picture.facts.lat, picture.facts.lon) == (39.9123, 116.4212)
    with Image.open(io.BytesIO(picture.content)) as kept:
        assert (kept.format, dict(kept.getexif()), kept.size) == ("JPEG", {}, (640, 480))
    assert b"Secretphone" not in picture.content


def test_every_usual_kind_becomes_a_plain_jpeg_no_larger_than_needed() -> None:
    kept = io.BytesIO()
    drawn().save(kept, "WEBP")
    for raw in (png(), kept.getvalue(), jpeg(size=(5000, 3000))):
        with Image.open(io.BytesIO(read_picture(raw).content)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) <= LONGEST_SIDE


def test_the_same_picture_sent_smaller_or_worse_still_looks_the_same_and_another_does_not() -> None:
    first = read_picture(jpeg()).looks
    assert alike(first, read_picture(jpeg(quality=35, camera=False)).looks)
    small = io.BytesIO()
    drawn().resize((200, 150)).save(small, "JPEG")
    assert alike(first, read_picture(small.getvalue()).looks)
    assert not alike(first, read_picture(jpeg(shade=220)).looks)
    assert not alike(None, first)


def _bomb() -> bytes:
    """A small PNG that says it is 60,000 by 60,000."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "raw", [b"", b"hello", b"<svg onload='x'/>", b"GIF89a", jpeg()[:200], b"%PDF-1.7", b"PK\x03\x04", b"MZ" * 900, _bomb()],
)
def test_what_is_no_picture_or_too_large_is_refused_before_it_is_unpacked(raw: bytes) -> None:
    with pytest.raises(NoPicture):
        read_picture(raw)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 500))
def test_whatever_comes_it_is_a_picture_or_none(junk: bytes, cut: int) -> None:
    broken = jpeg(size=(64, 48))
    for raw in (junk, broken[:cut] + junk + broken[cut:]):
        found = picture_of(raw)
        assert found is None or found.content[:2] == b"\xff\xd8"
