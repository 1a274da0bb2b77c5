"""The root over all heads: the same however they came to be, another for any other set, and cheap to bring up to date."""

import hashlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.anchor_tree import AnchorTree
from hotline.domain.audit import Head

heads = st.dictionaries(st.text("ab", max_size=3), st.tuples(st.integers(1, 3), st.sampled_from("01")), max_size=6)


def tree(wanted: dict[str, tuple[int, str]]) -> AnchorTree:
    made = AnchorTree()
    for chain, (count, mac) in wanted.items():
        made.put(Head(chain=chain, count=count, mac=mac))
    return made


@given(heads, heads)
def test_two_sets_of_heads_have_one_root_only_where_they_are_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (tree(one).root() == tree(other).root()) == (one == other)
    assert tree(one).chains == len(one)


@given(heads, heads, st.randoms())
def test_how_it_came_to_be_does_not_matter(before: dict[str, Any], after: dict[str, Any], dice: Any) -> None:
    """Roots are asked for on the way, as one pass over many anchors does."""
    grown = tree(before)
    order = list(after)
    dice.shuffle(order)
    for chain in order:
        grown.root()
        grown.put(Head(chain=chain, count=after[chain][0], mac=after[chain][1]))
    assert (grown.chains, grown.root()) == (len(before | after), tree(before | after).root())


def test_the_root_is_what_an_auditors_own_program_would_come_to() -> None:
    """Written out by hand from the words of docs/security.md."""

    def digest(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    named = {"ticket:1": (3, "ab"), "ticket:2": (1, "cd")}
    leaves: dict[bytes, list[bytes]] = {}
    for chain, (count, mac) in named.items():
        leaves.setdefault(digest(chain.encode())[:2], []).append(digest(b"\0", f"{chain}\0{count}\0{mac}".encode()))
    branches = [
        digest(b"\2", *(digest(b"\1", *sorted(leaves.get(bytes([first, second]), []))) for second in range(256)))
        for first in range(256)
    ]
    assert tree(named).root() == digest(b"\3", (2).to_bytes(8), *branches).hex()


def test_chains_that_share_a_place_are_told_apart_in_whatever_order_they_came() -> None:
    """More chains than places."""
    many = {f"ticket:{n}": (1, "0") for n in range(70_000)}
    root = tree(many).root()
    assert tree(dict(reversed(many.items()))).root() == root
    many.pop("ticket:69999")
    assert tree(many).root() != root
