"""`config check` tells how the city in the database differs from the configured one."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hotline.domain.staff import GridRow, Role
from hotline.ids import Ids
from hotline.services.compare_city import compare_city
from hotline.services.parts import Parts
from hotline.services.seed import CitySeed, PersonSeed, seed
from hotline.storage.crypto import Keys
from hotline.storage.db import Database
from hotline.storage.migrate import migrate

PERSON = PersonSeed(name="钱小明", phone="139 0001 0112", role="officer", department="roads", language="zh-CN", on_duty=True)
CITY = CitySeed(
    departments={"roads": {"zh-CN": "市政维护处"}},
    grids={"east-1": GridRow(id="east-1", name={"zh-CN": "城东1格"}, kind="urban")},
    default_routes={"c01": "roads"},
    grid_routes={"east-1": {"*": "roads"}},
    people=(PERSON,), rota={"roads": ("钱小明",)},
)


@pytest.fixture
def parts(database_url: str, ids: Ids) -> Iterator[Parts]:
    migrate(database_url)
    database = Database(database_url, Keys(data=b"d" * 32, lookup=b"l" * 32, audit=b"a" * 32))
    yield cast("Parts", SimpleNamespace(database=database, ids=ids, region="CN"))
    database.dispose()


def test_nothing_is_compared_with_an_empty_database(parts: Parts) -> None:
    assert compare_city(parts, CITY) == []


def test_what_was_just_seeded_differs_in_nothing_and_is_seeded_once(parts: Parts) -> None:
    assert seed(parts, CITY)
    assert not seed(parts, CITY)
    assert compare_city(parts, CITY) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"departments": {"roads": {"zh-CN": "市政处"}}}, "department roads: the database says otherwise than config.yaml"),
        ({"departments": CITY.departments | {"water": {"zh-CN": "水务处"}}}, "department water: in config.yaml only"),
        ({"grids": {}}, "grid east-1: in the database only"),
        ({"default_routes": {"c01": "water"}}, "route city c01: the database says otherwise than config.yaml"),
        ({"people": (replace(PERSON, phone="139 0001 0113"),)}, "person 钱小明: the database says otherwise"),
        ({"rota": {}}, "rota roads: in the database only"),
        ({"people": (replace(PERSON, role=Role.HEAD.value),)}, "person 钱小明: the database says otherwise"),
    ],
)
def test_each_difference_is_named_and_no_number_with_it(parts: Parts, change: dict[str, Any], line: str) -> None:
    seed(parts, CITY)
    told = compare_city(parts, replace(CITY, **change))
    assert len(told) == 1
    assert told[0].startswith(line)
    assert "0112" not in told[0]
    assert "0113" not in told[0]
