"""The keys of one installation: personal words are encrypted at rest and looked up by keyed hash.

A key's id is made from the key itself, so a rotation needs no list of names: the new key first, the old ones
behind it, and whatever was written under an old key can still be read, found and verified.
"""

import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_FILE = "file"
_ID = 4  # bytes of the key id in front of a ciphertext
_NOT_WORD = re.compile(r"[\W_]+")


def key_id(key: bytes) -> str:
    """Eight hex digits that name a key (32 random bytes) and tell nothing of it; `config secrets` shows the same."""
    return hashlib.sha256(key).hexdigest()[: _ID * 2]


def plain_words(words: str) -> str:
    """Words as they are compared: one width, one case, no spaces or punctuation."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", words)).casefold()


class UnknownKey(Exception):
    """Something was written under a key this installation was not given; the text is the key's id."""


class Keys:
    """32 random bytes each for data, look-up hashes and the audit log, with older keys for reading."""

    def __init__(
        self,
        *,
        data: bytes,
        lookup: bytes,
        audit: bytes,
        older_data: Sequence[bytes] = (),
        older_lookup: Sequence[bytes] = (),
        older_audit: Sequence[bytes] = (),
    ) -> None:
        for key in (data, lookup, audit, *older_data, *older_lookup, *older_audit):
            if len(key) != 32:
                raise ValueError("every key has 32 bytes")
        self._data = AESGCM(data)
        self._data_id = bytes.fromhex(key_id(data))
        self._by_id = {bytes.fromhex(key_id(key)): AESGCM(key) for key in (data, *older_data)}
        self._lookup = lookup
        self._older_lookup = tuple(older_lookup)
        self.lookup_id = key_id(lookup)
        self.audit = audit
        self.audit_id = key_id(audit)
        self.audit_by_id: Mapping[str, bytes] = {key_id(key): key for key in (audit, *older_audit)}

    def __repr__(self) -> str:
        return f"Keys(data={self._data_id.hex()}, lookup={self.lookup_id}, audit={self.audit_id})"

    def seal(self, column: str, words: str) -> bytes:
        """Encrypt for one column; the same bytes in another column don't open."""
        # A lone surrogate can reach us in a forged or broken body: kept as it came, never a crash.
        return self._seal(column, words.encode("utf-8", "surrogatepass"))

    def open(self, column: str, sealed: bytes) -> str:
        """Read what ``seal`` wrote. Raises UnknownKey, or InvalidTag where the bytes were changed."""
        return self._open(column, sealed).decode("utf-8", "surrogatepass")

    def seal_bytes(self, data: bytes) -> bytes:
        """Encrypt a file, such as a recording."""
        return self._seal(_FILE, data)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Read what ``seal_bytes`` wrote; raises as ``open`` does."""
        return self._open(_FILE, sealed)

    def _seal(self, place: str, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return self._data_id + nonce + self._data.encrypt(nonce, plain, place.encode())

    def _open(self, place: str, sealed: bytes) -> bytes:
        key = self._by_id.get(bytes(sealed[:_ID]))
        if key is None:
            raise UnknownKey(bytes(sealed[:_ID]).hex())
        return key.decrypt(sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :], place.encode())

    def hash(self, purpose: str, value: str) -> str:
        """The look-up hash under today's key; ``purpose`` keeps a phone and a place from ever comparing equal."""
        return _hash(self._lookup, purpose, value)

    def hashes(self, purpose: str, value: str) -> tuple[str, ...]:
        """The hash under every key that may have been used, today's first."""
        return tuple(_hash(key, purpose, value) for key in (self._lookup, *self._older_lookup))


def _hash(key: bytes, purpose: str, value: str) -> str:
    message = purpose.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256").hex()
