"""Who is rung about what is urgent, who is on at night, and in which order: changed while everything runs."""

from collections.abc import Sequence

from hotline.domain.actor import Actor
from hotline.domain.duty import ANYWHERE
from hotline.domain.errors import RuleError
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.work import working


def set_rota(parts: Parts, by: Actor, department: str, names: Sequence[str], *, night: bool = False) -> None:
    """No names: whoever is on duty there. ``night``: who gets night categories outside office hours. RuleError:
    unknown_department, unknown_person, several_people, no_phone."""
    retried(lambda: _set(parts, by, department, names, night))


def _set(parts: Parts, by: Actor, department: str, names: Sequence[str], night: bool) -> None:
    with working(parts) as work:
        if (night or department != ANYWHERE) and department not in work.city.departments:
            raise RuleError("unknown_department")
        ids: list[str] = []
        for name in names:
            found = [p for p in work.city.staff if p.name == name]
            if len(found) != 1:
                raise RuleError("several_people" if found else "unknown_person")
            if found[0].phone is None:
                raise RuleError("no_phone")
            ids.append(found[0].id)
        (work.store.duty.set_night if night else work.store.duty.set_rota)(department, ids)
        work.audit(f"duty:{department}", "night_changed" if night else "rota_changed", by, {"people": len(ids)})
