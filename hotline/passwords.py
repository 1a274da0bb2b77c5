"""Passwords of staff: kept as scrypt hashes, and made where nobody chose one."""

import secrets
from functools import lru_cache

from werkzeug.security import check_password_hash, generate_password_hash

SHORTEST = 10
METHOD = "scrypt"  # as dear as the library knows to be right
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


def hashed(password: str) -> str:
    return generate_password_hash(password, method=METHOD)


def fits(password: str, password_hash: str | None) -> bool:
    """Takes as long for somebody unknown as for somebody known."""
    known = check_password_hash(password_hash or _nobodys(), password)
    return known and password_hash is not None


def fresh() -> str:
    """Sixteen letters in groups of four: easy to read out, too many to guess."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return hashed(secrets.token_hex(8))
