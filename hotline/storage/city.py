"""The city's own rows: departments, grids, routes, people. Read often, changed seldom, so kept for 5 seconds."""

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.staff import Department, GridRow, Role, Route, Staff
from hotline.storage.tables import departments, grids, routes, staff
from hotline.storage.transaction import Shelf, Transaction, type_row

FRESH = 5.0  # seconds until every process has seen a change
_NAME, _PHONE = "staff.name", "staff.phone"
_DEPARTMENTS = sa.select(departments).order_by(departments.c.position, departments.c.id)
_GRIDS = sa.select(grids).order_by(grids.c.position, grids.c.id)
_ROUTES = sa.select(routes).order_by(routes.c.grid, routes.c.prefix)
_STAFF = sa.select(staff).order_by(staff.c.department, staff.c.rank, staff.c.id)
_SAVE_STAFF = (
    sa.update(staff)
    .where(staff.c.id == sa.bindparam("i"))
    .values({column.name: sa.bindparam(column.name) for column in staff.c if column.name != "id"})
)


class CityCache:
    """One per process: lists by name, each with the moment it was read."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Any]] = {}

    def get(self, name: str) -> Any:
        """The list, or None when it is too old."""
        read_at, rows = self._kept.get(name, (float("-inf"), None))
        return rows if time.monotonic() - read_at < FRESH else None

    def put(self, name: str, rows: Any) -> None:
        self._kept[name] = (time.monotonic(), rows)

    def drop(self, name: str) -> None:
        self._kept.pop(name, None)

    def clear(self) -> None:
        self._kept = {}


class City(Shelf):
    __slots__ = ("_cache", "_changed")

    def __init__(self, tx: Transaction, cache: CityCache) -> None:
        super().__init__(tx)
        self._cache = cache
        self._changed = False

    def committed(self) -> None:
        """Own writes are seen at once by this process."""
        if self._changed:
            self._cache.clear()

    def departments(self) -> tuple[Department, ...]:
        return self._kept(departments, _DEPARTMENTS, lambda row: Department(id=row.id, name=row.name))

    def grids(self) -> tuple[GridRow, ...]:
        return self._kept(grids, _GRIDS, lambda row: GridRow(id=row.id, name=row.name, kind=row.kind, district=row.district))

    def routes(self) -> tuple[Route, ...]:
        def route(row: Any) -> Route:
            return Route(grid=row.grid or None, prefix=row.prefix, department=row.department)

        return self._kept(routes, _ROUTES, route)

    def staff(self) -> tuple[Staff, ...]:
        """Everybody, by department and rank."""
        return self._kept(staff, _STAFF, self._person)

    def staff_by_phone(self, e164: str) -> Staff | None:
        return next((person for person in self.staff() if person.phone == e164), None)

    def staff_by_login(self, login: str) -> Staff | None:
        return next((person for person in self.staff() if person.login == login), None)

    def is_empty(self) -> bool:
        """Nothing was seeded yet."""
        return not self.departments() and not self.staff()

    def add_department(self, department: Department) -> None:
        self._add(departments, {"id": department.id, "name": dict(department.name), "position": len(self.departments())})

    def add_grid(self, grid: GridRow) -> None:
        row = {"id": grid.id, "name": dict(grid.name), "kind": grid.kind, "district": grid.district}
        self._add(grids, row | {"position": len(self.grids())})

    def add_route(self, route: Route) -> None:
        self._add(routes, {"grid": route.grid or "", "prefix": route.prefix, "department": route.department})

    def add_staff(self, person: Staff) -> None:
        self._add(staff, self._staff_row(person) | {"id": person.id})

    def save_staff(self, person: Staff) -> None:
        """Write a changed person. Conflict where nobody has that id."""
        self._changed = True
        if self._tx.run(_SAVE_STAFF, self._staff_row(person) | {"i": person.id}).rowcount != 1:
            raise Conflict

    def _add(self, table: sa.Table, row: type_row) -> None:
        self._changed = True
        self._tx.insert(table, row)

    def _kept(self, table: sa.Table, query: sa.Executable, make: Callable[[Any], Any]) -> tuple[Any, ...]:
        known = None if self._changed else self._cache.get(table.name)
        if known is not None:
            return known  # type: ignore[no-any-return]
        rows = tuple(make(row) for row in self._tx.rows(table, query, {}))
        if not self._changed:  # what is not committed yet is nobody else's to see
            self._cache.put(table.name, rows)
        return rows

    def _staff_row(self, person: Staff) -> type_row:
        keys, phone = self._tx.keys, person.phone
        return {
            "name": keys.seal(_NAME, person.name),
            "phone": self._seal(_PHONE, phone),
            "phone_hash": None if phone is None else keys.hash("phone", phone),
            "hash_key_id": None if phone is None else keys.lookup_id,
            "role": person.role.value,
            "department": person.department,
            "language": person.language,
            "on_duty": person.on_duty,
            "rank": person.rank,
            "stopped": person.stopped,
            "speaks": " ".join(person.speaks) or None,
            "login": person.login,
            "password_hash": person.password_hash,
            "deputy_id": person.deputy_id,
        }

    def _person(self, row: Any) -> Staff:
        return Staff(
            id=row.id,
            name=self._tx.keys.open(_NAME, row.name),
            phone=self._open(_PHONE, row.phone),
            role=Role(row.role),
            department=row.department,
            language=row.language,
            on_duty=row.on_duty,
            rank=row.rank,
            stopped=row.stopped,
            speaks=tuple((row.speaks or "").split()),
            login=row.login,
            password_hash=row.password_hash,
            deputy_id=row.deputy_id,
        )
