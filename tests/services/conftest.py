"""What the tests of sending stand on."""

from collections.abc import Iterator

import pytest

from hotline.clock import FixedClock
from tests.services.delivery_stage import Stage, stage


@pytest.fixture
def on(database_url: str, clock: FixedClock) -> Iterator[Stage]:
    """A stage on each kind of database."""
    with stage(database_url, clock) as made:
        yield made
