"""Fills an empty database once from the configured city; after that the database is the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.domain.phone import parse_phone
from hotline.domain.staff import Department, GridRow, Role, Route, Staff
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


@dataclass(frozen=True, kw_only=True, slots=True)
class CitySeed:
    """What config.yaml says of departments, grids, routes and people."""

    departments: Mapping[str, Mapping[str, str]]
    grids: Mapping[str, GridRow]
    default_routes: Mapping[str, str]
    grid_routes: Mapping[str, Mapping[str, str]]
    people: Sequence[PersonSeed]
    rota: Mapping[str, Sequence[str]] = field(default_factory=dict)  # department, or *: names


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
        ids: dict[str, str] = {}
        for rank, person in enumerate(city.people):
            ids[person.name] = parts.ids.new()
            number = parse_phone(person.phone or "", parts.region)
            store.city.add_staff(Staff(
                id=ids[person.name], name=person.name, phone=number.e164 if number else None, role=Role(person.role),
                department=person.department, language=person.language, on_duty=person.on_duty, rank=rank, speaks=person.speaks,
            ))
        for department, names in city.rota.items():
            store.duty.set_rota(department, [ids[name] for name in names])
    return True


def routes(city: CitySeed) -> list[Route]:
    """``*`` in the configuration is any category."""
    rows = [(None, city.default_routes), *city.grid_routes.items()]
    return [
        Route(grid=grid, prefix="" if prefix == "*" else prefix, department=department)
        for grid, named in rows for prefix, department in named.items()
    ]
