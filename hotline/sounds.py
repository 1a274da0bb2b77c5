"""Addresses of recordings that open for some minutes only: the carrier plays them without our cookie or signature."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

MOST_DIGITS = 12
OPEN_FOR = timedelta(minutes=30)  # as long as an officer may listen to a row of recordings in one call


class Sounds:
    """Makes and checks references ``<recording id>.<until>.<seal>``: nothing in them can be guessed or stretched."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"sounds\0" + key).digest()

    def ref(self, recording_id: str, now: datetime) -> str:
        until = int((now + OPEN_FOR).timestamp())
        return f"{recording_id}.{until}.{self._seal(recording_id, until)}"

    def recording(self, ref: str, now: datetime) -> str | None:
        """The recording's id, while the reference holds."""
        recording_id, _, rest = ref.partition(".")
        until, _, seal = rest.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) <= MOST_DIGITS) or int(until) < now.timestamp():
            return None
        made = self._seal(recording_id, int(until))
        return recording_id if hmac.compare_digest(seal.encode("utf-8", "surrogatepass"), made.encode()) else None

    def _seal(self, recording_id: str, until: int) -> str:
        digest = hmac.digest(self._key, f"{recording_id}.{until}".encode("utf-8", "surrogatepass"), "sha256")
        return base64.urlsafe_b64encode(digest[:18]).decode()
