"""What a department's result says: what became of a suggestion, and whether it tells of anything done at all."""

import re

from sms.cleaning import fold, has_han
from sms.lexicon import keys, together

_OUTCOMES = tuple((name, tuple(sorted(together("outcomes", name), key=len, reverse=True))) for name in keys("outcomes"))
_OPENING = re.compile(r"^[\W_]*")
_BETWEEN = re.compile(r"^[\s:：,，.。;；、-]*")


def _pattern(place: str) -> "re.Pattern[str]":
    words = together("results", place)
    han = [re.escape(word) for word in words if has_han(word)]
    latin = [re.escape(word) for word in words if not has_han(word)]
    return re.compile("|".join([*han, rf"\b(?:{'|'.join(latin)})\b"]))


# "will be replaced" is no more done than "will replace".
_FUTURE = re.compile(r"\b(?:will|shall|going to|plan to)(?: be| have it)? \w+")
_PROMISING, _NO_DEED, _DONE = _pattern("promising"), _pattern("no_deed"), _pattern("done")


def outcome_of(words: str) -> tuple[str | None, str]:
    """What a suggestion came to, said at the start of ``words``: adopted, partly, not_adopted; and the words after it."""
    folded = fold(words)
    start = _OPENING.match(folded.text).end()  # type: ignore[union-attr]  # it matches nothing at least
    for name, said in _OUTCOMES:
        for word in said:
            if _begins(folded.text, start, word):
                end = start + len(word)
                rest = words[folded.origin[end] :] if end < len(folded.text) else ""
                return name, rest[_BETWEEN.match(rest).end() :].strip()  # type: ignore[union-attr]  # as above
    return None, words


def _begins(text: str, start: int, word: str) -> bool:
    """A word of letters ends where its letters do."""
    if not text.startswith(word, start):
        return False
    after = text[start + len(word) : start + len(word) + 1]
    return has_han(word) or not after.isalpha()


def promises_only(words: str) -> bool:
    """Does a result speak only of what will be done? ("将尽快安排维修": nothing has happened yet.)"""
    said = fold(words).text
    return _PROMISING.search(said) is not None and _DONE.search(_FUTURE.sub(" ", _NO_DEED.sub(" ", said))) is None
