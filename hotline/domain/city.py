"""The city as the rules see it: names by language, who is where, which department acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hotline.domain.category import Category
from hotline.domain.staff import Department, GridRow, Role, Route, Staff, coordinator, department_for, first_on_duty, head_of


@dataclass(frozen=True, kw_only=True, slots=True)
class City:
    """A snapshot for one piece of work; cheap to build, never changed."""

    departments: Mapping[str, Department]
    grids: Mapping[str, GridRow]
    routes: Sequence[Route]
    staff: Sequence[Staff]
    categories: Mapping[str, Category]
    rota: Mapping[str, Sequence[str]] = field(default_factory=dict)  # department, or * → who is rung, in order

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

    def officer(self, department: str) -> Staff | None:
        return first_on_duty(self.staff, department)

    def district(self, grid: str | None) -> str | None:
        """Who owns, in this grid, what no department will."""
        row = self.grids.get(grid) if grid else None
        return row.district if row else None

    def head(self, department: str | None) -> Staff | None:
        return head_of(self.staff, department)

    def supervisor(self) -> Staff | None:
        """Who decides for the committee; where there is none, the coordinator must find somebody."""
        rows = sorted((p for p in self.staff if p.role is Role.SUPERVISOR), key=lambda p: (not p.on_duty, p.rank))
        return next(iter(rows), None) or self.coordinator()

    def protectors(self) -> tuple[Staff, ...]:
        """Everybody who may know of a protection ticket; where the city named none, the supervisor must name one at once."""
        named = tuple(p for p in self.staff if p.role is Role.PROTECTION)
        above = self.supervisor()
        return named or ((above,) if above is not None else ())

    def coordinator(self) -> Staff | None:
        return coordinator(self.staff)


def named(names: Mapping[str, str], language: str) -> str:
    """The name in ``language``, else in the first language there is."""
    return names.get(language) or next(iter(names.values()))
