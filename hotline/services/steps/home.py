"""Files on their way home from the carrier, recordings and photos alike: when one is asked for again, when it is given up, and
how one that nobody keeps any more is removed."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from hotline.domain.errors import CarrierError, Permanent, Unavailable
from hotline.services.ports import Database

log = logging.getLogger(__name__)

LIMIT = 20  # in one run
LEASE = timedelta(minutes=3)
# A file is announced before the carrier has finished it, sometimes.
NOT_YET = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(seconds=s) for s in (15, 60, 300, 900, 3600))
NO_SUCH = frozenset({404, 20404})
BATCH = 200
HOLDER = "retention"


class Now(Protocol):
    def now(self) -> datetime: ...


class Parts(Protocol):
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Now: ...


class Media(Protocol):
    """Where sealed files lie, each named by what it holds. Every method but ``name`` raises Unavailable."""

    def name(self, sound: bytes) -> str: ...
    def keep(self, sound: bytes) -> str: ...
    def has(self, name: str) -> bool: ...
    def read(self, name: str) -> bytes: ...
    def remove(self, name: str) -> None: ...


class Files(Protocol):
    """The rows that name files."""

    def unremoved(self, limit: int) -> Sequence[str]: ...
    def wanted(self, name: str) -> bool: ...
    def removed(self, name: str) -> None: ...


def wait_after(attempts: int) -> timedelta:
    return BACK_OFF[min(max(attempts, 1), len(BACK_OFF)) - 1]


def is_gone(error: CarrierError, announced_at: datetime, now: datetime) -> bool:
    """The carrier has it no more, and it is not only too early."""
    return isinstance(error, Permanent) and error.code in NO_SUCH and now - announced_at > NOT_YET


def file_lease(name: str) -> str:
    """Who writes or removes this file."""
    return f"file:{name}"


def remove_files(parts: Parts, media: Media, shelf: str) -> None:
    """The files of expired rows of a shelf, ``recordings`` or ``photos``. What can't be removed now goes with a later round."""
    with parts.database.reading() as store:
        names = _files(store, shelf).unremoved(BATCH)
    for name in names:
        try:
            _remove(parts, media, shelf, name)
        except Unavailable as error:
            parts.database.ready()
            log.warning("files that are kept no longer wait: the %s can't be reached", error.part)
            return


def _remove(parts: Parts, media: Media, shelf: str, name: str) -> None:
    """Nobody stores the same file between the look and the removal: the lease is asked for by both."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        if not store.leases.take(file_lease(name), HOLDER, now, now + LEASE):
            return
        wanted = _files(store, shelf).wanted(name)
    if not wanted:
        media.remove(name)
    with parts.database.writing() as store:
        _files(store, shelf).removed(name)
        store.leases.release(file_lease(name), HOLDER)


def _files(store: object, shelf: str) -> Files:
    files: Files = getattr(store, shelf)
    return files
