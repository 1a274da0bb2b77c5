"""Reads the whole audit log once and finds what was changed behind its back.

Whatever was put into a row, it is named and hides no other: nothing a row holds is trusted to be of its kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.storage.audit_raw import any_text, as_kept, moment_of, named, number
from hotline.storage.audit_roots import against_anchors
from hotline.storage.tables import audit_entries, audit_heads
from hotline.storage.transaction import Transaction

_E, _H = audit_entries.c, audit_heads.c
# A stream, not pages: the last row of a page may be a poisoned one, which tells nobody where the next begins.
_ENTRIES = (
    sa.select(
        _E.chain, _E.seq, as_kept(_E.at).label("at"), _E.text, _E.mac, _H.length.label("head_count"),
        _H.mac.label("head_mac"), _H.seal,
    )
    .select_from(audit_entries.outerjoin(audit_heads, _E.chain == _H.chain))
    .order_by(_E.chain, _E.seq)
)
_EMPTY_HEADS = sa.select(_H.chain).where(~sa.exists().where(_E.chain == _H.chain)).order_by(_H.chain)


def verify(tx: Transaction, kept: Sequence[Anchor], beside: Sequence[Anchor]) -> Iterator[Problem]:
    """Entry by entry, then head by head, then against the anchors."""
    with any_text(tx.connection):
        yield from _chains(tx)
        for row in tx.stream(audit_heads, _EMPTY_HEADS):
            yield Problem(fault=Fault.MISSING_CHAIN, chain=named(row.chain))
        yield from against_anchors(tx, (*kept, *beside))


def _chains(tx: Transaction) -> Iterator[Problem]:
    keys, last = tx.keys.audit_by_id, None
    seq, mac = 0, rules.START  # where the chain stands, as far as it was read
    for row in tx.stream(audit_entries, _ENTRIES):
        if last is None or row.chain != last.chain:
            if last is not None:
                yield from _head(keys, last, seq, mac)
            seq, mac = 0, rules.START
        last = row
        if not isinstance(row.seq, int):
            yield Problem(fault=Fault.ALTERED_ROW, chain=named(row.chain))
            continue
        if row.seq != seq + 1:
            yield Problem(fault=Fault.MISSING_ROW, chain=named(row.chain), seq=seq + 1)
            mac = rules.read_prev(row.text)  # told once: what follows is judged from here
        at = moment_of(row.at)
        fault = rules.entry_fault(keys, row.text, row.mac, chain=row.chain, seq=row.seq, prev=mac, at=at)
        if fault is not None:
            yield Problem(fault=fault, chain=named(row.chain), seq=row.seq)
        seq, mac = row.seq, row.mac
    if last is not None:
        yield from _head(keys, last, seq, mac)


def _head(keys: Mapping[str, bytes], row: Any, seq: int, mac: object) -> Iterator[Problem]:
    """The head of a chain, which stands beside each of its rows, against its last entry."""
    chain = named(row.chain)
    if row.seal is None:
        yield Problem(fault=Fault.MISSING_HEAD, chain=chain)
        return
    head = Head(chain=row.chain, count=row.head_count, mac=row.head_mac)
    if not rules.head_holds(keys.values(), head, row.seal):
        yield Problem(fault=Fault.ALTERED_HEAD, chain=chain, seq=number(head.count))
    elif (head.count, head.mac) != (seq, mac):
        yield Problem(fault=Fault.WRONG_COUNT, chain=chain, seq=seq)
