"""What an alarm asks: a year whose moved days nobody knows is a warning, and no reason to wake anybody."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from hotline.clock import FixedClock
from tests.support.city import City, close_city, open_city


@pytest.fixture
def city(tmp_path: Path, redis_url: str) -> Iterator[City]:
    clock = FixedClock(datetime(2026, 10, 12, 2, tzinfo=UTC))
    opened = open_city(tmp_path, clock, f"sqlite:///{tmp_path / 'hotline.db'}", redis_url)
    yield opened
    close_city(opened)


def ready(city: City) -> tuple[int, str, list[str]]:
    answer = requests.get(f"{city.base}/readyz", timeout=10)
    return answer.status_code, answer.json()["status"], answer.json()["warnings"]


def test_a_year_nobody_published_is_a_warning_and_the_hotline_is_ready(city: City) -> None:
    assert ready(city) == (200, "ready", [])
    city.clock.set(datetime(2026, 12, 28, 2, tzinfo=UTC))
    assert ready(city) == (200, "ready", ["calendar_2027"])
