"""Fills an empty database once from the configured city; after that the database is the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.domain.phone import parse_phone
from hotline.domain.staff import OF_KIND, Department, GridRow, Role, Route, Staff
from hotline.services.parts import Parts


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonSeed:
    name: str
    phone: str | None
    role: str
    department: str | None
    language: str
    on_duty: bool
    speaks: tuple[str, ...] = ()
    deputy: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CitySeed:
    """What config.yaml says of departments, grids, routes and people."""

    departments: Mapping[str, Mapping[str, str]]
    grids: Mapping[str, GridRow]
    default_routes: Mapping[str, str]
    grid_routes: Mapping[str, Mapping[str, str]]
    people: Sequence[PersonSeed]
    rota: Mapping[str, Sequence[str]] = field(default_factory=dict)  # department, or *: names
    night: Mapping[str, Sequence[str]] = field(default_factory=dict)  # department: names
    kind_routes: Mapping[str, str] = field(default_factory=dict)


def seed(parts: Parts, city: CitySeed) -> bool:
    """True when it was empty and is filled now."""
    with parts.database.writing() as store:
        if not store.city.is_empty():
            return False
        for id_, name in city.departments.items():
            store.city.add_department(Department(id=id_, name=name))
        for grid in city.grids.values():
            store.city.add_grid(grid)
        for route in routes(city):
            store.city.add_route(route)
        ids = {person.name: parts.ids.new() for person in city.people}
        for rank, person in enumerate(city.people):
            store.city.add_staff(_staff(person, rank, ids, parts.region))
        for department, names in city.rota.items():
            store.duty.set_rota(department, [ids[name] for name in names])
        for department, names in city.night.items():
            store.duty.set_night(department, [ids[name] for name in names])
    return True


def _staff(person: PersonSeed, rank: int, ids: Mapping[str, str], region: str) -> Staff:
    number = parse_phone(person.phone or "", region)
    return Staff(
        id=ids[person.name], name=person.name, phone=number.e164 if number else None, role=Role(person.role),
        department=person.department, language=person.language, on_duty=person.on_duty, rank=rank, speaks=person.speaks,
        deputy_id=ids[person.deputy] if person.deputy else None,
    )


def routes(city: CitySeed) -> list[Route]:
    """``*`` in the configuration is any category."""
    rows = [(None, city.default_routes), *city.grid_routes.items()]
    by_kind = [Route(grid=None, prefix=f"{OF_KIND}{kind}", department=named) for kind, named in city.kind_routes.items()]
    return by_kind + [
        Route(grid=grid, prefix="" if prefix == "*" else prefix, department=department)
        for grid, named in rows for prefix, department in named.items()
    ]
