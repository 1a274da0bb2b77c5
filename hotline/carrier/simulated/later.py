"""Things that happen a little later (receipts, transcripts): one heap of due times, a few threads that take from it."""

import heapq
import logging
import threading
import time
from collections.abc import Callable

STOP_SECONDS = 0.2
log = logging.getLogger(__name__)


class Later:
    def __init__(self, *, threads: int, scale: float) -> None:
        self._scale = scale
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._lock = threading.Lock()
        self._due = threading.Condition(self._lock)
        self._idle = threading.Condition(self._lock)
        self._count = 0
        self._busy = 0
        self._stopped = False
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            self._due.notify_all()
        for thread in self._threads:
            thread.join(timeout=STOP_SECONDS)

    def after(self, seconds: float, task: Callable[[], None]) -> None:
        with self._lock:
            self._count += 1
            due = (time.monotonic() + seconds * self._scale, self._count, task)
            heapq.heappush(self._heap, due)
            if self._heap[0] is due:
                # Only an earlier due time changes what somebody is waiting for.
                self._due.notify()

    def settle(self, timeout: float = 10.0) -> bool:
        """Waits until nothing is under way or due any more; for tests and for a clean stop."""
        with self._lock:
            return self._idle.wait_for(lambda: not self._heap and not self._busy, timeout)

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            while not self._stopped:
                now = time.monotonic()
                if self._heap and self._heap[0][0] <= now:
                    self._busy += 1
                    task = heapq.heappop(self._heap)[2]
                    if self._heap:
                        self._due.notify()
                    return task
                self._due.wait(self._heap[0][0] - now if self._heap else None)
            return None

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception as error:  # noqa: BLE001 - a failed receipt must not end everybody's thread
                log.warning("a task of the simulated carrier failed: %s", type(error).__name__)
            finally:
                with self._lock:
                    self._busy -= 1
                    if not self._heap and not self._busy:
                        self._idle.notify_all()
