"""The keys of an installation: read from the environment, else made once below the data folder.

A ring holds several keys, so that one can be exchanged: the first encrypts, all of them decrypt, and
every row says by its key id which one it needs.
"""

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

EXPECTED = "32 random bytes as base64 (python -m hotline config secrets makes them), older keys after a comma"
KEY_NAMES = ("data_key", "hash_key", "audit_key", "session_key")


@dataclass(frozen=True, slots=True)
class SecretKey:
    """`id` names the key wherever it was used, and tells nothing of it."""

    id: str
    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyRing:
    keys: tuple[SecretKey, ...]

    @property
    def current(self) -> SecretKey:
        return self.keys[0]

    def find(self, key_id: str) -> SecretKey | None:
        return next((key for key in self.keys if key.id == key_id), None)

    @classmethod
    def parse(cls, written: str) -> "KeyRing":
        """Raises ValueError with what is expected; never with what was given."""
        keys = tuple(_key(part) for part in written.replace(",", " ").split())
        if not keys:
            raise ValueError(EXPECTED)
        return cls(keys)


def _key(written: str) -> SecretKey:
    try:
        value = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    except ValueError:
        value = b""
    if len(value) != 32:
        raise ValueError(EXPECTED)
    return SecretKey(hashlib.sha256(value).hexdigest()[:8], value)


def fresh_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def fresh_token() -> str:
    return secrets.token_hex(16)


def read_kept(folder: Path, name: str) -> str | None:
    try:
        return (folder / name).read_text(encoding="ascii").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None


def keep(folder: Path, name: str, value: str) -> str:
    """Keeps a secret for its owner alone; where another process was quicker, its value is the one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = folder / f".{name}.{secrets.token_hex(4)}"
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link is made whole or not at all, and never over a file that is there.
        os.link(mine, folder / name)
    except FileExistsError:
        return read_kept(folder, name) or value
    finally:
        mine.unlink()
    return value
