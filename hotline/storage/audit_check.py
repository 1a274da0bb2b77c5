"""Reads the whole audit log in pages and finds what was changed behind its back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.storage.tables import audit_anchored, audit_anchors, audit_entries, audit_heads
from hotline.storage.transaction import Transaction

_PAGE = 2000
_E, _H, _A = audit_entries.c, audit_heads.c, audit_anchored.c
_ENTRIES = (
    sa.select(_E.chain, _E.seq, _E.at, _E.text, _E.mac, _H.length.label("head_count"), _H.mac.label("head_mac"), _H.seal)
    .select_from(audit_entries.outerjoin(audit_heads, _E.chain == _H.chain))
    .where(sa.tuple_(_E.chain, _E.seq) > sa.tuple_(sa.bindparam("c", type_=sa.Text), sa.bindparam("s", type_=sa.Integer)))
    .order_by(_E.chain, _E.seq)
    .limit(_PAGE)
)
_EMPTY_HEADS = sa.select(_H.chain).where(~sa.exists().where(_E.chain == _H.chain)).order_by(_H.chain)
_AT_ANCHOR = (
    sa.select(_A.chain, sa.func.max(_A.length).label("grown"))
    .where(_A.chain > sa.bindparam("c"), _A.anchor <= sa.bindparam("n"))
    .group_by(_A.chain)
    .order_by(_A.chain)
    .limit(_PAGE)
    .subquery()
)
_ANCHORED = (
    sa.select(_AT_ANCHOR.c.chain, _AT_ANCHOR.c.grown, _E.mac, _H.length.label("head_count"))
    .select_from(
        _AT_ANCHOR.outerjoin(audit_entries, sa.and_(_E.chain == _AT_ANCHOR.c.chain, _E.seq == _AT_ANCHOR.c.grown)).outerjoin(
            audit_heads, _H.chain == _AT_ANCHOR.c.chain
        )
    )
    .order_by(_AT_ANCHOR.c.chain)
)
_ANCHORS = sa.select(audit_anchors).order_by(audit_anchors.c.number)


def anchored_root(tx: Transaction, number: int) -> tuple[int, str]:
    """How many chains anchor ``number`` saw, and the root over them as the database tells it today."""
    leaves = [rules.leaf(Head(chain=row.chain, count=row.grown, mac=row.mac)) for row in _anchored(tx, number) if row.mac]
    return len(leaves), rules.merkle_root(leaves)


def verify(tx: Transaction, anchors: Sequence[Anchor]) -> Iterator[Problem]:
    """Entry by entry, then head by head, then against the anchors."""
    yield from _chains(tx)
    for row in tx.rows(audit_heads, _EMPTY_HEADS, {}):
        yield Problem(fault=Fault.MISSING_CHAIN, chain=row.chain)
    yield from _against_anchors(tx, anchors)


def _chains(tx: Transaction) -> Iterator[Problem]:
    last: Any = None
    prev, expected = rules.START, 1
    for row in _pages(tx):
        if last is None or row.chain != last.chain:
            if last is not None:
                yield from _head(tx.keys.audit_by_id, last)
            prev, expected = rules.START, 1
        if row.seq != expected:
            yield Problem(fault=Fault.MISSING_ROW, chain=row.chain, seq=expected)
            prev = _prev_of(row.text)  # told once: what follows is judged from here
        fault = rules.entry_fault(tx.keys.audit_by_id, row.text, row.mac, chain=row.chain, seq=row.seq, prev=prev)
        if fault is None and rules.read_entry(row.text).at != row.at:
            fault = Fault.ALTERED_ROW
        if fault is not None:
            yield Problem(fault=fault, chain=row.chain, seq=row.seq)
        last, prev, expected = row, row.mac, row.seq + 1
    if last is not None:
        yield from _head(tx.keys.audit_by_id, last)


def _head(keys: Mapping[str, bytes], last: Any) -> Iterator[Problem]:
    """The head of a chain against its last entry."""
    if last.seal is None:
        yield Problem(fault=Fault.MISSING_HEAD, chain=last.chain)
        return
    head = Head(chain=last.chain, count=last.head_count, mac=last.head_mac)
    if not rules.head_holds(keys.values(), head, last.seal):
        yield Problem(fault=Fault.ALTERED_HEAD, chain=last.chain, seq=last.head_count)
    elif (head.count, head.mac) != (last.seq, last.mac):
        yield Problem(fault=Fault.WRONG_COUNT, chain=last.chain, seq=last.seq)


def _against_anchors(tx: Transaction, kept: Sequence[Anchor]) -> Iterator[Problem]:
    stored = {row.number: _anchor(row) for row in tx.rows(audit_anchors, _ANCHORS, {})}
    keys = tx.keys.audit_by_id.values()
    wanted = {anchor.number: anchor for anchor in kept}
    newest = max((*stored, *wanted), default=0)
    for number in range(1, newest + 1):
        name, row, known = f"anchor:{number}", stored.get(number), wanted.get(number)
        if row is None:
            yield Problem(fault=Fault.MISSING_ANCHOR, chain=name)
        elif (known is not None and known != row) or not rules.anchor_holds(keys, row):
            yield Problem(fault=Fault.ALTERED_ANCHOR, chain=name)
    if newest == 0:
        return
    last = wanted.get(newest) or stored[newest]
    yield from _against_root(tx, last)


def _against_root(tx: Transaction, last: Anchor) -> Iterator[Problem]:
    leaves: list[bytes] = []
    for row in _anchored(tx, last.number):
        if row.head_count is None:
            yield Problem(fault=Fault.MISSING_CHAIN, chain=row.chain)
        elif row.head_count < row.grown:
            yield Problem(fault=Fault.WRONG_COUNT, chain=row.chain, seq=row.head_count)
        if row.mac is not None:
            leaves.append(rules.leaf(Head(chain=row.chain, count=row.grown, mac=row.mac)))
    if (len(leaves), rules.merkle_root(leaves)) != (last.chains, last.root):
        yield Problem(fault=Fault.WRONG_ROOT, chain=f"anchor:{last.number}", seq=last.chains - len(leaves))


def _prev_of(text: str) -> str:
    """What an entry says stood before it; the text was not judged yet and may be anything."""
    try:
        return rules.read_prev(text)
    except ValueError:
        return rules.START


def _anchor(row: Any) -> Anchor:
    return Anchor(number=row.number, at=row.at, chains=row.chains, root=row.root, mac=row.mac)


def _pages(tx: Transaction) -> Iterator[Any]:
    chain, seq = "", 0
    while page := tx.rows(audit_entries, _ENTRIES, {"c": chain, "s": seq}):
        yield from page
        chain, seq = page[-1].chain, page[-1].seq


def _anchored(tx: Transaction, number: int) -> Iterator[Any]:
    chain = ""
    while page := tx.rows(audit_anchored, _ANCHORED, {"c": chain, "n": number}):
        yield from page
        chain = page[-1].chain
