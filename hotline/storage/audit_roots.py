"""The audit log against its anchors: is what they saw still there, as it was?

Every anchor an auditor kept is computed anew from the entries of today. One pass over the growth of all chains, in the order
of the anchors, serves them all: the memory is a leaf a chain (some 200 bytes), the time a tree over all chains for each
kept anchor before which something grew (measured: 0.1 s for 100,000 chains).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.storage.tables import audit_anchored, audit_anchors, audit_entries, audit_heads
from hotline.storage.transaction import Transaction

_PAGE = 5000
_E, _H, _A, _N = audit_entries.c, audit_heads.c, audit_anchored.c, audit_anchors.c


def unread(column: Any) -> Any:
    """A moment as the database keeps it: a tampered one could not be read at all."""
    return sa.type_coerce(column, sa.types.NullType())


_GROWTH = (
    sa.select(_A.anchor, _A.chain, _A.length, _E.mac)
    .select_from(audit_anchored.outerjoin(audit_entries, sa.and_(_E.chain == _A.chain, _E.seq == _A.length)))
    .where(
        sa.tuple_(_A.anchor, _A.chain, _A.length)
        > sa.tuple_(
            sa.bindparam("a", type_=sa.Integer), sa.bindparam("c", type_=sa.Text), sa.bindparam("s", type_=sa.Integer)
        )
    )
    .order_by(_A.anchor, _A.chain, _A.length)
    .limit(_PAGE)
)
_SHORT = (
    sa.select(_A.chain, sa.func.max(_A.length).label("grown"), sa.func.max(_H.length).label("head_count"))
    .select_from(audit_anchored.outerjoin(audit_heads, _H.chain == _A.chain))
    .group_by(_A.chain)
    .having(sa.or_(sa.func.max(_H.length).is_(None), sa.func.max(_H.length) < sa.func.max(_A.length)))
    .order_by(_A.chain)
)
_ANCHORS = sa.select(_N.number, unread(_N.at).label("at"), _N.chains, _N.root, _N.mac).order_by(_N.number)


class Roots:
    """The roots of one anchor after the other, from the entries as they are today."""

    def __init__(self, tx: Transaction) -> None:
        self._growth = _pages(tx)
        self._next: Any = next(self._growth, None)
        self._leaves: dict[str, bytes] = {}
        self._last: tuple[int, str] | None = None

    def at(self, number: int) -> tuple[int, str]:
        """How many chains this anchor saw, and the root over them. To be asked in the order of the numbers."""
        while self._next is not None and self._next.anchor <= number:
            self._grow(self._next)
            self._next = next(self._growth, None)
        if self._last is None:
            self._last = len(self._leaves), rules.merkle_root(self._leaves.values())
        return self._last

    def _grow(self, row: Any) -> None:
        self._last = None
        if row.mac is None:
            self._leaves.pop(row.chain, None)  # the entry is gone: no root of a kept anchor comes out without it
        else:
            self._leaves[row.chain] = rules.leaf(Head(chain=row.chain, count=row.length, mac=str(row.mac)))


def anchored_root(tx: Transaction, number: int) -> tuple[int, str]:
    return Roots(tx).at(number)


def against_anchors(tx: Transaction, kept: Sequence[Anchor], beside: Sequence[Anchor] = ()) -> Iterator[Problem]:
    """``kept``: the auditor's, each computed anew. ``beside``: those of the file beside the database, which must be there
    unchanged. Where none is kept, the newest of all is computed anew."""
    stored = {row.number: _anchor(row) for row in tx.rows(audit_anchors, _ANCHORS, {})}
    wanted = {anchor.number: anchor for anchor in (*beside, *kept)}
    numbers = sorted({*stored, *wanted})
    yield from _rows(tx, stored, wanted, max(numbers, default=0))
    for row in tx.rows(audit_anchored, _SHORT, {}):
        gone = row.head_count is None
        yield Problem(fault=Fault.MISSING_CHAIN if gone else Fault.WRONG_COUNT, chain=row.chain, seq=row.head_count or 0)
    roots = Roots(tx)
    for number in sorted({anchor.number for anchor in kept}) or numbers[-1:]:
        anchor = wanted.get(number) or stored[number]
        found = roots.at(number)
        if found != (anchor.chains, anchor.root):
            yield Problem(fault=Fault.WRONG_ROOT, chain=f"anchor:{number}", seq=_missing(anchor, found))


def _missing(anchor: Anchor, found: tuple[int, str]) -> int:
    return anchor.chains - found[0] if isinstance(anchor.chains, int) else 0


def _rows(tx: Transaction, stored: dict[int, Anchor], wanted: dict[int, Anchor], newest: int) -> Iterator[Problem]:
    """The anchors themselves: none is missing, none was changed."""
    keys = tx.keys.audit_by_id.values()
    for number in range(1, newest + 1):
        row, known = stored.get(number), wanted.get(number)
        if row is None:
            yield Problem(fault=Fault.MISSING_ANCHOR, chain=f"anchor:{number}")
        elif (known is not None and known != row) or not rules.anchor_holds(keys, row):
            yield Problem(fault=Fault.ALTERED_ANCHOR, chain=f"anchor:{number}")


_NEVER = datetime.min.replace(tzinfo=UTC)


def _anchor(row: Any) -> Anchor:
    return Anchor(number=row.number, at=moment_of(row.at) or _NEVER, chains=row.chains, root=row.root, mac=row.mac)


def moment_of(raw: object) -> datetime | None:
    """A moment read from what the database keeps; None where it is none."""
    if isinstance(raw, datetime):
        return raw.astimezone(UTC)
    try:
        return datetime.fromisoformat(str(raw)).astimezone(UTC)
    except ValueError:
        return None


def _pages(tx: Transaction) -> Iterator[Any]:
    after: dict[str, object] = {"a": 0, "c": "", "s": 0}
    while page := tx.rows(audit_anchored, _GROWTH, after):
        yield from page
        after = {"a": page[-1].anchor, "c": page[-1].chain, "s": page[-1].length}
