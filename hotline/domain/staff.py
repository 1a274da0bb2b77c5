"""Departments, grids and the people who act. Who is rung and texted first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


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

    def __repr__(self) -> str:
        return f"Staff(id={self.id!r}, role={self.role.value!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """``grid`` None is the city's default; the longest ``prefix`` of the category id wins."""

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


def first_on_duty(people: Sequence[Staff], department: str) -> Staff | None:
    """The first officer of the department on duty and reachable by text; the head where there is none."""
    own = sorted((p for p in people if p.department == department), key=lambda p: p.rank)
    able = [p for p in own if p.on_duty and not p.stopped and p.phone]
    officers = [p for p in able if p.role is Role.OFFICER]
    heads = [p for p in able if p.role is Role.HEAD]
    return next(iter(officers + heads), None)


def head_of(people: Sequence[Staff], department: str | None) -> Staff | None:
    """The head of a department, on duty or not."""
    return next((p for p in people if p.department == department and p.role is Role.HEAD), None)


def coordinator(people: Sequence[Staff]) -> Staff | None:
    """The coordinator on duty, else any coordinator."""
    rows = sorted((p for p in people if p.role is Role.COORDINATOR), key=lambda p: (not p.on_duty, p.rank))
    return next(iter(rows), None)
