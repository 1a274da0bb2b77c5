"""How somebody's words are laid out before anything is looked for in them, the same for texts
(full-width digits, emoji) and speech results (spaces between Chinese words)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# A text has at most 1,600 characters at the carrier; what comes after is not where the matter is
# named, and reading must not take longer because somebody sends a book.
LONGEST_READ = 2000

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_CHAR = re.compile(f"[{_HAN}]")
_GAP_BY_HAN = re.compile(f"(?<=[{_HAN}，。、！？；：])\\s+|\\s+(?=[{_HAN}，。、！？；：])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # all of Unicode's category Cc
_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")


def word_set(written: str) -> frozenset[str]:
    return frozenset(written.split())


_STOP_WORDS = word_set(
    "a an the is are was were be been being am it its it's there there's this that these those"
    " has have had very so too again still just all some of to"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    stem: str
    start: int
    end: int


def tidy(text: str) -> str:
    """The text as it is kept and shown: NFKC, no stray white space, none beside Chinese characters."""
    text = text[:LONGEST_READ].encode("utf-8", "replace").decode("utf-8")
    text = _CONTROL.sub(" ", text)
    text = unicodedata.normalize("NFKC", text)
    return _GAP_BY_HAN.sub("", " ".join(text.split()))


def plain(text: str) -> str:
    """The text in the one form that words are looked for in: tidy and in lower case."""
    return tidy(text).casefold()


def is_chinese(text: str) -> bool:
    return _HAN_CHAR.search(text) is not None


def tokens(plain_text: str) -> tuple[Token, ...]:
    """Latin words of a plain text, stemmed, without those that carry no matter."""
    return tuple(
        Token(stem=stem(found[0]), start=found.start(), end=found.end())
        for found in _TOKEN.finditer(plain_text)
        if found[0] not in _STOP_WORDS
    )


@lru_cache(maxsize=4096)
def phrase(words: str) -> tuple[str, ...]:
    """The stems a word or phrase of a list is looked for by."""
    return tuple(token.stem for token in tokens(plain(words)))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A rough common form of English inflections: lights, light; parked, parking, park."""
    word = word.replace("’", "'").removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ing") and len(word) > 5:
        word = _undouble(word[:-3])
    elif word.endswith("ed") and len(word) > 4:
        word = _undouble(word[:-2])
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _undouble(word: str) -> str:
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if doubled else word


def syllables(chinese: str, *, tones: bool = False) -> tuple[str, ...]:
    """How it sounds, one to a character: what a recogniser or a thumb mixes up."""
    # its stub leaves out that the handler may give a list, which keeps one syllable to a character
    return tuple(lazy_pinyin(chinese, style=Style.TONE3 if tones else Style.NORMAL, errors=list))  # type: ignore[arg-type]
