"""Flows that are no longer in the files, read once from their kept sources and held while calls use them."""

import logging
from collections.abc import Callable, Mapping
from threading import Lock

from ivr_flows.load import load_kept
from ivr_flows.model import Flow, LoadError

log = logging.getLogger(__name__)
MOST = 16  # versions of one flow or another; more are not in use within the length of a call


class OlderFlows:
    """Safe to share between threads: of several calls that come at once one reads, the others wait for it."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], Flow] = {}
        self._lock = Lock()

    def get(self, name: str, version: str, read: Callable[[], Mapping[str, str] | None]) -> Flow | None:
        """``read`` brings the kept files; None where there are none, or this program can't read them any more."""
        with self._lock:
            known = self._read.get((name, version))
            if known is None:
                known = _load(name, version, read())
                if known is not None:
                    self._read = {**dict([*self._read.items()][1 - MOST:]), (name, version): known}
            return known


def _load(name: str, version: str, files: Mapping[str, str] | None) -> Flow | None:
    if files is None:
        return None
    try:
        flow = load_kept(name, {path: text.encode() for path, text in files.items()})
    except LoadError as error:
        log.error("flow %s of version %s can't be read any more: %d faults", name, version, len(error.problems))
        return None
    return flow
