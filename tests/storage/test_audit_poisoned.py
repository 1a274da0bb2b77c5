"""Rows that nobody of ours could have written: each is named, whatever it holds, and hides no other."""

import pytest

from hotline.domain import audit as rules
from hotline.domain.audit import Fault
from hotline.storage import Database
from tests.storage.audit_log import FORGED, anchor, entry, head, tamper, verify
from tests.storage.samples import KEYS, NOW

NO_ENTRY = FORGED.replace("ticket:2", "ticket:1").replace(NOW.isoformat(timespec="microseconds"), "garbage")
POISONS: dict[str, tuple[str, Fault]] = {
    "a mac of other letters": (entry("mac = 'é'", 1), Fault.ALTERED_ROW),
    "a seal of other letters": (head("seal = 'é'", 1), Fault.ALTERED_HEAD),
    "an anchor's mac of other letters": ("UPDATE audit_anchors SET mac = 'é' WHERE number = 1", Fault.ALTERED_ANCHOR),
    "a text without an end": (entry(f"text = '{'[' * 100_000}'", 1), Fault.ALTERED_ROW),
    "sealed with the key, and no entry": (entry(f"text = '{NO_ENTRY}', mac = '{rules.entry_mac(KEYS.audit, NO_ENTRY)}'", 1),
                                          Fault.ALTERED_ROW),
    "growth of no chain": ("INSERT INTO audit_anchored (chain, length, anchor) VALUES ('ticket:1', 9, 1)", Fault.WRONG_COUNT),
    "an anchor before the first": ("UPDATE audit_anchors SET number = -1", Fault.ALTERED_ANCHOR),
}  # fmt: skip
OF_POSTGRES: dict[str, tuple[str, Fault]] = {
    "a time without end": (entry("at = 'infinity'", 1), Fault.ALTERED_ROW),
    "a time before Christ": (entry("at = '0044-03-15 00:00:00+00 BC'", 1), Fault.ALTERED_ROW),
    "an anchor's time without end": ("UPDATE audit_anchors SET at = '-infinity'", Fault.ALTERED_ANCHOR),
}
OF_SQLITE: dict[str, tuple[str, Fault]] = {
    "a time that is none": (entry("at = 'garbage'", 1), Fault.ALTERED_ROW),
    "an anchor's time that is none": ("UPDATE audit_anchors SET at = 'garbage' WHERE number = 1", Fault.ALTERED_ANCHOR),
    "a length in words": (head("length = 'many'", 1), Fault.ALTERED_HEAD),
    "chains in words": ("UPDATE audit_anchors SET chains = 'many' WHERE number = 1", Fault.ALTERED_ANCHOR),
    "a text in bytes": (entry("text = CAST(text AS BLOB)", 1), Fault.ALTERED_ROW),
    "a text of no letters": (entry("text = CAST(x'ff' AS TEXT)", 1), Fault.ALTERED_ROW),
    "a place in words": (entry("seq = 'x'", 1), Fault.ALTERED_ROW),
    "a time in bytes": (entry("at = CAST(at AS BLOB)", 1), Fault.ALTERED_ROW),
    "a time that says no zone": (entry("at = substr(at, 1, 26)", 1), Fault.ALTERED_ROW),
    "a time before the first": (entry("at = '0001-01-01T00:00:00+14:00'", 1), Fault.ALTERED_ROW),
    "an anchor's time after the last": ("UPDATE audit_anchors SET at = '9999-12-31T23:59:59-14:00'", Fault.ALTERED_ANCHOR),
    "a length between two": (head("length = 1.5", 1), Fault.ALTERED_HEAD),
    "growth in words": ("UPDATE audit_anchored SET length = 'x' WHERE chain = 'ticket:1'", Fault.ALTERED_ANCHOR),
    "growth of an anchor in words": ("UPDATE audit_anchored SET anchor = 'x' WHERE chain = 'ticket:1'", Fault.ALTERED_ANCHOR),
}


ALL_POISONS = POISONS | OF_SQLITE | OF_POSTGRES


@pytest.mark.parametrize("poison", ALL_POISONS)
def test_a_poisoned_row_is_named_and_hides_no_other(log: Database, poison: str) -> None:
    if poison in (OF_POSTGRES if log._sqlite else OF_SQLITE):
        pytest.skip("the other database takes no such value")
    statement, fault = ALL_POISONS[poison]
    anchor(log)
    tamper(log, statement)
    tamper(log, entry("mac = 'ab'", 3, 2))
    found = {(problem.fault, problem.chain) for problem in verify(log)}
    assert (Fault.ALTERED_ROW, "ticket:3") in found
    assert fault in {kind for kind, chain in found if chain in ("ticket:1", "anchor:1", "anchor:-1")}


def test_a_chain_of_which_no_place_is_a_number_is_named_and_hides_no_other(log: Database) -> None:
    if not log._sqlite:
        pytest.skip("PostgreSQL keeps no value of another kind")
    tamper(log, entry("seq = 'x' || seq", 2))
    tamper(log, entry("mac = 'ab'", 3, 2))
    found = {(problem.fault, problem.chain) for problem in verify(log)}
    assert {(Fault.ALTERED_ROW, "ticket:2"), (Fault.WRONG_COUNT, "ticket:2"), (Fault.ALTERED_ROW, "ticket:3")} <= found


NAMES = {"CAST(x'ff' AS TEXT)": "'\\udcff'", "x'ff'": "b'\\xff'", "'a' || char(10) || 'OK'": "'a\\nOK'", "'é'": "é"}


@pytest.mark.parametrize(("made_up", "shown"), NAMES.items())
def test_a_name_that_was_made_up_is_shown_as_what_can_be_printed(log: Database, made_up: str, shown: str) -> None:
    """Also where it hides a head: then its anchors go on being cast."""
    if not log._sqlite:
        pytest.skip("PostgreSQL keeps no such name")
    tamper(log, f"UPDATE audit_entries SET chain = {made_up} WHERE chain = 'ticket:1'")  # noqa: S608
    tamper(log, f"UPDATE audit_heads SET chain = {made_up} WHERE chain = 'ticket:2'")  # noqa: S608
    found = {(problem.fault, problem.chain) for problem in verify(log)}
    assert {(Fault.ALTERED_ROW, shown), (Fault.MISSING_HEAD, "ticket:2"), (Fault.MISSING_CHAIN, "ticket:1")} <= found
    assert anchor(log).chains == 3


