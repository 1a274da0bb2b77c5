"""Reads the whole audit log in pages and finds what was changed behind its back.

Whatever was put into a row, it is named and hides no other: nothing a row holds is trusted to be of its kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.storage.audit_roots import against_anchors, moment_of, unread
from hotline.storage.tables import audit_entries, audit_heads
from hotline.storage.transaction import Transaction

_PAGE = 2000
_E, _H = audit_entries.c, audit_heads.c
_ENTRIES = (
    sa.select(
        _E.chain, _E.seq, unread(_E.at).label("at"), _E.text, _E.mac, _H.length.label("head_count"),
        _H.mac.label("head_mac"), _H.seal,
    )
    .select_from(audit_entries.outerjoin(audit_heads, _E.chain == _H.chain))
    .where(sa.tuple_(_E.chain, _E.seq) > sa.tuple_(sa.bindparam("c", type_=sa.Text), sa.bindparam("s", type_=sa.Integer)))
    .order_by(_E.chain, _E.seq)
    .limit(_PAGE)
)
_EMPTY_HEADS = sa.select(_H.chain).where(~sa.exists().where(_E.chain == _H.chain)).order_by(_H.chain)

def verify(tx: Transaction, anchors: Sequence[Anchor], beside: Sequence[Anchor] = ()) -> Iterator[Problem]:
    """Entry by entry, then head by head, then against the anchors."""
    yield from _chains(tx)
    for row in tx.rows(audit_heads, _EMPTY_HEADS, {}):
        yield Problem(fault=Fault.MISSING_CHAIN, chain=row.chain)
    yield from against_anchors(tx, anchors, beside)


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
        if fault is None and rules.read_entry(row.text).at != moment_of(row.at):
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


def _prev_of(text: str) -> str:
    """What an entry says stood before it; the text was not judged yet and may be anything."""
    try:
        return rules.read_prev(text)
    except ValueError:
        return rules.START


def _pages(tx: Transaction) -> Iterator[Any]:
    chain, seq = "", 0
    while page := tx.rows(audit_entries, _ENTRIES, {"c": chain, "s": seq}):
        yield from page
        chain, seq = page[-1].chain, page[-1].seq
