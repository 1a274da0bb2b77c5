"""The audit log against its anchors: what the database alone can't tell, the auditor's file and the hourly one do."""

import pytest
import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.storage import Database
from hotline.storage.audit_roots import root_of_heads
from hotline.storage.transaction import Transaction
from tests.storage.audit_log import ANCHORED_GONE, HEAD_GONE, anchor, beside, gone, grow, head, tamper, verify
from tests.storage.samples import KEYS, NOW, RESIDENT

AFTER_ANCHOR: dict[str, tuple[tuple[str, ...], set[tuple[Fault, str]]]] = {
    "a chain disappeared with its head": (
        (gone(1), HEAD_GONE),
        {(Fault.MISSING_CHAIN, "ticket:1"), (Fault.WRONG_ROOT, "anchor:1")},
    ),
    "and every trace of it": (
        (gone(1), HEAD_GONE, ANCHORED_GONE),
        {(Fault.WRONG_ROOT, "anchor:1")},
    ),
    "the anchors themselves were thrown away": (
        ("DELETE FROM audit_anchors",), {(Fault.MISSING_ANCHOR, "anchor:1")},
    ),
    "an anchor was changed": (
        ("UPDATE audit_anchors SET root = 'ab'",), {(Fault.ALTERED_ANCHOR, "anchor:1")},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), AFTER_ANCHOR.values(), ids=AFTER_ANCHOR.keys())
def test_what_only_an_anchor_shows(log: Database, statements: tuple[str, ...], expected: set[tuple[Fault, str]]) -> None:
    kept = anchor(log)
    for statement in statements:
        tamper(log, statement)
    assert {(problem.fault, problem.chain) for problem in verify(log, kept)} == expected


def test_whoever_has_even_the_key_cannot_cut_back_what_was_anchored(log: Database) -> None:
    """The chain is rolled back to an older, perfectly sealed state."""
    with log._engine.connect() as connection:
        mac = connection.scalar(sa.text("SELECT mac FROM audit_entries WHERE chain = 'ticket:3' AND seq = 3"))
    kept = anchor(log)
    seal = rules.head_seal(KEYS.audit, Head(chain="ticket:3", count=3, mac=mac))
    tamper(log, "DELETE FROM audit_entries WHERE chain = 'ticket:3' AND seq > 3")
    tamper(log, head(f"length = 3, mac = '{mac}', seal = '{seal}'", 3))
    tamper(log, "DELETE FROM audit_anchored WHERE chain = 'ticket:3'")
    tamper(log, "DELETE FROM audit_anchors")
    faults = {problem.fault for problem in verify(log, kept)}
    assert faults == {Fault.MISSING_ANCHOR, Fault.WRONG_ROOT}


def rewrite(database: Database) -> None:
    """Somebody with the key gives ticket:1 another past: entry, head and seal fit."""
    text = rules.entry_text(
        chain="ticket:1", seq=1, prev=rules.START, key_id=KEYS.audit_id, action="never", actor=RESIDENT, facts={}, words=None,
        at=NOW,
    )  # fmt: skip
    mac = rules.entry_mac(KEYS.audit, text)
    seal = rules.head_seal(KEYS.audit, Head(chain="ticket:1", count=1, mac=mac))
    tamper(database, f"UPDATE audit_entries SET text = '{text}', mac = '{mac}' WHERE chain = 'ticket:1'")  # noqa: S608
    tamper(database, head(f"mac = '{mac}', seal = '{seal}'", 1))


def recast(database: Database, was: Anchor) -> None:
    """And gives the table an anchor that fits the new past."""
    with database.reading(frozen=True) as store:
        chains, root = root_of_heads(store.audit._tx)
    mac = rules.anchor_mac(KEYS.audit, number=was.number, at=was.at, chains=chains, root=root)
    tamper(database, f"UPDATE audit_anchors SET root = '{root}', mac = '{mac}' WHERE number = {was.number}")  # noqa: S608


WRONG_FIRST = Problem(fault=Fault.WRONG_ROOT, chain="anchor:1")


def test_rewriting_with_the_key_is_found_by_an_old_anchor_whatever_was_cast_since(log: Database) -> None:
    kept = anchor(log)
    rewrite(log)
    grow(log, "ticket:2", 1)
    since = anchor(log)
    assert verify(log) == verify(log, since) == verify(log, kept, since) == (WRONG_FIRST,)


def test_a_table_that_was_made_to_fit_is_found_by_either_file(log: Database) -> None:
    kept = anchor(log)
    rewrite(log)
    recast(log, kept)
    since = anchor(log)
    assert verify(log) == verify(log, since) == (), "the database alone tells nothing any more"
    changed = Problem(fault=Fault.ALTERED_ANCHOR, chain="anchor:1")
    assert verify(log, kept) == beside(log, kept, since) == (changed, WRONG_FIRST)


def test_a_second_line_for_a_number_does_not_take_the_place_of_the_first(log: Database) -> None:
    """The hourly file can be added to by whoever runs the hotline."""
    kept = anchor(log)
    rewrite(log)
    recast(log, kept)
    with log.reading(frozen=True) as store:
        chains, root = root_of_heads(store.audit._tx)
    mac = rules.anchor_mac(KEYS.audit, number=1, at=kept.at, chains=chains, root=root)
    made_up = Anchor(number=1, at=kept.at, chains=chains, root=root, mac=mac)
    assert WRONG_FIRST in beside(log, kept, made_up)
    assert WRONG_FIRST in beside(log, made_up, kept)
    with log.reading(frozen=True) as store:
        assert WRONG_FIRST in store.audit.verify((made_up,), (kept,))


def test_anchors_in_a_row_that_do_not_fit_are_told_as_one(log: Database) -> None:
    for _ in range(3):
        anchor(log)
        grow(log, "ticket:2", 1)
    rewrite(log)
    anchor(log)
    assert verify(log) == (Problem(fault=Fault.WRONG_ROOT, chain="anchor:1-3"),)


@pytest.mark.parametrize("growth", ["'ticket:1', 1, 999", "'ticket:1', 7, 0", "'ticket:1', 1, 0"])
def test_no_row_put_there_beforehand_keeps_a_chain_out_of_the_root(log: Database, growth: str) -> None:
    tamper(log, f"INSERT INTO audit_anchored (chain, length, anchor) VALUES ({growth})")  # noqa: S608
    kept = anchor(log)
    assert kept.chains == 3
    for table in ("audit_entries", "audit_heads", "audit_anchored"):
        tamper(log, f"DELETE FROM {table} WHERE chain = 'ticket:1'")  # noqa: S608
    assert Problem(fault=Fault.WRONG_ROOT, chain="anchor:1", seq=1) in verify(log, kept)


def test_anchors_that_were_thrown_away_are_missed_by_what_grew_since(log: Database) -> None:
    for _ in range(3):
        anchor(log)
        grow(log, "ticket:2", 1)
    tamper(log, "DELETE FROM audit_anchors WHERE number > 1")
    assert verify(log) == (Problem(fault=Fault.MISSING_ANCHOR, chain="anchor:2-3"),)


def test_a_number_far_away_is_told_at_once(log: Database) -> None:
    anchor(log)
    tamper(log, "INSERT INTO audit_anchors SELECT 2000000000, at, chains, root, mac FROM audit_anchors")
    assert verify(log) == (
        Problem(fault=Fault.MISSING_ANCHOR, chain="anchor:2-1999999999"),
        Problem(fault=Fault.ALTERED_ANCHOR, chain="anchor:2000000000"),
    )


@pytest.mark.parametrize("kept_in_the_table", [True, False])
def test_a_chain_that_vanished_whole_is_found_by_the_file_beside_the_database(log: Database, kept_in_the_table: bool) -> None:
    first, second = anchor(log), anchor(log)
    for statement in (gone(1), HEAD_GONE, ANCHORED_GONE, "DELETE FROM audit_anchors WHERE number > 1"):
        tamper(log, statement)
    if not kept_in_the_table:
        tamper(log, "DELETE FROM audit_anchors")
    missing = "anchor:2" if kept_in_the_table else "anchor:1-2"
    faults = {(problem.fault, problem.chain) for problem in beside(log, first, second)}
    assert faults == {(Fault.MISSING_ANCHOR, missing), (Fault.WRONG_ROOT, "anchor:1-2")}




def test_an_anchor_sees_one_moment_while_others_write(log: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was noted as grown and what the root is over are read one after the other."""
    if log._sqlite:
        pytest.skip("one writer at a time")

    def meanwhile(tx: Transaction) -> tuple[int, str]:
        grow(log, "ticket:2", 1)
        grow(log, "ticket:4", 1)
        return root_of_heads(tx)

    monkeypatch.setattr("hotline.storage.audit.root_of_heads", meanwhile)
    assert anchor(log).chains == 3
    monkeypatch.undo()
    assert verify(log, anchor(log)) == ()


def test_what_was_written_before_cannot_belong_to_the_one_moment(log: Database) -> None:
    if log._sqlite:
        pytest.skip("a writer of SQLite's sees one moment from its beginning")
    with pytest.raises(RuntimeError), log.writing() as store:  # noqa: PT012 - the transaction was begun by the first
        store.audit._tx.run(sa.text("UPDATE audit_heads SET length = length"), {})
        store.audit.anchor(NOW)
