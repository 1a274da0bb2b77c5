"""A city for each story: on SQLite and on PostgreSQL, with a real Redis and a clock that is moved by hand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.clock import FixedClock
from tests.support.city import City, close_city, open_city

OpenCity = Callable[..., City]


@pytest.fixture
def city(data_dir: Path, clock: FixedClock, migrated_url: str, redis_url: str) -> Iterator[City]:
    """The whole hotline; the story is told once on each database."""
    opened = open_city(data_dir, clock, migrated_url, redis_url)
    yield opened
    close_city(opened)


@pytest.fixture
def open_one(tmp_path: Path, data_dir: Path, clock: FixedClock, redis_url: str) -> Iterator[OpenCity]:
    """A hotline on SQLite, with settings as the environment would give them."""
    opened: list[City] = []

    def start(**settings: str) -> City:
        opened.append(open_city(data_dir, clock, f"sqlite:///{tmp_path / 'hotline.db'}", redis_url, **settings))
        return opened[-1]

    yield start
    for one in opened:
        close_city(one)


@pytest.fixture
def town(open_one: OpenCity) -> City:
    """The whole hotline on SQLite: for tables of words, which no database sees."""
    return open_one()
