"""Coordinates somebody pastes: two numbers, or a link from a map on the phone; and which grid they are in."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

# As maps write them: a pair after a known name, or after @; else two numbers with enough decimals to be no house numbers.
_NUMBER = r"(-?\d{1,3}\.\d{3,})"
_LINK = re.compile(
    rf"(?:[?&#](?:q|ll|sll|center|location|position|point|coord|destination|daddr|latlng|query)=(?:loc:)?|@|geo:|/)"
    rf"{_NUMBER}(?:,|%2C|\s)+{_NUMBER}", re.IGNORECASE,
)  # fmt: skip
_SIDE = r"(?:[NnEe]|[北东][纬经]?)?"
_PAIR = re.compile(rf"(?<![\d.]){_NUMBER}\s*°?\s*{_SIDE}\s*[,，\s;；]+\s*{_SIDE}\s*{_NUMBER}(?![\d.])")
EARTH_KM = 6371.0
FARTHEST_KM = 30.0  # beyond it a point is not in this city


@dataclass(frozen=True, kw_only=True, slots=True)
class Centre:
    grid_id: str
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """``words``: as it stood in the text. ``grid_id`` None: it is not in this city."""

    words: str
    lat: float
    lon: float
    grid_id: str | None


def find_point(text: str, centres: Sequence[Centre]) -> Point | None:
    """The first point a text holds. Chinese maps write the longitude first, others the latitude: of both the one that lies
    in the city is meant."""
    found = _LINK.search(text) or _PAIR.search(text)
    if found is None:
        return None
    one, other = float(found.group(1)), float(found.group(2))
    readings = [(lat, lon) for lat, lon in ((one, other), (other, one)) if abs(lat) <= 90 and abs(lon) <= 180]
    near = [(distance(lat, lon, centre.lat, centre.lon), lat, lon, centre.grid_id) for lat, lon in readings for centre in centres]
    if not readings:
        return None
    km, lat, lon, grid_id = min(near, default=(math.inf, *readings[0], ""))
    if km > FARTHEST_KM:
        return Point(words=f"{one}, {other}", lat=readings[0][0], lon=readings[0][1], grid_id=None)
    return Point(words=f"{lat}, {lon}", lat=lat, lon=lon, grid_id=grid_id)


def distance(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Kilometres over the ground, by the haversine."""
    up, across = math.radians(to_lat - lat) / 2, math.radians(to_lon - lon) / 2
    chord = math.sin(up) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(to_lat)) * math.sin(across) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
