"""The mathematics of the audit log: any change of any part is another mac, any other set of heads another root."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain import audit
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.audit import Anchor, Fault, Head

KEY, OTHER = b"k" * 32, b"o" * 32
AT = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
ACTOR = Actor(kind=ActorKind.STAFF, id="o-1", via="sms")
ENTRY: dict[str, Any] = {
    "chain": "ticket:1",
    "seq": 2,
    "prev": "ab",
    "key_id": "k1",
    "action": "accepted",
    "actor": ACTOR,
    "facts": {"b": 2, "a": "市政"},
    "words": None,
    "at": AT,
}


def test_the_text_is_the_same_however_it_was_put_together() -> None:
    """Written out by hand: this is what an auditor's own program would hash."""
    text = audit.entry_text(**ENTRY | {"at": AT.astimezone(timezone(timedelta(hours=8))), "facts": {"a": "市政", "b": 2}})
    assert text == audit.entry_text(**ENTRY)
    assert text == (
        '{"action":"accepted","actor":{"id":"o-1","kind":"staff","via":"sms"},'
        '"at":"2026-11-23T02:20:00.000000+00:00","chain":"ticket:1","facts":{"a":"市政","b":2},'
        '"key":"k1","prev":"ab","seq":2,"words":null}'
    )


@pytest.mark.parametrize(
    "change",
    [
        {"chain": "ticket:2"}, {"seq": 3}, {"prev": "ac"}, {"key_id": "k2"}, {"action": "closed"}, {"facts": {}},
        {"actor": replace(ACTOR, id="o-2")}, {"actor": replace(ACTOR, via="web")}, {"words": "d"},
        {"at": AT + timedelta(microseconds=1)},
    ],
)  # fmt: skip
def test_every_part_of_an_entry_is_under_its_mac(change: dict[str, Any]) -> None:
    was = audit.entry_mac(KEY, audit.entry_text(**ENTRY))
    assert audit.entry_mac(KEY, audit.entry_text(**ENTRY | change)) != was
    assert audit.entry_mac(OTHER, audit.entry_text(**ENTRY)) != was


def test_an_entry_is_read_as_it_was_written() -> None:
    entry = audit.read_entry(audit.entry_text(**ENTRY))
    assert (entry.chain, entry.seq, entry.action, entry.actor) == ("ticket:1", 2, "accepted", ACTOR)
    assert (entry.facts, entry.words, entry.at) == ({"a": "市政", "b": 2}, None, AT)


GOOD = audit.entry_text(**ENTRY)
UNREADABLE_WITH_THE_KEY = [
    GOOD.replace("2026-11-23T02:20:00.000000+00:00", "garbage"), GOOD.replace('"kind":"staff"', '"kind":"moon"'),
    GOOD.replace('{"id":"o-1","kind":"staff","via":"sms"}', "null"), GOOD.replace('"words":null', '"word":null'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mac", "place", "fault"),
    [
        (GOOD, audit.entry_mac(KEY, GOOD), ("ticket:1", 2, "ab"), None),
        (GOOD, audit.entry_mac(KEY, GOOD), ("ticket:2", 2, "ab"), Fault.ALTERED_ROW),
        (GOOD, audit.entry_mac(KEY, GOOD), ("ticket:1", 3, "ab"), Fault.ALTERED_ROW),
        (GOOD, audit.entry_mac(KEY, GOOD), ("ticket:1", 2, "cd"), Fault.ALTERED_ROW),
        (GOOD, audit.entry_mac(OTHER, GOOD), ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        (GOOD.replace("accepted", "closed"), audit.entry_mac(KEY, GOOD), ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        (GOOD.replace('"k1"', '"k9"'), audit.entry_mac(KEY, GOOD), ("ticket:1", 2, "ab"), Fault.UNKNOWN_KEY),
        ("no json", "", ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        ("[]", "", ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        ("{}", "", ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        (GOOD.encode(), audit.entry_mac(KEY, GOOD), ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        (GOOD, audit.entry_mac(KEY, GOOD).encode(), ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        (GOOD, "é", ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        ("[" * 100_000, "", ("ticket:1", 2, "ab"), Fault.ALTERED_ROW),
        *((bad, audit.entry_mac(KEY, bad), ("ticket:1", 2, "ab"), Fault.ALTERED_ROW) for bad in UNREADABLE_WITH_THE_KEY),
    ],
)
def test_what_is_wrong_with_an_entry(text: object, mac: object, place: tuple[str, int, str], fault: Fault | None) -> None:
    chain, seq, prev = place
    assert audit.entry_fault({"k1": KEY}, text, mac, chain=chain, seq=seq, prev=prev, at=AT) == fault


@pytest.mark.parametrize("at", [None, AT + timedelta(seconds=1), AT.replace(tzinfo=None)])
def test_the_moment_beside_an_entry_is_its_own(at: datetime | None) -> None:
    mac = audit.entry_mac(KEY, GOOD)
    assert audit.entry_fault({"k1": KEY}, GOOD, mac, chain="ticket:1", seq=2, prev="ab", at=at) == Fault.ALTERED_ROW


@pytest.mark.parametrize("text", ["x", "[]", "{}", b"{}", None, "[" * 100_000])
def test_what_stood_before_an_unreadable_entry_is_the_start(text: object) -> None:
    assert audit.read_prev(text) == audit.START
    assert audit.read_prev(GOOD) == "ab"


def test_a_digest_proves_words_without_telling_them() -> None:
    assert audit.words_digest(KEY, "没修好") == audit.words_digest(KEY, "没修好")
    assert audit.words_digest(KEY, "没修好") != audit.words_digest(OTHER, "没修好")
    assert audit.words_digest(KEY, "x") != audit.entry_mac(KEY, "x"), "one can't be passed off as the other"
    assert audit.words_digest(KEY, "\ud800")


heads = st.builds(
    lambda chain, count, mac: Head(chain=chain, count=count, mac=mac),
    st.text("ab:\0", max_size=4), st.integers(0, 99), st.text("01", max_size=3),
)  # fmt: skip


@given(heads, heads)
def test_a_seal_holds_for_its_own_head_only(one: Head, other: Head) -> None:
    seal = audit.head_seal(KEY, one)
    assert audit.head_holds([OTHER, KEY], one, seal)
    assert not audit.head_holds([OTHER], one, seal)
    assert audit.head_holds([KEY], other, seal) == (one == other)


def test_an_anchor_survives_its_file_and_no_change_of_it() -> None:
    mac = audit.anchor_mac(KEY, number=3, at=AT, chains=7, root="ab")
    anchor = Anchor(number=3, at=AT, chains=7, root="ab", mac=mac)
    assert audit.read_anchor(audit.anchor_line(anchor)) == anchor
    assert audit.anchor_holds([OTHER, KEY], anchor)
    changes: list[dict[str, Any]] = [{"number": 4}, {"at": AT + timedelta(hours=1)}, {"chains": 6}, {"root": "ac"}]
    for change in changes:
        assert not audit.anchor_holds([OTHER, KEY], replace(anchor, **change))


INFINITE = '{"anchor":Infinity,"at":"2026-11-23T02:20:00+00:00","chains":1,"root":"","mac":""}'


@pytest.mark.parametrize("line", ["", "no json", "[]", "{}", '"text"', json.dumps({"anchor": "x", "at": "y"}), INFINITE])
def test_a_line_that_is_no_anchor_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own error is one too
        audit.read_anchor(line)
