"""Names of people in config.yaml that must fit: who is rung, who is on at night, who stands in."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from hotline.config.rows import Fault, Rows, each, every, one_of
from hotline.domain.staff import DEPUTIES, Role


def rota(field: str, besides: Sequence[str]) -> Callable[[Mapping[str, Sequence[str]], Rows, Rows], Iterator[Fault]]:
    """``duty.rota`` and ``duty.night``: people who can be reached; ``besides``: keys that are no department."""

    def named(rota: Mapping[str, Sequence[str]], departments: Rows, people: Rows) -> Iterator[Fault]:
        known, names = every(departments, "id"), every(people, "name")
        able = {row.name for _, row in each(people, "name", "phone") if row.phone is not None}
        for department, rung in rota.items():
            if known is not None and department not in (*known, *besides):
                expected = " or ".join((*besides, one_of(known)))
                yield ("duty", field, department), "no such department", expected
            if names is None:
                continue
            for place, name in enumerate(rung):
                where = ("duty", field, department, place)
                if names.count(name) != 1:
                    yield where, *_wrong_name(name, names)
                elif name not in able:
                    yield where, "somebody without a phone", "somebody of people who can be rung"

    return named


def deputies(people: Rows) -> Iterator[Fault]:
    names = every(people, "name")
    by_name = {row.name: row for _, row in each(people, "name", "role", "department")}
    for place, row in each(people, "name", "role", "department", "deputy"):
        if row.deputy is None or names is None:
            continue
        where = ("people", place, "deputy")
        if names.count(row.deputy) != 1:
            yield where, *_wrong_name(row.deputy, names)
            continue
        deputy, roles = by_name.get(row.deputy), DEPUTIES.get(Role(row.role), frozenset())
        if row.deputy == row.name:
            yield where, "their own deputy", "somebody else"
        elif deputy is not None and (deputy.role not in roles or deputy.department != row.department):
            expected = f"the same department, and {one_of(sorted(roles))}" if roles else f"no deputy for a {row.role}"
            yield where, "somebody who may not do the same", expected


def kinds(table: Mapping[str, str], departments: Rows) -> Iterator[Fault]:
    known = every(departments, "id")
    for kind, department in table.items():
        if known is not None and department not in known:
            yield ("routing", "kinds", kind), "no such department", one_of(known)


def _wrong_name(name: str, names: Sequence[str]) -> tuple[str, str]:
    return "several people have this name" if name in names else "nobody has this name", "a name of people"
