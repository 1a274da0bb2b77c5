"""Coordinates and map links in a text: which point, and which grid."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.place import Gazetteer, find_place, read_place_answer
from hotline.domain.place_point import Centre, distance, find_point
from tests.domain.sample_grids import GAZETTEER

CENTRES = (Centre(grid_id="east-1", lat=39.9126, lon=116.4210), Centre(grid_id="north-2", lat=39.9818, lon=116.4312))
TOWN = Gazetteer(grids=GAZETTEER.grids, centres=CENTRES)

POINTS = {
    "39.9123,116.4212": "east-1", "39.9123, 116.4212 井盖坏了": "east-1", "116.4212,39.9123": "east-1",
    "我在39.9123，116.4212": "east-1", "北纬39.9123 东经116.4212": "east-1", "N39.98180 E116.43120": "north-2",
    "https://maps.google.com/?q=39.9123,116.4212": "east-1", "https://www.google.com/maps/@39.98183,116.4312,17z": "north-2",
    "https://maps.apple.com/?ll=39.9123,116.4212&t=m": "east-1", "geo:39.9123,116.4212": "east-1",
    "https://uri.amap.com/marker?position=116.4212,39.9123&name=x": "east-1",
    "http://api.map.baidu.com/marker?location=39.9123,116.4212&title=a": "east-1",
    "https://www.openstreetmap.org/#map=18/39.98180/116.43120": None,
    "12.345,67.890": None, "59.3293,18.0686": None,
}


@pytest.mark.parametrize(("text", "grid"), POINTS.items())
def test_a_point_is_read_and_its_grid_found(text: str, grid: str | None) -> None:
    found = find_point(text, CENTRES)
    assert (found.grid_id if found else None) == grid


@pytest.mark.parametrize("text", ["人民路12号井盖坏了", "3.5米深", "1.2,3.4", "电话13800138000", "2026.11.25", "版本1.234", ""])
def test_other_numbers_are_no_point(text: str) -> None:
    assert find_point(text, CENTRES) is None


def test_words_and_point_together_keep_the_words_and_take_the_point() -> None:
    found = find_place("人民路12号门口 https://maps.google.com/?q=39.9125,116.4219", TOWN)
    assert found is not None
    assert (found.words, found.grid_id, found.lat, found.lon) == ("人民路12号门口", "east-1", 39.9125, 116.4219)
    alone = read_place_answer("https://maps.google.com/?q=39.9125,116.4219", TOWN)
    assert (alone.words, alone.grid_id, alone.known) == ("39.9125, 116.4219", "east-1", True)


def test_a_point_far_from_the_city_is_a_place_without_a_grid() -> None:
    found = find_place("59.3293,18.0686", TOWN)
    assert found is not None
    assert (found.grid_id, found.known) == (None, False)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_a_distance_is_a_distance(lat: float, lon: float, to_lat: float, to_lon: float) -> None:
    there, back = distance(lat, lon, to_lat, to_lon), distance(to_lat, to_lon, lat, lon)
    assert math.isclose(there, back, abs_tol=1e-6)
    assert 0 <= there <= 20_016


@given(st.one_of(st.text(max_size=200), st.from_regex(r"-?[0-9]{1,3}\.[0-9]{3,6}, ?-?[0-9]{1,3}\.[0-9]{3,6}", fullmatch=True)))
def test_any_text_is_read_and_a_point_lies_on_the_earth(text: str) -> None:
    found = find_point(text, CENTRES)
    assert found is None or (abs(found.lat) <= 90 and abs(found.lon) <= 180)
    assert found is None or found.grid_id in (None, "east-1", "north-2")
