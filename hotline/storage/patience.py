"""A database that hangs is worse than one that is gone: whoever waits is waited for, until every thread waits.

So nobody waits longer than their patience, and after somebody waited in vain the next are told at once.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hotline.domain.errors import Unavailable

LOOK_EVERY = 0.25
IN_VAIN = 1.0  # seconds after which a failure counts as waiting; a refused connection is told in milliseconds
REST = 2.0


class Watch:
    """Ends the line of whoever waited longer than ``patience`` seconds for PostgreSQL: their wait ends in an error. Neither
    the server's own limits nor the driver end a wait for a server that is stopped. One thread, which ends when nobody waits:
    a process that has nothing to do does not wake up, and a database that is put away leaves no thread behind."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._waiting: dict[int, tuple[float, Any]] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, driver: Any) -> Iterator[None]:
        """Watch over what is done with this connection meanwhile."""
        mark = id(driver)
        with self._lock:
            self._waiting[mark] = time.monotonic() + self._patience, driver
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="patience", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(mark, None)

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            now = time.monotonic()
            # Under the lock, so that nobody gives the connection back, and its number to another, meanwhile.
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                for mark, (until, driver) in list(self._waiting.items()):
                    if until < now:
                        del self._waiting[mark]
                        _cut(driver)


def _cut(driver: Any) -> None:
    if driver.closed:
        return
    with socket.socket(fileno=socket.dup(driver.pgconn.socket)) as line:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already


class Door:
    """Shut for a moment after somebody waited in vain; then one at a time tries whether the database is back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shut_until: float | None = None
        self._tried = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Raises Unavailable while it is shut."""
        tries, begun = self._enter(), time.monotonic()
        waited = False
        try:
            yield
        except Unavailable:
            waited = tries or time.monotonic() - begun > IN_VAIN
            raise
        finally:
            self._leave(tries, waited=waited)

    def _enter(self) -> bool:
        """Whether this is the one that tries."""
        if self._shut_until is None:
            return False
        with self._lock:
            if self._shut_until is None:
                return False
            if self._tried or time.monotonic() < self._shut_until:
                raise Unavailable("database")
            self._tried = True
            return True

    def _leave(self, tries: bool, *, waited: bool) -> None:
        if not tries and not waited:
            return
        with self._lock:
            self._shut_until = time.monotonic() + REST if waited else None
            self._tried = False if tries else self._tried
