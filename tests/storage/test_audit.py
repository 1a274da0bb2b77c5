"""The audit log in the database: it grows, it verifies, and every way of changing it behind its back is found."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from hotline.domain import audit as rules
from hotline.domain.audit import Fault, Problem
from hotline.domain.errors import Conflict
from hotline.storage import Database, Keys
from tests.storage.audit_log import FORGED, HEAD_GONE, anchor, entry, gone, grow, head, tamper, verify
from tests.storage.samples import HOUR, KEYS, NOW, RESIDENT


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


FORGED_WITH_ANOTHER_KEY = f"text = '{FORGED}', mac = '{rules.entry_mac(b'x' * 32, FORGED)}'"
OLDER_MAC = "mac = (SELECT mac FROM audit_entries WHERE chain = 'ticket:3' AND seq = 2)"
AGAIN = """INSERT INTO audit_entries (chain, seq, at, text, mac)
           SELECT chain, 6, at, text, mac FROM audit_entries WHERE chain = 'ticket:3' AND seq = 5"""
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


def test_more_chains_than_are_read_at_once(database: Database) -> None:
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
