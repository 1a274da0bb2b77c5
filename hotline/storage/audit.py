"""The audit log's shelf: entries are only ever added, each chain under its own guarded head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.actor import Actor
from hotline.domain.audit import Anchor, AuditEntry, Head, Problem
from hotline.domain.errors import Conflict
from hotline.storage.audit_check import verify
from hotline.storage.audit_replay import replayed
from hotline.storage.audit_roots import root_of_heads
from hotline.storage.tables import audit_anchors, audit_entries, audit_heads
from hotline.storage.transaction import Shelf, Transaction
from hotline.storage.types import Moment

_H = audit_heads.c
_HEAD = sa.select(_H.length, _H.mac).where(_H.chain == sa.bindparam("c"))
_HEADS = sa.select(_H.chain, _H.length, _H.mac).where(_H.chain > sa.bindparam("a")).order_by(_H.chain).limit(sa.bindparam("l"))
_MOVE_HEAD = (
    sa.update(audit_heads)
    .where(_H.chain == sa.bindparam("c"), _H.length == sa.bindparam("old"))
    .values(length=sa.bindparam("n"), mac=sa.bindparam("m"), seal=sa.bindparam("s"))
)
_OF_CHAIN = sa.select(audit_entries.c.text).where(audit_entries.c.chain == sa.bindparam("c")).order_by(audit_entries.c.seq)
_LAST_ANCHOR = sa.select(sa.func.coalesce(sa.func.max(audit_anchors.c.number), 0))
_GROWN = sa.text(
    "INSERT INTO audit_anchored (chain, length, anchor) SELECT h.chain, h.length, :n FROM audit_heads h"
    " WHERE NOT EXISTS (SELECT 1 FROM audit_anchored a WHERE a.chain = h.chain AND a.length = h.length)"
).bindparams(sa.bindparam("n", type_=sa.Integer))
_ADD_ANCHOR = sa.text(
    "INSERT INTO audit_anchors (number, at, chains, root, mac) VALUES (:number, :at, :chains, :root, :mac)"
).bindparams(sa.bindparam("at", type_=Moment))


@dataclass(slots=True)
class _Growing:
    """A chain while this transaction adds to it: where it stood in the database, and where it stands now."""

    stored: int
    count: int
    mac: str


class AuditLog(Shelf):
    __slots__ = ("_growing",)

    def __init__(self, tx: Transaction) -> None:
        super().__init__(tx)
        self._growing: dict[str, _Growing] = {}

    def append(
        self,
        chain: str,
        action: str,
        actor: Actor,
        facts: Mapping[str, object],
        words: str | None,
        at: datetime,
        *,
        new: bool = False,
    ) -> None:
        """Add an entry. ``new``: the chain starts here, nothing needs to be read. Of two transactions that add to one
        chain at once, the second gets Conflict."""
        keys, grown = self._tx.keys, self._chain(chain, new=new)
        seq = grown.count + 1
        text = rules.entry_text(
            chain=chain,
            seq=seq,
            prev=grown.mac,
            key_id=keys.audit_id,
            action=action,
            actor=actor,
            facts=facts,
            words=None if words is None else rules.words_digest(keys.audit, words),
            at=at,
        )
        grown.count, grown.mac = seq, rules.entry_mac(keys.audit, text)
        self._tx.insert(audit_entries, {"chain": chain, "seq": seq, "at": at, "text": text, "mac": grown.mac})

    def settle(self) -> None:
        """Write the heads: once a chain and transaction, however many entries it got."""
        for chain, grown in self._growing.items():
            if grown.count == grown.stored:
                continue
            seal = rules.head_seal(self._tx.keys.audit, Head(chain=chain, count=grown.count, mac=grown.mac))
            if grown.stored == 0:
                self._tx.insert(audit_heads, {"chain": chain, "length": grown.count, "mac": grown.mac, "seal": seal})
            else:
                values = {"c": chain, "old": grown.stored, "n": grown.count, "m": grown.mac, "s": seal}
                if self._tx.run(_MOVE_HEAD, values).rowcount != 1:
                    raise Conflict
            grown.stored = grown.count

    def of_chain(self, chain: str) -> tuple[AuditEntry, ...]:
        """A chain's story, oldest first."""
        rows = self._tx.rows(audit_entries, _OF_CHAIN, {"c": chain})
        return tuple(rules.read_entry(row.text) for row in rows)

    def heads(self, after: str = "", limit: int = 1000) -> tuple[Head, ...]:
        """A page of heads by chain name; ``after`` is the last name of the page before."""
        rows = self._tx.rows(audit_heads, _HEADS, {"a": after, "l": limit})
        return tuple(Head(chain=row.chain, count=row.length, mac=row.mac) for row in rows)

    def anchor(self, at: datetime) -> Anchor:
        """Join all heads in one root and keep it; the caller gives it to the auditor's file. A second one cast at the
        same time gets Conflict. The heads are what counts: the table of growth only tells later what they were, so
        that no row put there beforehand keeps a chain out of the root."""
        self._tx.one_moment()
        last = self._tx.first(audit_anchors, _LAST_ANCHOR, {})
        number = (last[0] if last is not None else 0) + 1
        self.settle()
        self._tx.run(_GROWN, {"n": number})
        chains, root = root_of_heads(self._tx)
        mac = rules.anchor_mac(self._tx.keys.audit, number=number, at=at, chains=chains, root=root)
        anchor = Anchor(number=number, at=at, chains=chains, root=root, mac=mac)
        self._tx.run(_ADD_ANCHOR, {"number": number, "at": at, "chains": chains, "root": root, "mac": mac})
        return anchor

    def verify(self, anchors: Sequence[Anchor] = (), beside: Sequence[Anchor] = ()) -> tuple[Problem, ...]:
        """Everything that was changed behind the log's back, also against the anchors an auditor kept and those of the file
        ``beside`` the database. Call it in ``Database.reading(frozen=True)``: it must see one moment."""
        return tuple(verify(self._tx, anchors, beside))

    def replayed(self) -> tuple[Problem, ...]:
        """Every ticket whose row is not what its story leads to."""
        return tuple(replayed(self._tx))

    def _chain(self, chain: str, *, new: bool) -> _Growing:
        grown = self._growing.get(chain)
        if grown is None:
            if not self._growing:
                self._tx.at_end(self)
            row = None if new else self._tx.first(audit_heads, _HEAD, {"c": chain})
            grown = _Growing(0, 0, rules.START) if row is None else _Growing(row.length, row.length, row.mac)
            self._growing[chain] = grown
        return grown
