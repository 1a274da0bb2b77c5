"""The console's first login, made once for the seeded coordinator, and told until the password is changed."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hotline import passwords
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.staff import Staff, coordinator
from hotline.services.parts import Parts
from hotline.services.work import working

LOGIN = "coordinator"
_BY_SEED = Actor(kind=ActorKind.SYSTEM, id="seed", via="seed")


def ensure_first_login(parts: Parts) -> tuple[str, str] | None:
    """(login, password) when it was made now; None where somebody can already come in, or there is nobody to give it
    to (`users add` then makes one)."""
    with parts.database.reading() as store:
        if _nobody(parts.city(store).staff) is None:
            return None
    password = passwords.fresh()
    kept = passwords.hashed(password)
    with working(parts) as work:
        person = _nobody(work.store.city.staff())
        if person is None:
            return None
        work.store.city.save_staff(replace(person, login=LOGIN, password_hash=kept))
        work.audit(f"staff:{person.id}", "login_given", _BY_SEED, {"role": person.role.value})
    return LOGIN, password


def remember(folder: Path, login: str, password: str) -> Path:
    """Kept for its owner alone, so that every start can print it; gone with the first change of the password."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / "first_login"
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{login} {password}\n")
    return place


def forget(folder: Path, login: str) -> None:
    """The password of this login was changed."""
    place = folder / "first_login"
    if place.exists() and place.read_text(encoding="utf-8").split()[:1] == [login]:
        place.unlink()


def _nobody(staff: Sequence[Staff]) -> Staff | None:
    """The coordinator, while nobody at all has a login."""
    return None if any(person.login for person in staff) else coordinator(staff)
