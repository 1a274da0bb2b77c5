"""What no single value shows: names that must exist, things said twice, and settings that may not go together.

Each check gets the sections that were read without a fault, and runs when those it needs are among them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from hotline.config.city_models import Category, City, Danger, Department, Grid, Person, Routing
from hotline.config.models import Carrier, Server
from hotline.config.values import is_loopback
from hotline.domain.hours import OfficeHours, WorkCalendar
from hotline.domain.span import HoursError

Where = tuple[str | int, ...]
Fault = tuple[Where, str, str]  # where, what, expected


def check(read: Mapping[str, Any]) -> Iterator[Fault]:
    for needs, rule in CHECKS:
        if all(name in read for name in needs):
            yield from rule(*(read[name] for name in needs))


def _hours(city: City) -> Iterator[Fault]:
    try:
        office = OfficeHours.parse(city.office_hours, city.timezone)
    except HoursError as error:
        yield ("city", "office_hours"), "not understood", error.expected
        office = OfficeHours.parse("Mon-Fri 09:00-17:00", city.timezone)
    try:
        WorkCalendar(region=city.region, office=office)
    except HoursError as error:
        yield ("city", "region"), "no calendar for it", error.expected


def _city_names(city: City) -> Iterator[Fault]:
    yield from _missing_languages(("city", "name"), city.name, city)


def _departments(departments: tuple[Department, ...], city: City) -> Iterator[Fault]:
    yield from _twice("departments", "id", (row.id for row in departments))
    for place, row in enumerate(departments):
        yield from _missing_languages(("departments", place, "name"), row.name, city)


def _grids(grids: tuple[Grid, ...], city: City) -> Iterator[Fault]:
    yield from _twice("grids", "id", (row.id for row in grids))
    for number, grid in enumerate(grids):
        yield from _missing_languages(("grids", number, "name"), grid.name, city)
        for place, row in enumerate(grid.places):
            span = row.house_numbers
            if span and not 0 < span[0] <= span[1]:
                where = ("grids", number, "places", place, "house_numbers")
                yield where, "the first house number is after the last", "two numbers like [1, 99]"


def _categories(categories: tuple[Category, ...], city: City) -> Iterator[Fault]:
    yield from _twice("categories", "id", (row.id for row in categories))
    yield from _twice("categories", "key", (row.key for row in categories))
    for place, row in enumerate(categories):
        yield from _missing_languages(("categories", place, "name"), row.name, city)


def _people(people: tuple[Person, ...], departments: tuple[Department, ...]) -> Iterator[Fault]:
    known = [row.id for row in departments]
    yield from _twice("people", "phone", (row.phone for row in people))
    for place, row in enumerate(people):
        if row.department is not None and row.department not in known:
            yield ("people", place, "department"), "no such department", _one_of(known)
        if row.department is None and row.role in ("head", "officer"):
            yield ("people", place), f"a {row.role} of no department", f"department: {_one_of(known)}"
    for place, department in enumerate(departments):
        if not any(one.department == department.id and one.role in ("head", "officer") for one in people):
            yield ("departments", place), "nobody works there", "at least one head or officer in people"


def _routing(
    routing: Routing, departments: tuple[Department, ...], categories: tuple[Category, ...]
) -> Iterator[Fault]:
    known = [row.id for row in departments]
    tables: dict[Where, dict[str, str]] = {("routing", "default"): routing.default}
    tables |= {("routing", "grids", grid): table for grid, table in routing.grids.items()}
    for where, table in tables.items():
        for prefix, department in table.items():
            place = (*where, prefix or "*")
            if department not in known:
                yield place, "no such department", _one_of(known)
            if not any(row.id.startswith(prefix) for row in categories):
                yield place, "no category begins so", "the start of a category's id, or *"
    for number, row in enumerate(categories):
        if not any(row.id.startswith(prefix) for prefix in routing.default):
            yield ("categories", number, "id"), "no department acts on it", "a start of it in routing.default"


def _routed_grids(routing: Routing, grids: tuple[Grid, ...]) -> Iterator[Fault]:
    known = [row.id for row in grids]
    for grid in routing.grids:
        if grid not in known:
            yield ("routing", "grids", grid), "no such grid", _one_of(known)


def _danger(danger: Danger, city: City) -> Iterator[Fault]:
    for language in city.languages:
        if not danger.words.get(language):
            yield ("danger", "words"), f"no words for {language}", "words of danger for each of city.languages"


def _voices(carrier: Carrier, city: City) -> Iterator[Fault]:
    for language in city.languages:
        if language not in carrier.voices:
            yield ("carrier", "voices"), f"no voice for {language}", "a voice for each of city.languages"


def _simulated(carrier: Carrier, server: Server) -> Iterator[Fault]:
    if carrier.simulated:
        if not is_loopback(f"http://{f'[{server.host}]' if ':' in server.host else server.host}"):
            yield ("server", "host"), "the simulated phones ask nobody who they are", "127.0.0.1, or carrier.simulated: false"
        if server.public_url and not is_loopback(server.public_url):
            yield (
                ("server", "public_url"),
                "the simulated carrier answers anybody",
                "no public_url, or carrier.simulated: false",
            )
        if carrier.api_base_url and not is_loopback(carrier.api_base_url):
            yield ("carrier", "api_base_url"), "not on this machine", "no api_base_url, or carrier.simulated: false"
        return
    for key in ("account_sid", "auth_token", "number"):
        if not getattr(carrier, key):
            variable = f"HOTLINE__CARRIER__{key.upper()}"
            yield ("carrier", key), "missing, and the carrier is a real one", f"{variable}, or carrier.simulated: true"
    if not server.public_url:
        yield (
            ("server", "public_url"),
            "missing, and the carrier is a real one",
            "the https address the carrier reaches us at",
        )


def _missing_languages(where: Where, names: Mapping[str, str], city: City) -> Iterator[Fault]:
    for language in city.languages:
        if language not in names:
            yield where, f"no name in {language}", "a name in each of city.languages"


def _twice(section: str, key: str, values: Iterable[str | None]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for place, value in enumerate(values):
        if value is not None and seen.setdefault(value, place) != place:
            yield (section, place, key), f"the same as of {section}[{seen[value] + 1}]", f"each {key} once"


def _one_of(known: Iterable[str]) -> str:
    return "one of " + ", ".join(known)


CHECKS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...] = (
    (("city",), _hours),
    (("city",), _city_names),
    (("departments", "city"), _departments),
    (("grids", "city"), _grids),
    (("categories", "city"), _categories),
    (("people", "departments"), _people),
    (("routing", "departments", "categories"), _routing),
    (("routing", "grids"), _routed_grids),
    (("danger", "city"), _danger),
    (("carrier", "city"), _voices),
    (("carrier", "server"), _simulated),
)
