"""The city as the rules see it: names by language, who is where, which department acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hotline.domain.category import Category
from hotline.domain.staff import (
    Department,
    GridRow,
    Role,
    Route,
    Staff,
    able,
    coordinator,
    department_for,
    department_of_kind,
    deputy_of,
    first_on_duty,
    head_of,
    seats,
    supervisor,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class City:
    """A snapshot for one piece of work; cheap to build, never changed."""

    departments: Mapping[str, Department]
    grids: Mapping[str, GridRow]
    routes: Sequence[Route]
    staff: Sequence[Staff]
    categories: Mapping[str, Category]
    rota: Mapping[str, Sequence[str]] = field(default_factory=dict)  # department, or * → who is rung, in order
    night: Mapping[str, Sequence[str]] = field(default_factory=dict)  # department → who is on at night, in order
    away: Mapping[str, datetime] = field(default_factory=dict)  # who is away now → until when
    after_hours: bool = False  # the offices are shut now

    def department_name(self, department: str | None, language: str) -> str | None:
        row = self.departments.get(department) if department else None
        return named(row.name, language) if row else None

    def category_name(self, category: str | None, language: str) -> str | None:
        row = self.categories.get(category) if category else None
        return named(row.name, language) if row else None

    def grid_name(self, grid: str | None, language: str) -> str | None:
        row = self.grids.get(grid) if grid else None
        return named(row.name, language) if row else None

    def department_named(self, words: str) -> str | None:
        """The department an officer means: its id or its name in any language, whole or as a unique part."""
        wanted = words.strip().casefold()
        if not wanted:
            return None
        exact = [d.id for d in self.departments.values() if wanted in {d.id.casefold(), *(n.casefold() for n in d.name.values())}]
        part = [d.id for d in self.departments.values() if any(wanted in n.casefold() for n in d.name.values())]
        hits = exact or part
        return hits[0] if len(hits) == 1 else None

    def unit_in(self, words: str) -> str | None:
        """The one department that somebody's words name, in any language."""
        said = words.casefold()
        named = {d.id for d in self.departments.values() for name in d.name.values() if name.casefold() in said}
        return named.pop() if len(named) == 1 else None

    def person(self, staff_id: str | None) -> Staff | None:
        return next((p for p in self.staff if p.id == staff_id), None) if staff_id else None

    def route(self, category: str | None, grid: str | None) -> str | None:
        return department_for(category, grid, self.routes)

    def route_of(self, kind: str, category: str | None, grid: str | None) -> str | None:
        """The department that is named for the kind, else the one of category and grid."""
        return department_of_kind(kind, self.routes) or self.route(category, grid)

    def officer(self, department: str) -> Staff | None:
        return first_on_duty(self.staff, department, self.away)

    def officer_id(self, department: str | None, category: str | None) -> str | None:
        """The id of who gets a ticket of this category there; None where there is nobody."""
        officer = self.officer_for(department, category) if department else None
        return officer.id if officer else None

    def officer_for(self, department: str, category: str | None) -> Staff | None:
        """Who gets a ticket of this category now: outside office hours a night category goes to the night duty, where
        somebody of it is able; everything else to the usual officer."""
        row = self.categories.get(category or "")
        if row is not None and row.night and self.after_hours:
            named = [p for i in self.night.get(department, ()) if (p := self.person(i)) is not None]
            found = next((p for p in seats(self.staff, named, self.away) if able(p, self.away)), None)
            if found is not None:
                return found
        return self.officer(department)

    def acting(self, staff_id: str | None) -> Staff | None:
        """This person, or whoever hears of their tickets while they are away: the deputy, else who is next in the department."""
        person = self.person(staff_id)
        if person is None or person.id not in self.away:
            return person
        department = person.department
        others = (self.officer(department) or self.head(department)) if department else None
        return deputy_of(self.staff, person, self.away) or others

    def district(self, grid: str | None) -> str | None:
        """Who owns, in this grid, what no department will."""
        row = self.grids.get(grid) if grid else None
        return row.district if row else None

    def head(self, department: str | None) -> Staff | None:
        return head_of(self.staff, department, self.away)

    def supervisor(self) -> Staff | None:
        """Who decides for the committee; where there is none, the coordinator must find somebody."""
        return supervisor(self.staff, self.away) or self.coordinator()

    def protectors(self) -> tuple[Staff, ...]:
        """Everybody who may know of a protection ticket; where the city named none, the supervisor must name one at once. All
        of them hear of it while all are away: nobody else may."""
        named = tuple(p for p in self.staff if p.role is Role.PROTECTION)
        here = tuple(dict.fromkeys(seats(self.staff, named, self.away)))
        above = self.supervisor()
        return here or named or ((above,) if above is not None else ())

    def coordinator(self) -> Staff | None:
        """Somebody must hear of what nobody acts on: with every coordinator away the supervisor, and with them away as well
        the first coordinator all the same."""
        first = coordinator(self.staff)
        if first is None:
            return None
        return coordinator(self.staff, self.away) or supervisor(self.staff, self.away) or first

    def roles(self, person: Staff) -> frozenset[Role]:
        """A person's own, and those of whom they stand in for: who is asked to decide must be able to. With nobody of a role
        there, everybody of the role that is asked instead."""
        found = {person.role}
        for role, asked in ((Role.COORDINATOR, self.coordinator()), (Role.SUPERVISOR, self.supervisor())):
            if asked is None or person.role not in (Role.COORDINATOR, Role.SUPERVISOR):
                continue
            nobody = not any(p.role is role and p.id not in self.away for p in self.staff)
            if asked.id == person.id or (nobody and asked.role is person.role):
                found.add(role)
        return frozenset(found)


def named(names: Mapping[str, str], language: str) -> str:
    """The name in ``language``, else in the first language there is."""
    return names.get(language) or next(iter(names.values()))
