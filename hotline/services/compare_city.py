"""How the city in the database differs from the configured one: the database is the truth, this only tells."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from hotline.domain.phone import parse_phone
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.seed import CitySeed, routes

T = TypeVar("T")


def compare_city(parts: Parts, city: CitySeed) -> list[str]:
    """One line a difference, for an engineer; people by name, never by number. Empty while nothing is seeded."""
    with parts.database.reading() as store:
        return [] if store.city.is_empty() else list(_differences(parts, store, city))


def _differences(parts: Parts, store: Store, city: CitySeed) -> Iterator[str]:
    yield from _compared("department", {d.id: dict(d.name) for d in store.city.departments()},
                         {id_: dict(name) for id_, name in city.departments.items()})
    yield from _compared("grid", {g.id: (dict(g.name), g.kind, g.district) for g in store.city.grids()},
                         {g.id: (dict(g.name), g.kind, g.district) for g in city.grids.values()})
    yield from _compared("route", {f"{r.grid or 'city'} {r.prefix or '*'}": r.department for r in store.city.routes()},
                         {f"{r.grid or 'city'} {r.prefix or '*'}": r.department for r in routes(city)})
    configured = {p.name: (p.role, p.department, _e164(p.phone, parts.region)) for p in city.people}
    names = {p.id: p.name for p in store.city.staff()}
    yield from _compared("rota", {key: tuple(names.get(i, i) for i in ids) for key, ids in store.duty.rota().items()},
                         {key: tuple(named) for key, named in city.rota.items() if named})
    yield from _compared("night duty", {key: tuple(names.get(i, i) for i in ids) for key, ids in store.duty.night().items()},
                         {key: tuple(named) for key, named in city.night.items() if named})
    yield from _compared("deputy of", {p.name: names[p.deputy_id] for p in store.city.staff() if p.deputy_id in names},
                         {p.name: p.deputy for p in city.people if p.deputy})
    yield from _compared("person", {p.name: _person(p) for p in store.city.staff()}, configured)


def _person(person: Staff) -> tuple[str, str | None, str | None]:
    return person.role.value, person.department, person.phone


def _e164(phone: str | None, region: str) -> str | None:
    number = parse_phone(phone or "", region)
    return number.e164 if number else None


def _compared(kind: str, kept: Mapping[str, T], configured: Mapping[str, T]) -> Iterator[str]:
    for name in sorted(kept.keys() | configured.keys()):
        if name not in configured:
            yield f"{kind} {name}: in the database only"
        elif name not in kept:
            yield f"{kind} {name}: in config.yaml only; it seeds an empty database and changes nothing now"
        elif kept[name] != configured[name]:
            yield f"{kind} {name}: the database says otherwise than config.yaml"
