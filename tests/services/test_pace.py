"""The number's rate: even starts, a second's worth at once after a rest, nothing past the lease."""

from hypothesis import given
from hypothesis import strategies as st

from hotline.services.steps.sending import Pace


class World:
    def __init__(self) -> None:
        self.now = 100.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@given(rate=st.floats(0.5, 200), count=st.integers(1, 200))
def test_never_faster_than_the_rate(rate: float, count: int) -> None:
    world = World()
    pace = Pace(rate, lambda: world.now, world.sleep)
    assert all(pace.wait(1e9) for _ in range(count))
    assert count <= (world.now - 100.0) * rate + rate + 1.000001


def test_what_would_start_too_late_is_not_waited_for() -> None:
    world = World()
    pace = Pace(1.0, lambda: world.now, world.sleep)
    started = [pace.wait(103.0) for _ in range(10)]
    assert started.count(True) == 5
    assert world.now == 103.0
