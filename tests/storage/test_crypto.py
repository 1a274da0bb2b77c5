"""Encryption at rest and keyed look-up: what opens, what doesn't, and what happens when a key is exchanged."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from hotline.storage.crypto import Keys, UnknownKey, key_id, plain_words

OLD, NEW, OTHER = b"o" * 32, b"n" * 32, b"x" * 32


def keys(data: bytes = NEW, *older: bytes) -> Keys:
    return Keys(data=data, lookup=NEW, audit=NEW, older_data=older)


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_was_sealed_opens_again(words: str) -> None:
    """Lone surrogates and control characters too: they reach us in broken bodies."""
    assert keys().open("entries.words", keys().seal("entries.words", words)) == words


def test_the_words_are_not_in_what_is_stored_and_never_sealed_alike_twice() -> None:
    first, second = keys().seal("entries.words", "井盖坏了"), keys().seal("entries.words", "井盖坏了")
    assert "井盖".encode() not in first
    assert first != second


def test_words_of_one_column_do_not_open_in_another() -> None:
    with pytest.raises(InvalidTag):
        keys().open("tickets.place", keys().seal("entries.words", "人民路12号"))


@pytest.mark.parametrize("at", [4, 16, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    sealed = bytearray(keys().seal("entries.words", "人民路12号"))
    sealed[at] ^= 1
    with pytest.raises(InvalidTag):
        keys().open("entries.words", bytes(sealed))


def test_after_an_exchange_the_old_key_still_reads_and_the_new_one_writes() -> None:
    written = keys(OLD).seal("entries.words", "井盖")
    both = keys(NEW, OLD)
    assert both.open("entries.words", written) == "井盖"
    assert both.seal("entries.words", "井盖")[:4].hex() == key_id(NEW)


def test_without_its_key_nothing_opens_and_the_key_is_named() -> None:
    with pytest.raises(UnknownKey, match=key_id(OLD)):
        keys(OTHER).open("entries.words", keys(OLD).seal("entries.words", "井盖"))


def test_a_file_opens_again_and_not_as_words() -> None:
    sealed = keys().seal_bytes(b"\0RIFF")
    assert keys().open_bytes(sealed) == b"\0RIFF"
    with pytest.raises(InvalidTag):
        keys().open("entries.words", sealed)


def test_a_hash_depends_on_key_purpose_and_value() -> None:
    old, new = (Keys(data=NEW, lookup=lookup, audit=NEW) for lookup in (OLD, NEW))
    hashes = {
        old.hash("phone", "+8613800138000"),
        new.hash("phone", "+8613800138000"),
        new.hash("place", "+8613800138000"),
        new.hash("phone", "+8613800138001"),
    }
    assert len(hashes) == 4
    both = Keys(data=NEW, lookup=NEW, audit=NEW, older_lookup=(OLD,))
    assert both.hashes("phone", "1") == (new.hash("phone", "1"), old.hash("phone", "1"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("人民路 12 号", "人民路12号"), ("人民路１２号", "人民路12号"), ("12 Renmin Rd.", "12 RENMIN RD")],
)
def test_a_place_written_differently_is_the_same_place(one: str, other: str) -> None:
    assert plain_words(one) == plain_words(other)


def test_a_short_key_is_refused_and_a_key_never_shows() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keys(b"short")
    assert "nnnn" not in repr(keys())
