"""The audit log against its anchors: is what they saw still there, as it was?

A later anchor vouches for whatever was rewritten before it was cast, so each one is computed anew: those of the auditor's
file, those of the hourly file, and those of the table nobody else tells of. How far each chain had come when an anchor was
cast stands in ``audit_anchored``, a row only where it grew; no time of an entry is asked, so neither ties nor chains that
moved meanwhile matter. One pass over that growth, in the order of the anchors, serves them all. It costs time by the
growth and not by anchors times chains, some 0.3 ms an anchor, and memory by the chains, some 300 bytes each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.anchor_tree import AnchorTree
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.storage.audit_raw import any_text, as_kept, moment_of, named, number
from hotline.storage.tables import audit_anchored, audit_anchors, audit_entries, audit_heads
from hotline.storage.transaction import Transaction

_E, _H, _A, _N = audit_entries.c, audit_heads.c, audit_anchored.c, audit_anchors.c
_HEADS = sa.select(_H.chain, _H.length, _H.mac)
_GROWTH = (
    sa.select(_A.anchor, _A.chain, _A.length, _E.mac)
    .select_from(audit_anchored.outerjoin(audit_entries, sa.and_(_E.chain == _A.chain, _E.seq == _A.length)))
    .order_by(_A.anchor, _A.chain, _A.length)
)
_SHORT = (
    sa.select(_A.chain, sa.func.max(_A.length).label("grown"), sa.func.max(_H.length).label("head_count"))
    .select_from(audit_anchored.outerjoin(audit_heads, _H.chain == _A.chain))
    .group_by(_A.chain)
    .having(sa.or_(sa.func.max(_H.length).is_(None), sa.func.max(_H.length) < sa.func.max(_A.length)))
    .order_by(_A.chain)
)
_ANCHORS = sa.select(_N.number, as_kept(_N.at).label("at"), _N.chains, _N.root, _N.mac).order_by(_N.number)
_NEVER = datetime.min.replace(tzinfo=UTC)


def root_of_heads(tx: Transaction) -> tuple[int, str]:
    """How many chains there are at this moment, and the root over them."""
    tree = AnchorTree()
    with any_text(tx.connection):  # a poisoned head is for verify to name: it stops no anchor from being cast
        for row in tx.stream(audit_heads, _HEADS):
            tree.put(Head(chain=str(row.chain), count=row.length, mac=row.mac))
    return tree.chains, tree.root()


def against_anchors(tx: Transaction, told: Sequence[Anchor]) -> Iterator[Problem]:
    """``told``: by files outside the database. Each must be there unchanged, and each is computed anew."""
    stored = {row.number: _anchor(row) for row in tx.rows(audit_anchors, _ANCHORS, {})}
    wanted: dict[int, set[Anchor]] = defaultdict(set)  # a file that tells a number twice is believed in neither
    for anchor in told:
        wanted[anchor.number].add(anchor)
    newest = max((*stored, *wanted), default=0)
    for first, last in _gaps(stored, newest):
        yield Problem(fault=Fault.MISSING_ANCHOR, chain=_span(first, last))
    keys = tx.keys.audit_by_id.values()
    for row in stored.values():
        if any(anchor != row for anchor in wanted.get(row.number, ())) or not rules.anchor_holds(keys, row):
            yield Problem(fault=Fault.ALTERED_ANCHOR, chain=f"anchor:{row.number}")
        elif row.number not in wanted:
            wanted[row.number].add(row)
    for row in tx.stream(audit_anchored, _SHORT):
        gone = row.head_count is None
        fault = Fault.MISSING_CHAIN if gone else Fault.WRONG_COUNT
        yield Problem(fault=fault, chain=named(row.chain), seq=number(row.head_count))
    yield from _recomputed(tx, wanted, newest)


def _recomputed(tx: Transaction, wanted: dict[int, set[Anchor]], newest: int) -> Iterator[Problem]:
    """Anchors in a row that no longer fit are told as one: what they saw was changed, what the next one saw was not."""
    roots = _Roots(tx)
    wrong: list[tuple[int, int]] = []  # number, and how many chains are gone
    for at in sorted(wanted):
        found = roots.at(at)
        if all((anchor.chains, anchor.root) == found for anchor in wanted[at]):
            continue
        if wrong and wrong[-1][0] != at - 1:
            yield _wrong(wrong)
            wrong = []
        wrong.append((at, max(anchor.chains for anchor in wanted[at]) - found[0]))
    if wrong:
        yield _wrong(wrong)
    yield from roots.rest(newest)


def _wrong(run: Sequence[tuple[int, int]]) -> Problem:
    return Problem(fault=Fault.WRONG_ROOT, chain=_span(run[0][0], run[-1][0]), seq=max(gone for _, gone in run))


class _Roots:
    """The root of one anchor after the other, from the entries as they are today."""

    def __init__(self, tx: Transaction) -> None:
        self._growth = tx.stream(audit_anchored, _GROWTH)
        self._next: Any = next(self._growth, None)
        self._tree = AnchorTree()
        self._poisoned: list[Any] = []

    def at(self, anchor: int) -> tuple[int, str]:
        """How many chains this anchor saw, and the root over them. To be asked in the order of the numbers."""
        while self._next is not None and (not isinstance(self._next.anchor, int) or self._next.anchor <= anchor):
            self._grow(self._next)
            self._next = next(self._growth, None)
        return self._tree.chains, self._tree.root()

    def rest(self, newest: int) -> Iterator[Problem]:
        """Growth that belongs to no anchor: of those that were thrown away, or made up."""
        known = newest
        for row in (*(() if self._next is None else (self._next,)), *self._growth):
            if _is_sound(row):
                known = max(known, row.anchor)
            else:
                self._poisoned.append(row)
        if known > newest:
            yield Problem(fault=Fault.MISSING_ANCHOR, chain=_span(newest + 1, known))
        for row in self._poisoned:
            yield Problem(fault=Fault.ALTERED_ANCHOR, chain=named(row.chain), seq=number(row.length))

    def _grow(self, row: Any) -> None:
        if not _is_sound(row):
            self._poisoned.append(row)
        else:  # where the entry is gone there is no mac, and the root comes out another
            self._tree.put(Head(chain=row.chain, count=row.length, mac=str(row.mac)))


def _is_sound(row: Any) -> bool:
    return isinstance(row.anchor, int) and isinstance(row.length, int) and isinstance(row.chain, str)


def _anchor(row: Any) -> Anchor:
    return Anchor(number=row.number, at=moment_of(row.at) or _NEVER, chains=row.chains, root=row.root, mac=row.mac)


def _gaps(there: Iterable[int], newest: int) -> Iterator[tuple[int, int]]:
    """Numbers that are missing, as spans: a made-up number may be very far away."""
    before = 0
    for one in (*sorted(one for one in there if one > 0), newest + 1):
        if one > before + 1:
            yield before + 1, one - 1
        before = one


def _span(first: int, last: int) -> str:
    return f"anchor:{first}" if first == last else f"anchor:{first}-{last}"
