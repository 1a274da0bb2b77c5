"""The mathematics of the audit log: what is hashed, how entries chain, how all chains join in one root.

An entry's text is canonical JSON that holds the mac of the entry before it; its mac is an HMAC under a key kept
outside the database. A head says how long a chain is, sealed by the same key. An anchor is the Merkle root over
all heads (anchor_tree.py), kept by an auditor: whoever has the database and even the key cannot change what it has seen.
What is checked may have been put there by anybody: it is of any kind, and no text is trusted to be one.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from hotline.domain.actor import Actor, ActorKind

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
START = "0" * 64  # stands before the first entry of a chain
_NO_ENTRY = (ValueError, KeyError, TypeError, RecursionError)  # what reading says of a text that somebody made up


class Fault(StrEnum):
    MISSING_ROW = "missing_row"
    ALTERED_ROW = "altered_row"
    UNKNOWN_KEY = "unknown_key"
    MISSING_HEAD = "missing_head"
    ALTERED_HEAD = "altered_head"
    WRONG_COUNT = "wrong_count"
    MISSING_CHAIN = "missing_chain"
    ALTERED_ANCHOR = "altered_anchor"
    MISSING_ANCHOR = "missing_anchor"
    WRONG_ROOT = "wrong_root"
    NO_STORY = "no_story"          # a ticket nobody wrote down
    ILLEGAL_MOVE = "illegal_move"  # its story takes a way no rule allows
    OTHER_STATE = "other_state"    # its row says another thing than its story


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that was changed behind the log's back. ``ticket``: the number of the one whose row does not fit its story."""

    fault: Fault
    chain: str
    seq: int = 0
    ticket: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditEntry:
    """One entry as somebody reads it."""

    chain: str
    seq: int
    action: str
    actor: Actor
    facts: Mapping[str, object]
    words: str | None  # keyed digest of what was said, never the words
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """How far a chain has come."""

    chain: str
    count: int
    mac: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """The root over all heads at one moment; this is what an auditor keeps."""

    number: int
    at: datetime
    chains: int
    root: str
    mac: str


def words_digest(key: bytes, words: str) -> str:
    """Proves later that these words were said, without keeping them."""
    return _hmac(key, "words", words)


def entry_text(
    *,
    chain: str,
    seq: int,
    prev: str,
    key_id: str,
    action: str,
    actor: Actor,
    facts: Mapping[str, object],
    words: str | None,
    at: datetime,
) -> str:
    """The exact text that is hashed and stored."""
    return _canonical(
        {
            "action": action,
            "actor": {"id": actor.id, "kind": actor.kind.value, "via": actor.via},
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "chain": chain,
            "facts": dict(facts),
            "key": key_id,
            "prev": prev,
            "seq": seq,
            "words": words,
        }
    )


def read_entry(text: str) -> AuditEntry:
    """The other way round. Raises ValueError, KeyError or TypeError where the text is no entry."""
    return _entry(json.loads(text))


def _entry(raw: Any) -> AuditEntry:
    return AuditEntry(
        chain=raw["chain"],
        seq=raw["seq"],
        action=raw["action"],
        facts=raw["facts"],
        words=raw["words"],
        actor=Actor(kind=ActorKind(raw["actor"]["kind"]), id=raw["actor"]["id"], via=raw["actor"]["via"]),
        at=datetime.fromisoformat(raw["at"]),
    )


def read_prev(text: object) -> str:
    """The mac an entry says stood before it; the start of a chain where it says nothing that can be read."""
    try:
        return str(json.loads(text)["prev"]) if isinstance(text, str) else START
    except _NO_ENTRY:
        return START


def entry_mac(key: bytes, text: str) -> str:
    return _hmac(key, "entry", text)


def head_seal(key: bytes, head: Head) -> str:
    """Without it a chain could be cut back: an older entry's mac stands in the database for all to copy."""
    return _hmac(key, "head", f"{head.chain}\0{head.count}\0{head.mac}")


def entry_fault(
    keys: Mapping[str, bytes], text: object, mac: object, *, chain: object, seq: int, prev: object, at: datetime | None
) -> Fault | None:
    """What is wrong with a stored entry that should be number ``seq`` of ``chain``, after ``prev``, and of that moment."""
    if not isinstance(text, str):
        return Fault.ALTERED_ROW
    try:
        raw = json.loads(text)
        entry, before, key = _entry(raw), raw["prev"], keys.get(raw["key"])
    except _NO_ENTRY:
        return Fault.ALTERED_ROW
    if key is None:
        return Fault.UNKNOWN_KEY
    in_place = (entry.chain, entry.seq, before, entry.at) == (chain, seq, prev, at)
    return None if in_place and _same(entry_mac(key, text), mac) else Fault.ALTERED_ROW


def head_holds(keys: Iterable[bytes], head: Head, seal: object) -> bool:
    return any(_same(head_seal(key, head), seal) for key in keys)


def anchor_mac(key: bytes, *, number: int, at: datetime, chains: int, root: str) -> str:
    return _hmac(key, "anchor", f"{number}\0{at.astimezone(UTC).isoformat(timespec='microseconds')}\0{chains}\0{root}")


def anchor_holds(keys: Iterable[bytes], anchor: Anchor) -> bool:
    made = (anchor_mac(k, number=anchor.number, at=anchor.at, chains=anchor.chains, root=anchor.root) for k in keys)
    return any(_same(mac, anchor.mac) for mac in made)


def anchor_line(anchor: Anchor) -> str:
    """An anchor as one line of the auditor's file."""
    at = anchor.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _canonical({"anchor": anchor.number, "at": at, "chains": anchor.chains, "mac": anchor.mac, "root": anchor.root})


def read_anchor(line: str) -> Anchor:
    """The other way round. Raises ValueError where the line is no anchor."""
    try:
        raw = json.loads(line)
        return Anchor(
            number=int(raw["anchor"]),
            at=datetime.fromisoformat(raw["at"]),
            chains=int(raw["chains"]),
            root=str(raw["root"]),
            mac=str(raw["mac"]),
        )
    except (KeyError, TypeError, RecursionError, OverflowError) as error:
        raise ValueError("not an anchor") from error


def _same(made: str, stored: object) -> bool:
    """In constant time; what somebody put into the database may be of any kind and hold any character."""
    return hmac.compare_digest(made.encode(), str(stored).encode("utf-8", "surrogatepass"))


def _canonical(value: object) -> str:
    return _ENCODER.encode(value)


def _hmac(key: bytes, purpose: str, text: str) -> str:
    return hmac.digest(key, purpose.encode() + b"\0" + text.encode("utf-8", "surrogatepass"), "sha256").hex()
