"""How many texts of one number are acted on, and when a robot is answered no more."""

from datetime import timedelta

import pytest

from hotline.domain.pace import LIMITED, Pace, Seen, pace
from tests.domain.stories import NOW

MOST = 5


def seen(count: int, words: str = "other", minutes: int = 1, understood: str = "Report") -> list[Seen]:
    at = NOW - timedelta(minutes=minutes)
    names = [f"{words}{n}" if words == "other" else words for n in range(count)]
    return [Seen(understood=understood, words=name, at=at) for name in names]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (seen(0), Pace.USUAL),
        (seen(4), Pace.USUAL),
        (seen(5), Pace.FIRST_OVER),
        (seen(5, understood=LIMITED), Pace.OVER),
        (seen(2, "same"), Pace.USUAL),
        (seen(3, "same"), Pace.LOOP),
        (seen(3, "same", minutes=11), Pace.USUAL),
    ],
)
def test_what_is_done_with_the_next_one(before: list[Seen], expected: Pace) -> None:
    assert pace(before, "same", NOW, MOST) is expected
