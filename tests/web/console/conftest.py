"""A hotline with its doors open, its clock at MORNING, and one ticket of the road department."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.clock import FixedClock
from hotline.domain.ticket import Ticket
from tests.conftest import MORNING
from tests.support.city import RESIDENT, City, close_city, open_city


@pytest.fixture
def city(tmp_path: Path, redis_url: str) -> Iterator[City]:
    opened = open_city(tmp_path, FixedClock(MORNING), f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    yield opened
    close_city(opened)


@pytest.fixture
def ticket(city: City) -> Ticket:
    city.text(RESIDENT, "人民路12号井盖坏了")
    return latest(city)


def latest(city: City) -> Ticket:
    with city.hotline.database.reading() as store:
        return store.tickets.listing(limit=1)[0]
