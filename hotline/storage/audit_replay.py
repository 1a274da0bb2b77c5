"""Every ticket's row held against its story: the log may be whole, and the row be somebody's invention all the same.

Read as one stream, a ticket's story at a time, however many there are.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from hotline.domain.audit import Fault, Problem, read_entry
from hotline.domain.replay import replay
from hotline.storage.audit_raw import any_text, named
from hotline.storage.tables import audit_entries, tickets
from hotline.storage.transaction import Transaction

_CHAIN = "ticket:"
_E, _T = audit_entries.c, tickets.c
_STORIES = (
    sa.select(_E.chain, _E.text, _T.number, _T.state, _T.closed_as, _T.reopenings, _T.handler)
    .select_from(audit_entries.join(tickets, _T.id == sa.func.substr(_E.chain, len(_CHAIN) + 1)))
    .where(_E.chain >= _CHAIN, _E.chain < _CHAIN[:-1] + ";")
    .order_by(_E.chain, _E.seq)
)
_NONE = (
    sa.select(_T.id, _T.number)
    .where(~sa.exists().where(_E.chain == sa.literal(_CHAIN) + _T.id))
    .order_by(_T.id)
)  # fmt: skip
_UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)


def replayed(tx: Transaction) -> Iterator[Problem]:
    """Tickets whose row says another thing than their story, and tickets without one."""
    with any_text(tx.connection):
        for chain, rows in groupby(tx.stream(tickets, _STORIES), key=lambda row: row.chain):
            yield from _judged(chain, list(rows))
        for row in tx.stream(tickets, _NONE):
            yield Problem(fault=Fault.NO_STORY, chain=named(f"{_CHAIN}{row.id}"), ticket=named(row.number))


def _judged(chain: str, rows: list[Any]) -> Iterator[Problem]:
    row = rows[0]
    try:
        told = replay([_told(entry.text) for entry in rows])
    except _UNREADABLE:
        return  # an entry that can't be read is named by the check of the chain
    if told is None:
        yield Problem(fault=Fault.NO_STORY, chain=named(chain), ticket=named(row.number))
    elif told.broken:
        yield Problem(fault=Fault.ILLEGAL_MOVE, chain=named(chain), seq=told.broken, ticket=named(row.number))
    else:
        says = (told.state.value, told.closed_as, told.reopenings, told.handler)
        if says != (row.state, row.closed_as, row.reopenings, row.handler):
            yield Problem(fault=Fault.OTHER_STATE, chain=named(chain), seq=len(rows), ticket=named(row.number))


def _told(text: str) -> tuple[str, Mapping[str, object]]:
    entry = read_entry(text)
    return entry.action, entry.facts if isinstance(entry.facts, dict) else {}
