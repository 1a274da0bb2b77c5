"""What an operator filled in for a report that came without: its place, its grid, its category."""

from dataclasses import dataclass, replace

from hotline.domain.errors import RuleError
from hotline.domain.place import Place, read_place_answer
from hotline.services.work import Work


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """``grid`` by hand goes before the one the gazetteer finds; empty is nothing."""

    place: str = ""
    grid: str = ""
    category: str = ""


def read_place(work: Work, filled: Filled) -> Place | None:
    """The place as the gazetteer knows it. RuleError: unknown_grid, place_missing (a grid alone is no place)."""
    if filled.grid and filled.grid not in work.city.grids:
        raise RuleError("unknown_grid")
    if not filled.place.strip():
        if filled.grid:
            raise RuleError("place_missing")
        return None
    place = read_place_answer(filled.place, work.parts.gazetteer)
    if not filled.grid or filled.grid == place.grid_id:
        return place
    return replace(place, grid_id=filled.grid, lat=None, lon=None)
