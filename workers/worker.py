"""RQ's worker as we need it: in one process, without an alarm, quiet, and still there when Redis comes back.

RQ 3.0 as read: ``work`` ends for good where Redis is away at its start, after a job or on a timeout, and its signal
handlers talk to Redis.
"""

import logging
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from redis.exceptions import RedisError
from rq import SimpleWorker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer
from rq.timeouts import BaseDeathPenalty
from rq.worker import DequeueStrategy, WorkerStatus

from hotline.queue import QUEUE_OF, connect
from workers.kept import Session

log = logging.getLogger(__name__)

WORKER_TTL = 30
TRY_AGAIN = 1.0
SAY_AGAIN = 60.0


class NoAlarm(BaseDeathPenalty):
    """A job has a time budget of its own; an alarm could strike between the carrier's answer and our note of it."""

    def setup_death_penalty(self) -> None: ...

    def cancel_death_penalty(self) -> None: ...


class PlainWorker(SimpleWorker):
    death_penalty_class = NoAlarm
    max_connection_wait_time = 2.0
    log_result_lifespan = False

    def bootstrap(self, *_: Any, **__: Any) -> None:
        """Without RQ's own log handlers and without its thread for commands by pub/sub."""
        self.register_birth()
        self.set_state(WorkerStatus.STARTED)

    def unsubscribe(self) -> None: ...

    def _install_signal_handlers(self) -> None: ...

    def ask_to_stop(self) -> None:
        """From a signal: a job comes to its end, a wait is broken off."""
        self._stop_requested = True
        if self.get_state() != WorkerStatus.BUSY:
            raise StopRequested


class Working:
    """One worker process, for as long as it is wanted."""

    def __init__(self, session: Session, redis_url: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._session, self._url, self._sleep = session, redis_url, sleep
        self._worker: PlainWorker | None = None
        self._said_at = float("-inf")

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self._session.stopping = True
        if self._worker is not None:
            self._worker.ask_to_stop()

    def listen_to_signals(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def run(self, *, burst: bool = False) -> None:
        """Until told to stop; Redis being away is waited for."""
        while not self._session.stopping:
            try:
                self._work(burst)
            except StopRequested:
                break
            except (RedisError, OSError) as error:
                self._say(error)
            if burst:
                return
            if not self._session.stopping:
                self._sleep(TRY_AGAIN)

    def _work(self, burst: bool) -> None:
        connection = connect(self._url, timeout=None)
        try:
            self._worker = PlainWorker(
                list(QUEUE_OF.values()), connection=connection, serializer=JSONSerializer, worker_ttl=WORKER_TTL,
                log_job_description=False,
            )  # fmt: skip
            self._worker.work(burst=burst, dequeue_strategy=DequeueStrategy.ROUND_ROBIN)
        finally:
            self._worker = None
            connection.close()

    def _say(self, error: Exception) -> None:
        if time.monotonic() - self._said_at > SAY_AGAIN:
            self._said_at = time.monotonic()
            log.warning("Redis is away (%s): this worker waits for it", type(error).__name__)
