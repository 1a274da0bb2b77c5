"""Words said instead of a key: a menu's own from its prompt file, and those every menu knows.

The longest words found decide, so that "not solved" is not heard as "solved"; words of two keys that are equally long
decide nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# What turns the words behind it round. Words that themselves begin with one are a menu's own.
NOT = re.compile(r"(?:[不没未别無唔冇]|\b(?:not|no|never|isn't|wasn't|didn't|don't|hasn't|haven't)\s(?:\w+\s)?)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A key, and the words that stand for it in a prompt."""

    key: str
    label: str


def plain(text: str) -> str:
    """As words are compared: no case, no punctuation, no doubled spaces."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w'\s]", " ", flat).split())


def hear(text: str, words: Mapping[str, tuple[str, ...]]) -> Heard | None:
    """The key whose words were said; None where none was, or two are as likely."""
    said = plain(text)
    found = sorted(_found(said, words), key=lambda one: -one[0])
    if not found:
        return None
    longest, key = found[0]
    if any(length == longest and other != key for length, other in found[1:]):
        return None
    return Heard(key=key, label=words[key][0])


def wholly(text: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """The key whose words are all that was said, else ''. For words that mean the same at every question: "a person" asks
    for one, "a person lies in the road" does not."""
    said = plain(text)
    return next((key for key, spellings in words.items() if any(plain(one) == said for one in spellings)), "")


def _found(said: str, words: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, str]]:
    for key, spellings in words.items():
        for spelling in spellings:
            wanted = plain(spelling)
            if any(not NOT.search(said[:at]) for at in _places(said, wanted)):
                yield len(wanted), key


def _places(said: str, wanted: str) -> Iterator[int]:
    """Where the words stand: in Chinese anywhere, else between spaces."""
    bound = r"\b" if wanted[:1].isascii() else ""
    for match in re.finditer(f"{bound}{re.escape(wanted)}{bound}", said):
        yield match.start()
