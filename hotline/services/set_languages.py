"""Which languages an operator answers in: callers are offered to who speaks theirs."""

from collections.abc import Sequence
from dataclasses import replace

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Role, Staff
from hotline.services.parts import Parts
from hotline.services.steps.offering import ring_operators
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import working

MAY = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN})


def may_set(staff: Staff, person: Staff) -> bool:
    return person.role is Role.OPERATOR and staff.role in MAY


def set_languages(parts: Parts, staff: Staff, person_id: str, languages: Sequence[str]) -> Staff:
    """NotFound; RuleError: not_yours, no_language."""
    return retried(lambda: _set(parts, staff, person_id, languages))


def _set(parts: Parts, staff: Staff, person_id: str, languages: Sequence[str]) -> Staff:
    speaks = tuple(one for one in parts.languages if one in languages)
    with working(parts) as work:
        person = work.city.person(person_id)
        if person is None:
            raise NotFound("person")
        if not may_set(staff, person):
            raise RuleError("not_yours")
        if not speaks:
            raise RuleError("no_language")
        if person.speaks != speaks:
            person = replace(person, speaks=speaks)
            work.store.city.save_staff(person)
            work.audit(f"staff:{person.id}", "languages_set", hand(staff), {"speaks": list(speaks)})
            ring_operators(work)  # somebody may be waiting for just this language
        return person
