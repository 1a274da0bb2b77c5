"""The only door to RQ. A nudge says "look at this lane"; the rows say what there is to do, so a lost one costs nothing.

Redis may be away at any time: a nudge is then dropped at once (the cron process delivers what is due by itself),
nothing waits for it, and nothing is raised.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from redis.sentinel import Sentinel
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer

log = logging.getLogger(__name__)
T = TypeVar("T")

SOCKET_TIMEOUT = 0.5
SKIP_AFTER_FAILURE = 2.0
SAY_AGAIN_AFTER = 60.0
NUDGE_LIVES = 30
JOB_TIMEOUT = 120
FAILURE_KEPT = 24 * 3600
REFUSALS_KEPT = 200
REFUSALS_LIVE = 7 * 24 * 3600
_REFUSALS = "hotline:refusals"


class Lane(StrEnum):
    TEXT = "text"
    CALL = "call"
    RECORDING = "recording"


JOBS = {
    Lane.TEXT: "workers.jobs.deliver_texts",
    Lane.CALL: "workers.jobs.deliver_calls",
    Lane.RECORDING: "workers.jobs.fetch_recordings",
}
QUEUE_OF = {lane: f"hotline-{lane}" for lane in Lane}


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A webhook that was turned away. ``path`` is without ids and query, ``reason`` a code."""

    at: str
    path: str
    reason: str


def connect(url: str, *, timeout: float | None = SOCKET_TIMEOUT) -> Redis:
    """Fails at once instead of trying three times with pauses, as the client would by itself."""
    options = {
        "socket_timeout": timeout,
        "socket_connect_timeout": SOCKET_TIMEOUT,
        "retry": Retry(NoBackoff(), 0),
    }
    if url.startswith("redis+sentinel://"):
        return _by_sentinel(url, options)
    return Redis.from_url(url, **options)


class Queue:
    def __init__(self, redis_url: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.url = redis_url
        self._redis = connect(redis_url)
        self._monotonic = monotonic
        self._lock = Lock()
        self._skip_until = float("-inf")
        self._said_at = float("-inf")
        self._queues = {lane: RqQueue(name, connection=self._redis, serializer=JSONSerializer) for lane, name in QUEUE_OF.items()}

    def nudge(self, lane: Lane | str) -> bool:
        """True when a worker will look; a nudge that is still waiting counts."""
        lane = Lane(lane)
        return bool(self._try(lambda: self._nudge(lane)))

    def looking(self, lane: Lane | str) -> None:
        """The worker says, before its first look at the rows, that a later nudge must be a new one."""
        self._try(lambda: self._redis.delete(_nudged(Lane(lane))))

    def ping(self) -> bool:
        return bool(self._try(self._redis.ping, even_if_skipping=True))

    def refuse(self, at: datetime, path: str, reason: str) -> None:
        """Keeps the last 200, for some days."""
        line = json.dumps(asdict(Refusal(at=at.isoformat(timespec="seconds"), path=path[:200], reason=reason[:60])))

        def push() -> None:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.lpush(_REFUSALS, line)
                pipe.ltrim(_REFUSALS, 0, REFUSALS_KEPT - 1)
                pipe.expire(_REFUSALS, REFUSALS_LIVE)
                pipe.execute()

        self._try(push)

    def refusals(self) -> tuple[Refusal, ...]:
        """Newest first; none while Redis is away."""
        lines = self._try(lambda: self._redis.lrange(_REFUSALS, 0, REFUSALS_KEPT - 1)) or []
        return tuple(Refusal(**json.loads(line)) for line in lines)

    def close(self) -> None:
        self._redis.close()

    def _nudge(self, lane: Lane) -> bool:
        key = _nudged(lane)
        if not self._redis.set(key, "1", nx=True, ex=NUDGE_LIVES):
            return True
        try:
            self._queues[lane].enqueue_call(
                JOBS[lane], timeout=JOB_TIMEOUT, result_ttl=0, failure_ttl=FAILURE_KEPT, ttl=NUDGE_LIVES * 10
            )
        except RedisError:
            # Else the key would keep the next nudges away although no job is there. It expires in any case.
            self._redis.delete(key)
            raise
        return True

    def _try(self, act: Callable[[], T], *, even_if_skipping: bool = False) -> T | None:
        now = self._monotonic()
        if now < self._skip_until and not even_if_skipping:
            return None
        try:
            done = act()
        except (RedisError, OSError) as error:
            self._failed(now, error)
            return None
        self._skip_until = float("-inf")
        return done

    def _failed(self, now: float, error: Exception) -> None:
        with self._lock:
            self._skip_until = self._monotonic() + SKIP_AFTER_FAILURE
            silent = now - self._said_at < SAY_AGAIN_AFTER
            if not silent:
                self._said_at = now
        if not silent:
            log.warning("Redis is away (%s): jobs are not announced, the cron process delivers", type(error).__name__)


def _nudged(lane: Lane) -> str:
    return f"hotline:nudged:{lane}"


def _by_sentinel(url: str, options: dict[str, Any]) -> Redis:
    """``redis+sentinel://[:password@]host:port[,host:port…]/master[/database]``."""
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    name, _, database = parts.path.strip("/").partition("/")
    pairs = (host.partition(":") for host in hosts.split(","))
    sentinels = [(host or "127.0.0.1", int(port or 26379)) for host, _, port in pairs]
    password = unquote(login.partition(":")[2]) or None
    asked = Sentinel(sentinels, sentinel_kwargs=options, password=password, db=int(database or 0), **options)
    master: Redis = asked.master_for(name or "mymaster")
    return master
