"""How often somebody may try something. Counted in Redis for all processes; in this process alone while it is away."""

import hashlib
import hmac
import time
from collections.abc import Callable
from threading import Lock

from redis.exceptions import RedisError

from hotline.queue import SKIP_AFTER_FAILURE, connect

MOST_KEPT = 10_000


class Limits:
    """``who`` (an address, a login, a ticket number) is only ever kept as a keyed digest."""

    def __init__(self, redis_url: str, key: bytes, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = connect(redis_url)
        self._key = hashlib.sha256(b"limits\0" + key).digest()
        self._monotonic = monotonic
        self._skip_until = float("-inf")
        self._lock = Lock()
        self._here: dict[str, tuple[float, int]] = {}

    def allow(self, what: str, who: str, *, most: int, within: int) -> bool:
        """One more try counts; False once there were more than ``most`` in ``within`` seconds."""
        return self._counted(self._name(what, who), within, 1) <= most

    def spent(self, what: str, who: str, *, most: int, within: int) -> bool:
        """Whether nothing is left, without counting."""
        return self._counted(self._name(what, who), within, 0) >= most

    def forgive(self, what: str, who: str, *, within: int) -> None:
        """Take back one try that was no guess."""
        self._counted(self._name(what, who), within, -1)

    def _name(self, what: str, who: str) -> str:
        digest = hmac.digest(self._key, f"{what}\0{who}".encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
        return f"hotline:limit:{what}:{digest}"

    def _counted(self, name: str, within: int, more: int) -> int:
        if self._monotonic() >= self._skip_until:
            try:
                return self._in_redis(name, within, more)
            except (RedisError, OSError):
                self._skip_until = self._monotonic() + SKIP_AFTER_FAILURE
        return self._in_process(name, within, more)

    def _in_redis(self, name: str, within: int, more: int) -> int:
        with self._redis.pipeline(transaction=True) as pipe:
            # The first try starts the time, later ones don't stretch it (EXPIRE … NX would ask for Redis 7).
            pipe.set(name, 0, ex=within, nx=True)
            pipe.incrby(name, more)
            return int(pipe.execute()[1])

    def _in_process(self, name: str, within: int, more: int) -> int:
        now = self._monotonic()
        with self._lock:
            until, count = self._here.get(name, (now + within, 0))
            if until <= now:
                until, count = now + within, 0
            if len(self._here) >= MOST_KEPT:
                self._here = {k: v for k, v in self._here.items() if v[0] > now}
            if len(self._here) < MOST_KEPT or name in self._here:
                self._here[name] = (until, count + more)
        return count + more
