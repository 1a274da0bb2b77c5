"""What no single value shows: names that must exist, things said twice, and settings that may not go together.

Each check gets what it needs, and runs when all of it was read without a fault; a field of a row that has one is missing
from the row (partial.py). So no fault hides another, and none is told that only follows from another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hotline.config import days
from hotline.config import observer_checks as observers
from hotline.config.checks_of_people import deputies, kinds, rota
from hotline.config.national import national
from hotline.config.partial import NOTHING, field_of
from hotline.config.rows import Fault, Rows, Where, each, every, one_of
from hotline.config.values import is_loopback
from hotline.domain.hours import OfficeHours, WorkCalendar
from hotline.domain.span import HoursError

Languages = Sequence[str]


def check(read: Mapping[str, Any]) -> Iterator[Fault]:
    for needs, rule in CHECKS:
        found = [_found(read, *need.split(".")) for need in needs]
        if NOTHING not in found:
            yield from rule(*found)


def _found(read: Mapping[str, Any], section: str, field: str = "") -> Any:
    there = read.get(section, NOTHING)
    return field_of(there, field) if field and there is not NOTHING else there


def _office_hours(written: str) -> Iterator[Fault]:
    try:
        OfficeHours.parse(written, "UTC")
    except HoursError as error:
        yield ("city", "office_hours"), "not understood", error.expected


def _answering(rows: Rows) -> Iterator[Fault]:
    for place, row in each(rows, "when"):
        try:
            OfficeHours.parse(row.when, "UTC")
        except HoursError as error:
            yield ("answering", "hours", place, "when"), "not understood", error.expected


def _region(region: str) -> Iterator[Fault]:
    try:
        WorkCalendar(region=region, office=OfficeHours.parse("mon-fri 09:00-17:00", "UTC"))
    except HoursError as error:
        yield ("city", "region"), "no calendar for it", error.expected


def _city_name(name: Mapping[str, str], languages: Languages) -> Iterator[Fault]:
    yield from _missing_languages(("city", "name"), name, languages)


def _named(section: str) -> Callable[[Rows, Languages], Iterator[Fault]]:
    def names(rows: Rows, languages: Languages) -> Iterator[Fault]:
        for place, row in each(rows, "name"):
            yield from _missing_languages((section, place, "name"), row.name, languages)

    return names


def _heard(section: str) -> Callable[[Rows, Mapping[str, Any], Languages], Iterator[Fault]]:
    """A name or words in a language nobody is served in are mostly a slip of the pen."""

    def heard(rows: Rows, voices: Mapping[str, Any], languages: Languages) -> Iterator[Fault]:
        known = dict.fromkeys((*languages, *voices))
        for field in ("name", "words"):
            for place, row in each(rows, field):
                for language in getattr(row, field, ()):
                    if language not in known:
                        yield (section, place, field, language), "neither texted nor spoken", one_of(known)

    return heard


def _once(section: str, field: str) -> Callable[[Rows], Iterator[Fault]]:
    def once(rows: Rows) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        for place, row in each(rows, field):
            value = field_of(row, field)
            if value is not None and seen.setdefault(value, place) != place:
                yield (section, place, field), f"the same as of {section}[{seen[value] + 1}]", f"each {field} once"

    return once


def _houses(grids: Rows) -> Iterator[Fault]:
    for number, grid in each(grids, "places"):
        for place, row in each(grid.places, "house_numbers"):
            span = row.house_numbers
            if span and not 0 < span[0] <= span[1]:
                where = ("grids", number, "places", place, "house_numbers")
                yield where, "the first house number is after the last", "two numbers like [1, 99]"


def _districts(grids: Rows, departments: Rows) -> Iterator[Fault]:
    known = every(departments, "id")
    for place, row in each(grids, "district"):
        if known is not None and row.district is not None and row.district not in known:
            yield ("grids", place, "district"), "no such department", one_of(known)


def _people(people: Rows, departments: Rows) -> Iterator[Fault]:
    known = every(departments, "id")
    for place, row in each(people, "department"):
        if known is not None and row.department is not None and row.department not in known:
            yield ("people", place, "department"), "no such department", one_of(known)
    for place, row in each(people, "department", "role"):
        if row.department is None and row.role in ("head", "officer"):
            yield ("people", place), f"a {row.role} of no department", f"department: {one_of(known or ())}"


def _manned(people: Rows, departments: Rows) -> Iterator[Fault]:
    if every(people, "department") is None or every(people, "role") is None:
        return  # perhaps it is they who work there
    working = {one.department for one in people if one.role in ("head", "officer")}
    for place, department in each(departments, "id"):
        if department.id not in working:
            yield ("departments", place), "nobody works there", "at least one head or officer in people"


def _routes(where: Where) -> Callable[[Mapping[str, str], Rows, Rows, str], Iterator[Fault]]:
    def routes(table: Mapping[str, str], departments: Rows, categories: Rows, catalogue: str) -> Iterator[Fault]:
        standard = [row.id for row in national()] if catalogue == "national" else []
        known, ids = every(departments, "id"), every(categories, "id")
        for prefix, department in table.items():
            place = (*where, prefix or "*")
            if known is not None and department not in known:
                yield place, "no such department", one_of(known)
            if ids is not None and not any(name.startswith(prefix) for name in (*ids, *standard)):
                yield place, "no category begins so", "the start of a category's id, or *"

    return routes


def _grid_routes(
    tables: Mapping[str, Mapping[str, str]], departments: Rows, categories: Rows, catalogue: str,
) -> Iterator[Fault]:
    for grid, table in tables.items():
        yield from _routes(("routing", "grids", grid))(table, departments, categories, catalogue)


def _acted_on(categories: Rows, default: Mapping[str, str]) -> Iterator[Fault]:
    for number, row in each(categories, "id"):
        if not any(row.id.startswith(prefix) for prefix in default):
            yield ("categories", number, "id"), "no department acts on it", "a start of it in routing.default"


def _routed_grids(tables: Mapping[str, Any], grids: Rows) -> Iterator[Fault]:
    known = every(grids, "id")
    for grid in tables:
        if known is not None and grid not in known:
            yield ("routing", "grids", grid), "no such grid", one_of(known)


def _danger(words: Mapping[str, Any], languages: Languages) -> Iterator[Fault]:
    for language in languages:
        if not words.get(language):
            yield ("danger", "words"), f"no words for {language}", "words of danger for each of city.languages"


def _voices(voices: Mapping[str, Any], languages: Languages) -> Iterator[Fault]:
    for language in languages:
        if language not in voices:
            yield ("carrier", "voices"), f"no voice for {language}", "a voice for each of city.languages"


def _open_phones(simulated: bool, host: str) -> Iterator[Fault]:
    """The phone page has no login, and whoever reaches it calls and texts as any number."""
    if simulated and not is_loopback(f"http://{f'[{host}]' if ':' in host else host}"):
        yield ("server", "host"), "the simulated phones ask nobody who they are", "127.0.0.1, or carrier.simulated: false"


def _open_address(simulated: bool, url: str) -> Iterator[Fault]:
    if simulated and url and not is_loopback(url):
        expected = "no public_url, or carrier.simulated: false"
        yield ("server", "public_url"), "the simulated carrier answers anybody", expected
    if not simulated and not url:
        what, expected = "missing, and the carrier is a real one", "the https address the carrier reaches us at"
        yield ("server", "public_url"), what, expected


def _foreign_carrier(simulated: bool, url: str | None) -> Iterator[Fault]:
    if simulated and url and not is_loopback(url):
        yield ("carrier", "api_base_url"), "not on this machine", "no api_base_url, or carrier.simulated: false"


def _bucket_key(field: str) -> Callable[[str, str], Iterator[Fault]]:
    def bucket_key(storage: str, given: str) -> Iterator[Fault]:
        if storage != "local" and not given:
            expected = f"HOTLINE__RECORDINGS__{field.upper()}, or recordings.storage: local"
            yield ("recordings", field), "missing, and recordings are kept in a bucket", expected

    return bucket_key


def _account(field: str) -> Callable[[bool, str], Iterator[Fault]]:
    def account(simulated: bool, given: str) -> Iterator[Fault]:
        if not simulated and not given:
            expected = f"HOTLINE__CARRIER__{field.upper()}, or carrier.simulated: true"
            yield ("carrier", field), "missing, and the carrier is a real one", expected

    return account


def _missing_languages(where: Where, names: Mapping[str, str], languages: Languages) -> Iterator[Fault]:
    for language in languages:
        if language not in names:
            yield where, f"no name in {language}", "a name in each of city.languages"


def _consultations(rows: Rows, languages: Languages) -> Iterator[Fault]:
    for place, row in each(rows, "opens", "closes"):
        if row.closes < row.opens:
            yield ("consultations", place, "closes"), "before it opens", "the last day, on or after the first"
    for place, row in each(rows, "decision"):
        if row.decision is not None and row.decision.option > len(row.options):
            yield ("consultations", place, "decision", "option"), "not among its options", f"1 to {len(row.options)}"
    for place, row in each(rows, "question"):
        yield from _missing_languages(("consultations", place, "question"), row.question, languages)
    for place, row in each(rows, "options"):
        for number, option in enumerate(row.options):
            yield from _missing_languages(("consultations", place, "options", number), option, languages)


def _information(rows: Rows, languages: Languages) -> Iterator[Fault]:
    for place, row in each(rows, "says"):
        yield from _missing_languages(("information", place, "says"), row.says, languages)


NAMED = ("departments", "grids", "categories", "information")
CHECKS: tuple[tuple[tuple[str, ...], Callable[..., Iterator[Fault]]], ...] = (
    (("city.office_hours",), _office_hours),
    (("answering.hours",), _answering),
    (("city.region",), _region),
    (("city.extra_holidays", "city.extra_working_days"), days.both),
    (("city.name", "city.languages"), _city_name),
    *(((section, "city.languages"), _named(section)) for section in NAMED),
    *(((section,), _once(section, "id")) for section in ("departments", "grids", "categories", "information", "consultations")),
    *(((section, "carrier.voices", "city.languages"), _heard(section)) for section in NAMED),
    *(((section,), _once(section, "key")) for section in ("categories", "information")),
    (("information", "city.languages"), _information),
    (("consultations", "city.languages"), _consultations),
    *observers.CHECKS,
    (("people",), _once("people", "phone")),
    (("grids",), _houses),
    (("grids", "departments"), _districts),
    *((("people", "departments"), rule) for rule in (_people, _manned)),
    (("routing.default", "departments", "categories", "city.catalogue"), _routes(("routing", "default"))),
    (("routing.grids", "departments", "categories", "city.catalogue"), _grid_routes),
    (("categories", "routing.default"), _acted_on),
    (("routing.grids", "grids"), _routed_grids),
    (("duty.rota", "departments", "people"), rota("rota", ("*",))),
    (("duty.night", "departments", "people"), rota("night", ())),
    (("people",), deputies),
    (("routing.kinds", "departments"), kinds),
    (("danger.words", "city.languages"), _danger),
    (("carrier.voices", "city.languages"), _voices),
    (("carrier.simulated", "server.host"), _open_phones),
    (("carrier.simulated", "server.public_url"), _open_address),
    (("carrier.simulated", "carrier.api_base_url"), _foreign_carrier),
    *((("recordings.storage", f"recordings.{field}"), _bucket_key(field)) for field in ("access_key", "secret_key")),
    *((("carrier.simulated", f"carrier.{field}"), _account(field)) for field in ("account_sid", "auth_token", "number")),
)
