"""An audit log of three chains, and what somebody may do to it behind its back."""

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Problem
from hotline.storage import Database
from tests.storage.samples import HOUR, KEYS, NOW, RESIDENT


def grow(database: Database, chain: str, entries: int) -> None:
    with database.writing() as store:
        for n in range(entries):
            store.audit.append(chain, f"step{n}", RESIDENT, {"n": n}, "没修好" if n else None, NOW + n * HOUR)


def anchor(database: Database) -> Anchor:
    with database.writing() as store:
        return store.audit.anchor(NOW)


def verify(database: Database, *anchors: Anchor) -> tuple[Problem, ...]:
    with database.reading(frozen=True) as store:
        return store.audit.verify(anchors)


def beside(database: Database, *anchors: Anchor) -> tuple[Problem, ...]:
    with database.reading(frozen=True) as store:
        return store.audit.verify(beside=anchors)


def tamper(database: Database, statement: str) -> None:
    with database._engine.begin() as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0


FORGED = rules.entry_text(
    chain="ticket:2", seq=2, prev="0" * 64, key_id=KEYS.audit_id, action="x", actor=RESIDENT, facts={}, words=None, at=NOW
)


def entry(change: str, chain: int, seq: int | str = "seq") -> str:
    return f"UPDATE audit_entries SET {change} WHERE chain = 'ticket:{chain}' AND seq = {seq}"  # noqa: S608 - our own words


def gone(chain: int, seq: int | str = "seq") -> str:
    return f"DELETE FROM audit_entries WHERE chain = 'ticket:{chain}' AND seq = {seq}"  # noqa: S608 - our own words


def head(change: str, chain: int) -> str:
    return f"UPDATE audit_heads SET {change} WHERE chain = 'ticket:{chain}'"  # noqa: S608 - our own words


HEAD_GONE = "DELETE FROM audit_heads WHERE chain = 'ticket:1'"
ANCHORED_GONE = "DELETE FROM audit_anchored WHERE chain = 'ticket:1'"
