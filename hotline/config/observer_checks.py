"""What must hold among the observers' settings: stars that climb, rewards named once in each language, a place to fetch them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from hotline.config.partial import NOTHING, field_of

Fault = tuple[tuple[str | int, ...], str, str]
LANGUAGES = "each of city.languages"


def stars(thresholds: Sequence[int]) -> Iterator[Fault]:
    climbs = all(low < high for low, high in pairwise(thresholds))
    if thresholds[0] != 0 or not climbs:
        yield ("observers", "stars"), "they do not climb from 0", "five numbers, like [0, 50, 150, 400, 1000]"


def rewards(rows: Sequence[Any], languages: Sequence[str]) -> Iterator[Fault]:
    ids = Counter(str(field_of(row, "id")) for row in rows)
    for place, row in enumerate(rows):
        if ids[str(field_of(row, "id"))] > 1:
            yield ("observers", "rewards", place, "id"), "said twice", "an id of its own"
        name = field_of(row, "name")
        for language in languages if name is not NOTHING else ():
            if language not in name:
                yield ("observers", "rewards", place, "name"), f"no name in {language}", f"a name in {LANGUAGES}"


def where(places: Mapping[str, str], rows: Sequence[Any], languages: Sequence[str]) -> Iterator[Fault]:
    for language in languages if rows else ():
        if not places.get(language):
            yield ("observers", "where"), f"not said in {language}", f"where rewards are fetched, in {LANGUAGES}"


# As in checks.CHECKS: what each needs to be read without a fault.
CHECKS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...] = (
    (("observers.stars",), stars),
    (("observers.rewards", "city.languages"), rewards),
    (("observers.where", "observers.rewards", "city.languages"), where),
)
