"""Pictures as they come, made safe to keep: judged by what they hold, turned upright, without what a camera wrote into them."""

import io
import itertools
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from hotline.domain.photo import Facts

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2048
QUALITY = 85
_HASH = 8  # 8 by 8 comparisons: 64 bits


class NoPicture(ValueError):
    """What came is no picture we open, or one too large to open safely."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """``content``: JPEG without metadata."""

    content: bytes
    looks: str
    facts: Facts


def read_picture(content: bytes) -> Picture:
    """Raises NoPicture. The size is known before anything is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken metadata: the picture is what counts
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS or not opened.width or not opened.height:
                    raise NoPicture("size")
                facts = _facts(opened)
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is unpacked smaller at once
                upright = ImageOps.exif_transpose(opened)
                plain = _on_white(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError,
            ValueError, IndexError, EOFError, MemoryError, OverflowError, ZeroDivisionError) as error:  # fmt: skip
        raise NoPicture(type(error).__name__) from None
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return Picture(content=kept.getvalue(), looks=_looks(plain), facts=facts)


def picture_of(content: bytes) -> Picture | None:
    """The picture made plain; None where it is none."""
    try:
        return read_picture(content)
    except NoPicture:
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    whole = picture.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(ground, whole).convert("RGB")


def _looks(picture: Image.Image) -> str:
    """Difference hash: is each pixel of a tiny grey copy brighter than its neighbour? Survives scaling and re-encoding."""
    small = picture.convert("L").resize((_HASH + 1, _HASH), Image.Resampling.BILINEAR)
    grey = small.tobytes()
    rows = (grey[row * (_HASH + 1) : (row + 1) * (_HASH + 1)] for row in range(_HASH))
    bits = "".join("1" if left < right else "0" for row in rows for left, right in itertools.pairwise(row))
    return f"{int(bits, 2):016x}"


def _facts(picture: Image.Image) -> Facts:
    exif = picture.getexif()
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    written = camera.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    return Facts(
        taken_at=_moment(written), lat=_degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90),
        lon=_degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180),
    )


def _moment(written: object) -> datetime | None:
    try:
        # The camera's clock has no zone; as UTC it stays the hour it shows.
        return datetime.strptime(str(written), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _degrees(place: dict[int, object], tag: int, side: int, negative: str, most: int) -> float | None:
    """Degrees, minutes, seconds; rounded to about ten metres."""
    parts = place.get(tag)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= most:
        return None
    return round(-found if str(place.get(side, "")).strip("\x00 ").upper() == negative else found, 4)
