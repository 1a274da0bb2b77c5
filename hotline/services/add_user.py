"""A login for the console: for somebody the city already knows by phone, or for somebody new."""

import re
from dataclasses import dataclass, replace

from hotline import passwords
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import RuleError
from hotline.domain.phone import parse_phone
from hotline.domain.staff import Role, Staff
from hotline.services.parts import Parts
from hotline.services.sign_in import plain_login
from hotline.services.steps.sight import OF_A_DEPARTMENT
from hotline.services.work import Work, working

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
BY_COMMAND = Actor(kind=ActorKind.SYSTEM, id="command", via="command")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewUser:
    """``role`` may be left out for somebody known by ``phone``."""

    login: str
    name: str = ""
    role: Role | None = None
    department: str | None = None
    phone: str | None = None
    language: str = "zh-CN"


def add_user(parts: Parts, user: NewUser, password: str) -> Staff:
    """RuleError: bad_login, login_taken, too_short, bad_phone, has_login, role_missing, other_role,
    department_missing, unknown_department."""
    login = plain_login(user.login)
    if not _LOGIN.fullmatch(login):
        raise RuleError("bad_login")
    if len(password) < passwords.SHORTEST:
        raise RuleError("too_short")
    kept = passwords.hashed(password)
    with working(parts) as work:
        if work.store.city.staff_by_login(login) is not None:
            raise RuleError("login_taken")
        person = _known(work, user)
        if person is not None:
            person = replace(person, login=login, password_hash=kept)
            work.store.city.save_staff(person)
        else:
            person = replace(_new(work, user), login=login, password_hash=kept)
            work.store.city.add_staff(person)
        work.audit(f"staff:{person.id}", "login_given", BY_COMMAND, {"role": person.role.value})
        return person


def _known(work: Work, user: NewUser) -> Staff | None:
    """Whoever the city already texts on this number."""
    if user.phone is None:
        return None
    number = parse_phone(user.phone, work.parts.region)
    if number is None:
        raise RuleError("bad_phone")
    person = work.store.city.staff_by_phone(number.e164)
    if person is not None and person.login is not None:
        raise RuleError("has_login")
    if person is not None and user.role not in (None, person.role):
        raise RuleError("other_role")
    return person


def _new(work: Work, user: NewUser) -> Staff:
    if user.role is None:
        raise RuleError("role_missing")
    if user.role in OF_A_DEPARTMENT and user.department is None:
        raise RuleError("department_missing")
    if user.department is not None and user.department not in work.city.departments:
        raise RuleError("unknown_department")
    number = parse_phone(user.phone, work.parts.region) if user.phone else None
    return Staff(
        id=work.parts.ids.new(), name=user.name.strip() or user.login.strip(), phone=number.e164 if number else None,
        role=user.role, department=user.department, language=user.language, rank=len(work.city.staff),
    )  # fmt: skip
