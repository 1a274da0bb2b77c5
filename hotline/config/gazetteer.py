"""The city's own gazetteer, a CSV beside config.yaml: name, name_en, aliases, grid, from_no, to_no, lat, lon."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hotline.config.city_models import Grid, Place
from hotline.config.problems import Problem

COLUMNS = ("name", "grid", "lat", "lon")
SECTION = "city.gazetteer"


def with_gazetteer(grids: Sequence[Grid], path: Path) -> tuple[tuple[Grid, ...], list[Problem]]:
    """The grids with the places of the file, and what is wrong in it, by line."""
    places: dict[str, list[Place]] = {grid.id: [] for grid in grids}
    problems: list[Problem] = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="gb18030", errors="replace")
    except OSError as error:
        what = error.strerror or "can't be read"
        return tuple(grids), [Problem(file=path.name, line=None, key=SECTION, what=what, expected="a CSV")]
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        what = f"has no column {', '.join(missing)}"
        return tuple(grids), [Problem(file=path.name, line=1, key=SECTION, what=what, expected=", ".join(COLUMNS))]
    for row in reader:
        grid, faults = (row.get("grid") or "").strip(), list(_faults(row, places))
        if faults:
            line = reader.line_num
            problems += [Problem(file=path.name, line=line, key=SECTION, what=what, expected=good) for what, good in faults]
        else:
            places[grid].append(_place(row))
    merged = tuple(grid.model_copy(update={"places": (*grid.places, *places[grid.id])}) for grid in grids)
    return merged, problems


def _faults(row: Mapping[str, str | None], grids: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if not (row.get("name") or "").strip():
        yield "a place without a name", "its name"
    if (row.get("grid") or "").strip() not in grids:
        yield f"no grid {row.get('grid')!r}", "the id of a grid"
    for name, most in (("lat", 90.0), ("lon", 180.0)):
        if not _within(row.get(name), most):
            yield f"{name} {row.get(name)!r}", "degrees, as 39.9123"
    numbers = [(row.get(name) or "").strip() for name in ("from_no", "to_no")]
    if any(numbers) and not all(number.isdecimal() for number in numbers):
        yield f"house numbers {numbers[0]!r} to {numbers[1]!r}", "two whole numbers, or none"


def _within(written: str | None, most: float) -> bool:
    try:
        return abs(float(written or "x")) <= most
    except ValueError:
        return False


def _place(row: Mapping[str, str | None]) -> Place:
    said = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str) and not isinstance(value, list)}
    name = {"zh-CN": said["name"], "en": said.get("name_en") or said["name"]}
    written = said.get("aliases", "").replace("；", "|").replace(";", "|").split("|")
    aliases = tuple(alias.strip() for alias in written if alias.strip())
    numbers = (int(said["from_no"]), int(said["to_no"])) if said.get("from_no") and said.get("to_no") else None
    return Place(name=name, aliases=aliases, house_numbers=numbers, lat=float(said["lat"]), lon=float(said["lon"]))
