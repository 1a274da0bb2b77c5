"""The one root over the heads of all chains, brought up to date as they grow.

A tree over sorted leaves moves every leaf behind a new one: an anchor then costs all chains, and a year of hourly ones
costs them 8,760 times. Here a chain has its place for good, by its name: two levels of 256 places. What grew since the
last root costs a few hashes, so that one pass gives the roots of all anchors there ever were.
"""

import hashlib

from hotline.domain.audit import Head

_WIDE = 256


class AnchorTree:
    """Two different sets of heads have two roots. Leaf, place, branch and root are told apart by their first byte."""

    def __init__(self) -> None:
        nothing = _hash(b"\1")
        self._leaves: dict[tuple[int, int], dict[str, bytes]] = {}  # by place, then by chain
        self._places = [[nothing] * _WIDE for _ in range(_WIDE)]
        self._branches = [_hash(b"\2", *self._places[0])] * _WIDE
        self._stale: set[tuple[int, int]] = set()
        self._root = ""
        self.chains = 0

    def put(self, head: Head) -> None:
        """The chain stands there now, wherever it stood before."""
        name = hashlib.sha256(head.chain.encode("utf-8", "surrogatepass")).digest()
        place = name[0], name[1]
        leaves = self._leaves.setdefault(place, {})
        self.chains += head.chain not in leaves
        leaves[head.chain] = _hash(b"\0", f"{head.chain}\0{head.count}\0{head.mac}".encode("utf-8", "surrogatepass"))
        self._stale.add(place)

    def root(self) -> str:
        """Over all heads of this moment."""
        if self._stale or not self._root:
            for first, second in self._stale:
                self._places[first][second] = _hash(b"\1", *sorted(self._leaves[first, second].values()))
            for first in {first for first, _ in self._stale}:
                self._branches[first] = _hash(b"\2", *self._places[first])
            self._stale.clear()
            self._root = _hash(b"\3", self.chains.to_bytes(8), *self._branches).hex()
        return self._root


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()
