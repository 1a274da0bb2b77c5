"""The audit log in the database: it grows, it verifies, and every way of changing it behind its back is found."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Anchor, Fault, Head, Problem
from hotline.domain.errors import Conflict
from hotline.storage import Database, Keys
from tests.storage.samples import HOUR, KEYS, NOW, RESIDENT


def grow(database: Database, chain: str, entries: int) -> None:
    with database.writing() as store:
        for n in range(entries):
            store.audit.append(chain, f"step{n}", RESIDENT, {"n": n}, "没修好" if n else None, NOW + n * HOUR)


@pytest.fixture
def log(database: Database) -> Database:
    """Three chains of 1, 3 and 5 entries; the longest grew in two transactions."""
    grow(database, "ticket:1", 1)
    grow(database, "ticket:2", 3)
    grow(database, "ticket:3", 2)
    grow(database, "ticket:3", 3)
    return database


def anchor(database: Database) -> Anchor:
    with database.writing() as store:
        return store.audit.anchor(NOW)


def verify(database: Database, *anchors: Anchor) -> tuple[Problem, ...]:
    with database.reading(frozen=True) as store:
        return store.audit.verify(anchors)


def tamper(database: Database, statement: str) -> None:
    with database._engine.begin() as connection:
        assert connection.exec_driver_sql(statement).rowcount > 0


def test_a_chain_is_read_as_it_was_written(log: Database) -> None:
    with log.reading() as store:
        entries = store.audit.of_chain("ticket:3")
        assert store.audit.of_chain("ticket:9") == ()
    assert [(e.seq, e.action, e.at) for e in entries] == [
        (1, "step0", NOW), (2, "step1", NOW + HOUR), (3, "step0", NOW), (4, "step1", NOW + HOUR), (5, "step2", NOW + 2 * HOUR),
    ]  # fmt: skip
    assert entries[0].words is None
    assert entries[1].words == rules.words_digest(KEYS.audit, "没修好")


def test_heads_count_their_chains_and_come_in_pages(log: Database) -> None:
    with log.reading() as store:
        first = store.audit.heads(limit=2)
        rest = store.audit.heads(after=first[-1].chain)
    assert [(head.chain, head.count) for head in first + rest] == [("ticket:1", 1), ("ticket:2", 3), ("ticket:3", 5)]


def test_an_untouched_log_verifies_before_and_after_anchors(log: Database) -> None:
    assert verify(log) == ()
    first = anchor(log)
    grow(log, "ticket:2", 1)
    grow(log, "ticket:4", 2)
    second = anchor(log)
    third = anchor(log)
    assert verify(log, first, second, third) == verify(log, first) == ()
    assert (first.number, first.chains, second.chains) == (1, 3, 4)
    assert first.root != second.root == third.root


def test_an_empty_log_can_be_anchored_and_verified(database: Database) -> None:
    assert verify(database) == ()
    assert verify(database, anchor(database)) == ()


FORGED = rules.entry_text(
    chain="ticket:2", seq=2, prev="0" * 64, key_id=KEYS.audit_id, action="x", actor=RESIDENT, facts={}, words=None, at=NOW
)


def entry(change: str, chain: int, seq: int | str = "seq") -> str:
    return f"UPDATE audit_entries SET {change} WHERE chain = 'ticket:{chain}' AND seq = {seq}"  # noqa: S608 - our own words


def gone(chain: int, seq: int | str = "seq") -> str:
    return f"DELETE FROM audit_entries WHERE chain = 'ticket:{chain}' AND seq = {seq}"  # noqa: S608 - our own words


def head(change: str, chain: int) -> str:
    return f"UPDATE audit_heads SET {change} WHERE chain = 'ticket:{chain}'"  # noqa: S608 - our own words


FORGED_WITH_ANOTHER_KEY = f"text = '{FORGED}', mac = '{rules.entry_mac(b'x' * 32, FORGED)}'"
OLDER_MAC = "mac = (SELECT mac FROM audit_entries WHERE chain = 'ticket:3' AND seq = 2)"
AGAIN = """INSERT INTO audit_entries (chain, seq, at, text, mac)
           SELECT chain, 6, at, text, mac FROM audit_entries WHERE chain = 'ticket:3' AND seq = 5"""
HEAD_GONE = "DELETE FROM audit_heads WHERE chain = 'ticket:1'"
ANCHORED_GONE = "DELETE FROM audit_anchored WHERE chain = 'ticket:1'"
TAMPERINGS: dict[str, tuple[str, Fault, int]] = {
    "an entry's text": (entry("text = replace(text, 'step1', 'step9')", 2, 2), Fault.ALTERED_ROW, 2),
    "an entry's mac": (entry("mac = 'ab'", 2, 2), Fault.ALTERED_ROW, 2),
    "a whole entry, by another key": (entry(FORGED_WITH_ANOTHER_KEY, 2, 2), Fault.ALTERED_ROW, 2),
    "the key it names": (entry(f"text = replace(text, '{KEYS.audit_id}', 'ffff')", 1), Fault.UNKNOWN_KEY, 1),
    "no longer an entry": (entry("text = 'x'", 1), Fault.ALTERED_ROW, 1),
    "the time beside it": (entry("at = (SELECT max(at) FROM audit_entries)", 1), Fault.ALTERED_ROW, 1),
    "one in the middle is gone": (gone(3, 3), Fault.MISSING_ROW, 3),
    "the first is gone": (gone(3, 1), Fault.MISSING_ROW, 3),
    "the last is gone": (gone(3, 5), Fault.WRONG_COUNT, 3),
    "all of a chain are gone": (gone(1), Fault.MISSING_CHAIN, 1),
    "a head is gone": (HEAD_GONE, Fault.MISSING_HEAD, 1),
    "a head's length": (head("length = 2", 3), Fault.ALTERED_HEAD, 3),
    "a head's mac": (head(OLDER_MAC, 3), Fault.ALTERED_HEAD, 3),
    "a chain got another name": (entry("chain = 'ticket:8'", 1), Fault.MISSING_HEAD, 8),
    "one was put in twice": (AGAIN, Fault.ALTERED_ROW, 3),
}


@pytest.mark.parametrize(("statement", "fault", "chain"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_every_tampering_is_found(log: Database, statement: str, fault: Fault, chain: int) -> None:
    tamper(log, statement)
    assert (fault, f"ticket:{chain}") in [(problem.fault, problem.chain) for problem in verify(log)]


def test_one_missing_row_is_told_once(log: Database) -> None:
    tamper(log, "DELETE FROM audit_entries WHERE chain = 'ticket:3' AND seq = 3")
    assert verify(log) == (Problem(fault=Fault.MISSING_ROW, chain="ticket:3", seq=3),)


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


def test_rewriting_with_the_key_is_found_by_an_old_anchor_whatever_was_cast_since(log: Database) -> None:
    kept = anchor(log)
    text = rules.entry_text(
        chain="ticket:1", seq=1, prev=rules.START, key_id=KEYS.audit_id, action="never", actor=RESIDENT, facts={}, words=None,
        at=NOW,
    )  # fmt: skip
    mac = rules.entry_mac(KEYS.audit, text)
    seal = rules.head_seal(KEYS.audit, Head(chain="ticket:1", count=1, mac=mac))
    tamper(log, f"UPDATE audit_entries SET text = '{text}', mac = '{mac}' WHERE chain = 'ticket:1'")  # noqa: S608
    tamper(log, head(f"mac = '{mac}', seal = '{seal}'", 1))
    grow(log, "ticket:2", 1)
    since = anchor(log)
    assert verify(log) == verify(log, since) == (), "they fit what was written since"
    assert verify(log, kept, since) == (Problem(fault=Fault.WRONG_ROOT, chain="anchor:1", seq=0),)


@pytest.mark.parametrize("kept_in_the_table", [True, False])
def test_a_chain_that_vanished_whole_is_found_by_the_file_beside_the_database(log: Database, kept_in_the_table: bool) -> None:
    first, second = anchor(log), anchor(log)
    for statement in (gone(1), HEAD_GONE, ANCHORED_GONE, "DELETE FROM audit_anchors WHERE number > 1"):
        tamper(log, statement)
    if not kept_in_the_table:
        tamper(log, "DELETE FROM audit_anchors")
    with log.reading(frozen=True) as store:
        faults = {(problem.fault, problem.chain) for problem in store.audit.verify(beside=(first, second))}
    assert (Fault.MISSING_ANCHOR, "anchor:2") in faults
    assert (Fault.WRONG_ROOT, "anchor:2") in faults


POISONS: dict[str, tuple[str, Fault]] = {
    "a mac of other letters": (entry("mac = 'é'", 1), Fault.ALTERED_ROW),
    "a seal of other letters": (head("seal = 'é'", 1), Fault.ALTERED_HEAD),
    "an anchor's mac of other letters": ("UPDATE audit_anchors SET mac = 'é' WHERE number = 1", Fault.ALTERED_ANCHOR),
    "a text without an end": (entry(f"text = '{'[' * 100_000}'", 1), Fault.ALTERED_ROW),
}
OF_SQLITE: dict[str, tuple[str, Fault]] = {
    "a time that is none": (entry("at = 'garbage'", 1), Fault.ALTERED_ROW),
    "an anchor's time that is none": ("UPDATE audit_anchors SET at = 'garbage' WHERE number = 1", Fault.ALTERED_ANCHOR),
    "a length in words": (head("length = 'many'", 1), Fault.ALTERED_HEAD),
    "chains in words": ("UPDATE audit_anchors SET chains = 'many' WHERE number = 1", Fault.ALTERED_ANCHOR),
}


@pytest.mark.parametrize(("statement", "fault"), [*POISONS.values(), *OF_SQLITE.values()], ids=[*POISONS, *OF_SQLITE])
def test_a_poisoned_row_is_named_and_hides_no_other(log: Database, statement: str, fault: Fault) -> None:
    if not log._sqlite and (statement, fault) in OF_SQLITE.values():
        pytest.skip("PostgreSQL keeps no value of another kind")
    anchor(log)
    tamper(log, statement)
    tamper(log, entry("mac = 'ab'", 3, 2))
    found = {(problem.fault, problem.chain) for problem in verify(log)}
    assert (Fault.ALTERED_ROW, "ticket:3") in found
    assert fault in {kind for kind, chain in found if chain in ("ticket:1", "anchor:1")}


def test_more_chains_than_a_page_holds(database: Database) -> None:
    with database.writing() as store:
        for n in range(2300):
            store.audit.append(f"ticket:{n}", "received", RESIDENT, {}, None, NOW, new=True)
    kept = anchor(database)
    assert kept.chains == 2300
    assert verify(database, kept) == ()
    tamper(database, "DELETE FROM audit_entries WHERE chain = 'ticket:2299'")
    assert Problem(fault=Fault.MISSING_CHAIN, chain="ticket:2299") in verify(database, kept)


def test_a_log_written_under_two_keys_verifies_with_both(migrated_url: str, log: Database) -> None:
    exchanged = Database(migrated_url, Keys(data=b"d" * 32, lookup=b"l" * 32, audit=b"A" * 32, older_audit=(KEYS.audit,)))
    kept = anchor(log)
    grow(exchanged, "ticket:2", 1)
    assert verify(exchanged, kept) == ()
    assert {problem.fault for problem in verify(log, kept)} == {Fault.UNKNOWN_KEY, Fault.ALTERED_HEAD}
    exchanged.dispose()


def test_verifying_sees_one_moment_while_the_log_grows(log: Database) -> None:
    with log.reading(frozen=True) as store:
        before = store.audit.heads()
        grow(log, "ticket:1", 2)
        assert store.audit.heads() == before
        assert store.audit.verify() == ()
    assert verify(log) == ()


def test_a_chain_that_was_called_new_but_is_not_is_a_conflict(log: Database) -> None:
    with pytest.raises(Conflict), log.writing() as store:
        store.audit.append("ticket:1", "received", RESIDENT, {}, None, NOW + timedelta(days=1), new=True)


def test_a_head_that_moved_meanwhile_is_a_conflict(log: Database) -> None:
    with pytest.raises(Conflict), log.writing() as store:  # noqa: PT012 - the transaction is what raises
        store.audit.append("ticket:3", "chased", RESIDENT, {}, None, NOW)
        store.audit._tx.run(sa.text("UPDATE audit_heads SET length = 9 WHERE chain = 'ticket:3'"), {})
