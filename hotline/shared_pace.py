"""One pace for all workers on all machines: the carrier's limit is the account's, not a process's.

Each start is asked for in Redis, by its own clock; while Redis is away in the database, and while that is away too each
worker keeps to its share.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from redis.exceptions import RedisError

from hotline.domain.errors import Conflict, Unavailable
from hotline.queue import SKIP_AFTER_FAILURE, connect
from hotline.services.ports import Database
from hotline.services.steps.sending import Pacing

log = logging.getLogger(__name__)

NAME = "pace:{}"
TRIES = 20
LIVES = 60_000  # milliseconds; a pace nobody asked for that long is at rest
# When the next start is free, in microseconds; asks for one and says how long to wait for it, -1 where that is too long.
_NEXT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local start = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
if start - now > tonumber(ARGV[2]) then return -1 end
redis.call('SET', KEYS[1], string.format('%.0f', start + tonumber(ARGV[1])), 'PX', ARGV[3])
return start - now
"""


class Now(Protocol):
    def now(self) -> datetime: ...


class SharedPace:
    """``alone``: what this process keeps to where nobody can be asked. Safe to share between threads."""

    def __init__(
        self, what: str, per_second: float, redis_url: str, database: Database, clock: Now, alone: Pacing,
        *, monotonic: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name, self._gap = NAME.format(what), timedelta(seconds=1 / per_second)
        self._redis = connect(redis_url)
        self._next = self._redis.register_script(_NEXT)
        self._database, self._clock, self._alone = database, clock, alone
        self._monotonic, self._sleep = monotonic, sleep
        self._skip_until = float("-inf")

    def wait(self, until: float) -> bool:
        """False, at once, where the next start would come too late (on the monotonic clock)."""
        longest = until - self._monotonic()
        if longest < 0:
            return False
        try:
            pause = self._pause(longest)
        except (Unavailable, Conflict):
            return self._alone.wait(until)
        if pause is None:
            return False
        if pause > 0:
            self._sleep(pause)
        return True

    def _pause(self, longest: float) -> float | None:
        if self._monotonic() >= self._skip_until:
            try:
                return self._of_redis(longest)
            except (RedisError, OSError) as error:
                self._skip_until = self._monotonic() + SKIP_AFTER_FAILURE
                log.warning("Redis is away (%s): calls are paced by the database", type(error).__name__)
        return self._of_database(longest)

    def _of_redis(self, longest: float) -> float | None:
        gap = self._gap / timedelta(microseconds=1)
        pause = int(self._next(keys=[f"hotline:{self._name}"], args=[gap, longest * 1_000_000, LIVES + int(gap / 1000)]))
        return None if pause < 0 else pause / 1_000_000

    def _of_database(self, longest: float) -> float | None:
        for _ in range(TRIES):
            now = self._clock.now()
            try:
                with self._database.writing() as store:
                    free = store.leases.until(self._name)
                    start = now if free is None or free < now else free
                    if (start - now).total_seconds() > longest:
                        return None
                    if store.leases.move(self._name, free, start + self._gap):
                        return (start - now).total_seconds()
            except Conflict:
                continue  # somebody asked at the same instant
        raise Conflict

    def close(self) -> None:
        self._redis.close()
