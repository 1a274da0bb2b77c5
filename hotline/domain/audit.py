"""The mathematics of the audit log: what is hashed, how entries chain, how all chains join in one root.

An entry's text is canonical JSON that holds the mac of the entry before it; its mac is an HMAC under a key kept
outside the database. A head says how long a chain is, sealed by the same key. An anchor is the Merkle root over
all heads, kept by an auditor: whoever has the database and even the key cannot change what an anchor has seen.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from hotline.domain.actor import Actor, ActorKind

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
START = "0" * 64  # stands before the first entry of a chain


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that was changed behind the log's back."""

    fault: Fault
    chain: str
    seq: int = 0


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
    raw = json.loads(text)
    return AuditEntry(
        chain=raw["chain"],
        seq=raw["seq"],
        action=raw["action"],
        facts=raw["facts"],
        words=raw["words"],
        actor=Actor(kind=ActorKind(raw["actor"]["kind"]), id=raw["actor"]["id"], via=raw["actor"]["via"]),
        at=datetime.fromisoformat(raw["at"]),
    )


def read_prev(text: str) -> str:
    """The mac an entry says stood before it. Raises ValueError where the text is no entry."""
    try:
        return str(json.loads(text)["prev"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not an entry") from error


def entry_mac(key: bytes, text: str) -> str:
    return _hmac(key, "entry", text)


def head_seal(key: bytes, head: Head) -> str:
    """Without it a chain could be cut back: an older entry's mac stands in the database for all to copy."""
    return _hmac(key, "head", f"{head.chain}\0{head.count}\0{head.mac}")


def entry_fault(keys: Mapping[str, bytes], text: str, mac: str, *, chain: str, seq: int, prev: str) -> Fault | None:
    """What is wrong with a stored entry that should be number ``seq`` of ``chain``, after ``prev``."""
    try:
        raw = json.loads(text)
        key, place = keys.get(raw["key"]), (raw["chain"], raw["seq"], raw["prev"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return Fault.ALTERED_ROW
    if key is None:
        return Fault.UNKNOWN_KEY
    holds = _same(entry_mac(key, text), mac) and place == (chain, seq, prev)
    return None if holds else Fault.ALTERED_ROW


def head_holds(keys: Iterable[bytes], head: Head, seal: str) -> bool:
    return any(_same(head_seal(key, head), seal) for key in keys)


def leaf(head: Head) -> bytes:
    """A head as a leaf of the tree; leaves and inner nodes are told apart by their first byte."""
    return hashlib.sha256(f"\0{head.chain}\0{head.count}\0{head.mac}".encode()).digest()


def merkle_root(leaves: Iterable[bytes]) -> str:
    """The root over leaves in any order (they are sorted, so no database's collation matters). An odd one out
    rises as it is, and the root holds their number: no two different sets have one root."""
    level = sorted(leaves)
    if not level:
        return START
    count = len(level)
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return hashlib.sha256(b"\2" + count.to_bytes(8) + level[0]).hexdigest()


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
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not an anchor") from error


def _same(made: str, stored: object) -> bool:
    """In constant time; what somebody put into the database may be of any kind and hold any character."""
    return hmac.compare_digest(made.encode(), str(stored).encode("utf-8", "surrogatepass"))


def _canonical(value: object) -> str:
    return _ENCODER.encode(value)


def _hmac(key: bytes, purpose: str, text: str) -> str:
    return hmac.digest(key, purpose.encode() + b"\0" + text.encode("utf-8", "surrogatepass"), "sha256").hex()
