"""Somebody goes away and comes back; who stands in for them. Rows that every process sees within five seconds."""

from dataclasses import replace
from datetime import datetime

from hotline.domain import absence as rules
from hotline.domain.absence import Absence
from hotline.domain.actor import Actor
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Role, Staff, may_deputise
from hotline.services.parts import Parts
from hotline.services.steps.offering import ring_operators
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.steps.standing_in import begin
from hotline.services.work import Work, working

FOR_ALL = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.ADMIN})


def may_manage(staff: Staff, person: Staff) -> bool:
    """A head for the own department; coordinator, supervisor and admin for everybody."""
    own = staff.role is Role.HEAD and staff.department is not None and staff.department == person.department
    return own or staff.role in FOR_ALL


def go_away(parts: Parts, staff: Staff | Actor, person_id: str, from_at: datetime, until_at: datetime) -> Absence:
    """NotFound; RuleError: not_yours, absence_order, absence_over, absence_long, absence_overlaps."""
    return retried(lambda: _go(parts, staff, person_id, from_at, until_at))


def _go(parts: Parts, staff: Staff | Actor, person_id: str, from_at: datetime, until_at: datetime) -> Absence:
    with working(parts) as work:
        person = _theirs(work, staff, person_id)
        rules.check(from_at, until_at, work.now)
        others = [a for a in work.store.absences.current(work.now) if a.staff_id == person.id]
        if any(a.from_at < until_at and from_at < a.until_at for a in others):
            raise RuleError("absence_overlaps")
        actor = _hand(staff)
        absence = Absence(
            id=parts.ids.new(), staff_id=person.id, from_at=from_at, until_at=until_at, made_by=actor.id or actor.kind.value,
            made_at=work.now,
        )
        work.store.absences.add(absence)
        facts = {"from": from_at.isoformat(), "until": until_at.isoformat()}
        work.audit(f"staff:{person.id}", "away", actor, facts)
        if absence.holds(work.now):
            begin(work, absence, actor)
        return absence


def come_back(parts: Parts, staff: Staff | Actor, person_id: str) -> int:
    """Every absence ends now; those to come never begin. NotFound; RuleError: not_yours, not_away."""
    return retried(lambda: _back(parts, staff, person_id))


def _back(parts: Parts, staff: Staff | Actor, person_id: str) -> int:
    with working(parts) as work:
        person = _theirs(work, staff, person_id)
        mine = [a for a in work.store.absences.current(work.now) if a.staff_id == person.id and a.from_at < a.until_at]
        if not mine:
            raise RuleError("not_away")
        for absence in mine:
            work.store.absences.end(absence.id, rules.ended(absence, work.now).until_at)
        work.audit(f"staff:{person.id}", "back", _hand(staff), {"absences": len(mine)})
        if person.role is Role.OPERATOR:
            ring_operators(work)  # somebody may be waiting for just this one
        return len(mine)


def set_deputy(parts: Parts, staff: Staff | Actor, person_id: str, deputy_id: str | None) -> Staff:
    """None: nobody. NotFound; RuleError: not_yours, wrong_deputy."""
    return retried(lambda: _depute(parts, staff, person_id, deputy_id))


def _depute(parts: Parts, staff: Staff | Actor, person_id: str, deputy_id: str | None) -> Staff:
    with working(parts) as work:
        person = _theirs(work, staff, person_id)
        deputy = next((p for p in work.store.city.staff() if p.id == deputy_id), None)
        if deputy_id is not None and (deputy is None or not may_deputise(person, deputy)):
            raise RuleError("wrong_deputy")
        if person.deputy_id != deputy_id:
            person = replace(person, deputy_id=deputy_id)
            work.store.city.save_staff(person)
            work.audit(f"staff:{person.id}", "deputy_set", _hand(staff), {"deputy": deputy_id})
        return person


def _theirs(work: Work, staff: Staff | Actor, person_id: str) -> Staff:
    """From the shelf, for the city as this work knows it is read once: after the absence was written."""
    person = next((p for p in work.store.city.staff() if p.id == person_id), None)
    if person is None:
        raise NotFound("person")
    if isinstance(staff, Staff) and not may_manage(staff, person):
        raise RuleError("not_yours")
    return person


def _hand(staff: Staff | Actor) -> Actor:
    return hand(staff) if isinstance(staff, Staff) else staff
