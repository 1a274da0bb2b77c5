"""Departments, grids and the people who act. Who is rung and texted first, and who stands in for whom."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

OF_KIND = "kind:"  # no category's id begins so


class Role(StrEnum):
    OFFICER = "officer"
    HEAD = "head"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"
    PROTECTION = "protection"  # reprisal and leaked identity: they alone see those tickets
    STATION = "station"  # a place that reports for neighbours (代报点); no console


@dataclass(frozen=True, kw_only=True, slots=True)
class Department:
    id: str
    name: Mapping[str, str]  # language -> name


@dataclass(frozen=True, kw_only=True, slots=True)
class GridRow:
    """A grid as the database knows it: ``kind`` is ``urban`` or ``rural``."""

    id: str
    name: Mapping[str, str]
    kind: str
    district: str | None = None  # the department that owns what nobody else will


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """A person of the city. ``phone`` E.164; ``rank`` orders officers of a department."""

    id: str
    name: str
    phone: str | None
    role: Role
    department: str | None = None
    language: str = "zh-CN"
    on_duty: bool = True
    rank: int = 0
    speaks: tuple[str, ...] = ()  # an operator's languages on the phone; none named: their own
    stopped: bool = False  # texted STOP: dispatch goes to the next
    login: str | None = None
    password_hash: str | None = None
    deputy_id: str | None = None  # acts while this one is away

    def __repr__(self) -> str:
        return f"Staff(id={self.id!r}, role={self.role.value!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """``grid`` None is the city's default; the longest ``prefix`` of the category id wins. A prefix that begins with
    ``OF_KIND`` is no category's: it names who gets every ticket of a kind."""

    grid: str | None
    prefix: str
    department: str


def department_for(category: str | None, grid: str | None, routes: Sequence[Route]) -> str | None:
    """The department that must act: the grid's own rule first, then the city's; None when nobody is named."""
    if category is None:
        return None
    for where in (grid, None) if grid is not None else (None,):
        hits = [r for r in routes if r.grid == where and category.startswith(r.prefix)]
        if hits:
            return max(hits, key=lambda r: len(r.prefix)).department
    return None


def department_of_kind(kind: str, routes: Sequence[Route]) -> str | None:
    """The department that is named for an enquiry, praise or a suggestion, whatever it is about."""
    return next((r.department for r in routes if r.prefix == f"{OF_KIND}{kind}"), None)


# Who may stand in for whom: a deputy must be allowed to do what is asked of them.
DEPUTIES: Mapping[Role, frozenset[Role]] = {
    Role.OFFICER: frozenset({Role.OFFICER, Role.HEAD}), Role.HEAD: frozenset({Role.OFFICER, Role.HEAD}),
    Role.COORDINATOR: frozenset({Role.COORDINATOR, Role.SUPERVISOR}),
    Role.SUPERVISOR: frozenset({Role.COORDINATOR, Role.SUPERVISOR}),
    Role.PROTECTION: frozenset({Role.PROTECTION}), Role.OPERATOR: frozenset({Role.OPERATOR}),
}


def may_deputise(person: Staff, deputy: Staff) -> bool:
    """Somebody else, of a role that may do the same, and of the same department."""
    fits = deputy.role in DEPUTIES.get(person.role, frozenset()) and deputy.department == person.department
    return fits and deputy.id != person.id


def able(person: Staff, away: Collection[str] = ()) -> bool:
    """Here, on duty, and reachable by text."""
    return person.on_duty and not person.stopped and bool(person.phone) and person.id not in away


def deputy_of(people: Iterable[Staff], person: Staff, away: Collection[str] = ()) -> Staff | None:
    """Whoever acts for somebody, where they are able to. There is no deputy's deputy: two who are away name nobody."""
    found = next((p for p in people if p.id == person.deputy_id), None) if person.deputy_id else None
    return found if found is not None and may_deputise(person, found) and able(found, away) else None


def seats(people: Sequence[Staff], holders: Iterable[Staff], away: Collection[str] = ()) -> Iterator[Staff]:
    """The same people in the same order; in the place of whoever is away their deputy, where they have an able one."""
    for person in holders:
        there = person if person.id not in away else deputy_of(people, person, away)
        if there is not None:
            yield there


def first_on_duty(people: Sequence[Staff], department: str, away: Collection[str] = ()) -> Staff | None:
    """The first officer of the department on duty and reachable by text; the head where there is none. A deputy takes the
    place of whoever is away."""
    own = sorted((p for p in people if p.department == department), key=lambda p: p.rank)
    order = [p for role in (Role.OFFICER, Role.HEAD) for p in own if p.role is role]
    return next((p for p in seats(people, order, away) if able(p, away)), None)


def head_of(people: Sequence[Staff], department: str | None, away: Collection[str] = ()) -> Staff | None:
    """The head of a department, on duty or not; their deputy while they are away."""
    heads = [p for p in people if p.department == department and p.role is Role.HEAD]
    return next(seats(people, heads, away), None)


def coordinator(people: Sequence[Staff], away: Collection[str] = ()) -> Staff | None:
    """The coordinator on duty, else any coordinator."""
    return _first(people, Role.COORDINATOR, away)


def supervisor(people: Sequence[Staff], away: Collection[str] = ()) -> Staff | None:
    """The supervisor on duty, else any supervisor."""
    return _first(people, Role.SUPERVISOR, away)


def _first(people: Sequence[Staff], role: Role, away: Collection[str]) -> Staff | None:
    rows = sorted((p for p in people if p.role is role), key=lambda p: (not p.on_duty, p.rank))
    return next(seats(people, rows, away), None)
