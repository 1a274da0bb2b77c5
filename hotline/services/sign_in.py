"""Who may come in to the console, and how a password is changed."""

from dataclasses import replace

from hotline import passwords
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import working


def plain_login(login: str) -> str:
    """As logins are kept and compared."""
    return login.strip().casefold()


def sign_in(parts: Parts, login: str, password: str) -> Staff | None:
    """The person, noted in the audit log; None for a wrong login or password, after the same time."""
    with parts.database.reading() as store:
        person = store.city.staff_by_login(plain_login(login)) if login.strip() else None
    if not passwords.fits(password, person.password_hash if person else None) or person is None:
        return None
    retried(lambda: _note(parts, person, "signed_in"))
    return person


def change_password(parts: Parts, staff: Staff, old: str, new: str) -> Staff:
    """RuleError: wrong_password, too_short, same_password."""
    if not passwords.fits(old, staff.password_hash):
        raise RuleError("wrong_password")
    if len(new) < passwords.SHORTEST:
        raise RuleError("too_short")
    if new == old:
        raise RuleError("same_password")
    return set_password(parts, staff.id, new)


def set_password(parts: Parts, staff_id: str, new: str) -> Staff:
    """Every session opened with the old one is over."""
    kept = passwords.hashed(new)
    return retried(lambda: _set(parts, staff_id, kept))


def _set(parts: Parts, staff_id: str, kept: str) -> Staff:
    with working(parts) as work:
        person = work.city.person(staff_id)
        if person is None:
            raise NotFound("person")
        changed = replace(person, password_hash=kept)
        work.store.city.save_staff(changed)
        work.audit(f"staff:{person.id}", "password_changed", hand(person), {})
        return changed


def _note(parts: Parts, person: Staff, action: str) -> None:
    with working(parts) as work:
        work.audit(f"staff:{person.id}", action, hand(person), {})
