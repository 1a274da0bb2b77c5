"""Does a piece of work again where somebody else was quicker: the second look sees what they did."""

from collections.abc import Callable
from typing import TypeVar

from hotline.domain.errors import Conflict

T = TypeVar("T")
TRIES = 4


def retried(act: Callable[[], T]) -> T:
    """Raises Conflict when it lost every time."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except Conflict:
            continue
    return act()
