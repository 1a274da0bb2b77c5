"""Which piece of somebody's words says where, and which grid that is in; texts and calls alike.

A street the gazetteer does not know still is a place: the resident need not be asked again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from hotline.domain.place_names import Named, Wording, find_wording, same_key
from hotline.domain.place_point import Centre, Point, find_point
from hotline.domain.words import tidy

_EDGES = " \t,.;:!?，。；：！？、~～…\"'“”‘’()（）[]【】"
_ANSWER_STARTS = ("就在", "是在", "位于", "地点是", "地址是", "地址：", "地点：", "地址:", "地点:", "在",
                  "it is at ", "it's at ", "it is on ", "it's on ", "at ", "on ")  # fmt: skip

_LINK = re.compile(r"(?:https?://|geo:)\S+", re.IGNORECASE)

# Four decimals are about ten metres: enough to send somebody, too little to tell which flat.
_DECIMALS = 4


class GridKind(StrEnum):
    URBAN = "urban"
    RURAL = "rural"


@dataclass(frozen=True, kw_only=True, slots=True)
class GazetteerPlace:
    name: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    from_no: int | None = None
    to_no: int | None = None
    lat: float
    lon: float

    @property
    def names(self) -> tuple[str, ...]:
        """In every language, and what else people call it."""
        return (*self.name.values(), *self.aliases)

    def holds(self, number: int | None) -> bool:
        """Whether a house number is on this stretch; without one every stretch may be meant."""
        if number is None or self.from_no is None:
            return True
        return self.from_no <= number <= (self.to_no if self.to_no is not None else number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    id: str
    name: Mapping[str, str]
    kind: GridKind
    places: tuple[GazetteerPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class _At:
    grid_id: str
    place: GazetteerPlace


@dataclass(frozen=True, kw_only=True, slots=True)
class Gazetteer:
    """The city's places, laid out once for looking up."""

    grids: tuple[Grid, ...]
    centres: tuple[Centre, ...] = ()
    named: Named = field(init=False, repr=False, compare=False)
    spots: Mapping[str | tuple[str, ...], tuple[_At, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spots: dict[str | tuple[str, ...], dict[int, _At]] = {}
        every = [_At(grid.id, place) for grid in self.grids for place in grid.places]
        for position, at in enumerate(every):
            for name in at.place.names:
                spots.setdefault(same_key(name), {})[position] = at
        object.__setattr__(self, "named", Named.of(tuple(name for at in every for name in at.place.names)))
        object.__setattr__(self, "spots", {key: tuple(found.values()) for key, found in spots.items()})


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """`words` are the resident's own; a stretch of several grids leaves the grid open."""

    words: str
    grid_id: str | None
    known: bool
    lat: float | None
    lon: float | None
    score: float


def find_place(text: str, gazetteer: Gazetteer) -> Place | None:
    """The place somebody's words name, or none: `路上有个坑` says nothing of where."""
    said = tidy(text)
    point = find_point(said, gazetteer.centres)
    if point is not None:
        said = _LINK.sub(" ", said)
    wording = find_wording(said, gazetteer.named)
    if wording is None:
        return _at_point(point)
    found = _place(said[wording.start : wording.end].strip(_EDGES), wording, gazetteer)
    return found if point is None else _pinned(found, point)


def _at_point(point: Point | None) -> Place | None:
    if point is None:
        return None
    return Place(
        words=point.words, grid_id=point.grid_id, known=point.grid_id is not None, lat=round(point.lat, _DECIMALS),
        lon=round(point.lon, _DECIMALS), score=1.0,
    )  # fmt: skip


def _pinned(place: Place, point: Point) -> Place:
    """The words as they are; where exactly the point says better, as far as it is in the city."""
    if point.grid_id is None:
        return place
    grid = place.grid_id or point.grid_id
    return replace(place, grid_id=grid, known=True, lat=round(point.lat, _DECIMALS), lon=round(point.lon, _DECIMALS))


def read_place_answer(text: str, gazetteer: Gazetteer) -> Place:
    """The answer to "where?": the whole of it is the place, whatever it looks like."""
    words = tidy(text).strip(_EDGES)
    for start in _ANSWER_STARTS:
        if words.casefold().startswith(start) and len(words) > len(start) + 1:
            words = words[len(start) :].strip(_EDGES)
            break
    point = find_point(words, gazetteer.centres)
    if point is not None:
        found = find_place(words, gazetteer)
        if found is not None:
            return found
    wording = find_wording(words, gazetteer.named)
    if wording is None:
        return Place(words=words, grid_id=None, known=False, lat=None, lon=None, score=0.0)
    return _place(words, wording, gazetteer)


def house_number(words: str | None, gazetteer: Gazetteer) -> int | None:
    """The house number in an address, if there is one."""
    wording = find_wording(tidy(words), gazetteer.named) if words else None
    return wording.number if wording is not None else None


def _place(words: str, wording: Wording, gazetteer: Gazetteer) -> Place:
    spots = [
        [at for at in gazetteer.spots.get(same_key(name), ()) if at.place.holds(wording.number)] for name in wording.names
    ]
    at = _one(spots)
    return Place(
        words=words,
        grid_id=at.grid_id if at else None,
        known=any(spots),
        lat=round(at.place.lat, _DECIMALS) if at else None,
        lon=round(at.place.lon, _DECIMALS) if at else None,
        score=wording.score,
    )


def _one(spots: list[list[_At]]) -> _At | None:
    """Where it is: a crossing is in the grid its streets share, else in the one that is certain."""
    found = [each for each in spots if each]
    shared = set.intersection(*({at.grid_id for at in each} for each in found)) if found else set()
    for each in found:
        within = [at for at in each if at.grid_id in shared] if shared else each
        if len(within) == 1:
            return within[0]
    return None
