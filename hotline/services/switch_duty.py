"""Somebody goes on or off duty: the next dispatch goes to whoever is on."""

from dataclasses import replace

from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Role, Staff
from hotline.services.parts import Parts
from hotline.services.steps.offering import ring_operators
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import working


def may_switch(staff: Staff, person: Staff) -> bool:
    """A head for the own department, a coordinator for everybody, an operator for themselves."""
    if staff.role is Role.OPERATOR:
        return staff.id == person.id
    own = staff.role is Role.HEAD and staff.department is not None and staff.department == person.department
    return own or staff.role is Role.COORDINATOR


def switch_duty(parts: Parts, staff: Staff, person_id: str, on_duty: bool) -> Staff:
    """NotFound; RuleError("not_yours") for somebody of another department."""
    return retried(lambda: _switch(parts, staff, person_id, on_duty))


def _switch(parts: Parts, staff: Staff, person_id: str, on_duty: bool) -> Staff:
    with working(parts) as work:
        person = work.city.person(person_id)
        if person is None:
            raise NotFound("person")
        if not may_switch(staff, person):
            raise RuleError("not_yours")
        if person.on_duty is not on_duty:
            person = replace(person, on_duty=on_duty)
            work.store.city.save_staff(person)
            work.audit(f"staff:{person.id}", "on_duty" if on_duty else "off_duty", hand(staff), {})
            if on_duty and person.role is Role.OPERATOR:
                ring_operators(work)  # somebody may be waiting for just this one
        return person
