"""Pictures to text: a camera's JPEG with time and place in it, others, and what only claims to be one."""

import io

from PIL import ExifTags, Image, ImageDraw


def drawn(shade: int = 90, size: tuple[int, int] = (640, 480)) -> Image.Image:
    picture = Image.new("RGB", size, (shade, 120, 160))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((size[0] // 8 + shade, size[1] // 6, size[0] // 2 + shade, size[1] // 2), fill=(230, shade, 40))
    pen.line((0, size[1] - shade, size[0], shade), fill=(20, 20, 20), width=9)
    return picture


def jpeg(shade: int = 90, size: tuple[int, int] = (640, 480), quality: int = 90, *, camera: bool = True) -> bytes:
    exif = Image.Exif()
    if camera:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:22 08:15:30"
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLongitude] = (39.0, 54.0, 44.28), (116.0, 25.0, 16.32)
        exif[ExifTags.Base.Make] = "Secretphone"
    return _saved(drawn(shade, size), "JPEG", quality=quality, exif=exif)


def png() -> bytes:
    return _saved(drawn().convert("RGBA"), "PNG")


def _saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind, **more)
    return kept.getvalue()
